-- +goose Up

-- The threads that people follow. stopped: 1, if they do not want to. readto: up to which seq they have read the
-- thread. last and at: the seq and the time of its newest reply.
CREATE TABLE follows (
    person  text COLLATE "C" NOT NULL REFERENCES users (id),
    room    text COLLATE "C" NOT NULL,
    thread  bigint NOT NULL,
    stopped bigint NOT NULL,
    readto  bigint NOT NULL,
    last    bigint NOT NULL,
    at      bigint NOT NULL,
    PRIMARY KEY (person, room, thread)
);
CREATE INDEX follows_thread ON follows (room, thread);
