-- +goose Up

-- What of a message's state has no column of its own, as JSON.
ALTER TABLE message_state ADD COLUMN detail TEXT;

-- The marks on messages, which detail has too, in the order in which they were
-- put there. since: the seq of the event that did.
CREATE TABLE marks (
    room  INTEGER NOT NULL,
    mark  TEXT NOT NULL,
    since INTEGER NOT NULL,
    seq   INTEGER NOT NULL,
    PRIMARY KEY (room, mark, since)
) WITHOUT ROWID;
