-- +goose Up

-- What of a message's state has no column of its own, as JSON, and text because a
-- JSON column refuses U+0000.
ALTER TABLE message_state ADD COLUMN detail text COLLATE "C";

-- The marks on messages, which detail has too, in the order in which they were
-- put there. since: the seq of the event that did.
CREATE TABLE marks (
    room  bigint NOT NULL,
    mark  text COLLATE "C" NOT NULL,
    since bigint NOT NULL,
    seq   bigint NOT NULL,
    PRIMARY KEY (room, mark, since)
);
