-- +goose Up

-- What a person has made of a room that they are in, for themselves. backs: how often they have
-- set their read marker back.
CREATE TABLE places (
    room    INTEGER NOT NULL,
    person  TEXT NOT NULL,
    starred INTEGER NOT NULL DEFAULT 0,
    muted   INTEGER NOT NULL DEFAULT 0,
    backs   INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (room, person)
) WITHOUT ROWID;
