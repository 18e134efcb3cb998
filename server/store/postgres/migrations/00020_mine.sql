-- +goose Up

-- What a person has made of a room that they are in, for themselves. backs: how often they have
-- set their read marker back.
CREATE TABLE places (
    room    bigint NOT NULL,
    person  text COLLATE "C" NOT NULL,
    starred boolean NOT NULL DEFAULT false,
    muted   boolean NOT NULL DEFAULT false,
    backs   bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (room, person)
);
