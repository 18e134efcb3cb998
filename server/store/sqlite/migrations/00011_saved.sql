-- +goose Up

-- The messages that people keep for later. at: when they were saved.
CREATE TABLE saved_messages (
    person TEXT NOT NULL REFERENCES users (id),
    room   TEXT NOT NULL,
    seq    INTEGER NOT NULL,
    at     INTEGER NOT NULL,
    PRIMARY KEY (person, room, seq)
) WITHOUT ROWID;
CREATE INDEX saved_messages_at ON saved_messages (person, at, room, seq);
