-- +goose Up

-- What people have begun to write, in a room (thread 0) or in the thread of a message. rev:
-- rises with each change.
CREATE TABLE drafts (
    person   TEXT NOT NULL REFERENCES users (id),
    room     TEXT NOT NULL,
    thread   INTEGER NOT NULL,
    rev      INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    body     TEXT NOT NULL,
    reply_to INTEGER NOT NULL,
    PRIMARY KEY (person, room, thread)
) WITHOUT ROWID;
