-- +goose Up

-- The messages that people keep for later. at: when they were saved.
CREATE TABLE saved_messages (
    person text COLLATE "C" NOT NULL REFERENCES users (id),
    room   text COLLATE "C" NOT NULL,
    seq    bigint NOT NULL,
    at     bigint NOT NULL,
    PRIMARY KEY (person, room, seq)
);
CREATE INDEX saved_messages_at ON saved_messages (person, at, room, seq);
