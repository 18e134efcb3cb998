-- +goose Up

-- The threads that people follow. stopped: 1, if they do not want to. readto: up to which seq they have read the
-- thread. last and at: the seq and the time of its newest reply.
CREATE TABLE follows (
    person  TEXT NOT NULL REFERENCES users (id),
    room    TEXT NOT NULL,
    thread  INTEGER NOT NULL,
    stopped INTEGER NOT NULL,
    readto  INTEGER NOT NULL,
    last    INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (person, room, thread)
) WITHOUT ROWID;
CREATE INDEX follows_thread ON follows (room, thread);
