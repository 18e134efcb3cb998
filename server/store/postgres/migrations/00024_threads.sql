-- +goose Up

-- thread: the seq of the message under which a message is a reply, or was what is erased.
-- in_room: 1, if the room shows the reply too.
ALTER TABLE events ADD COLUMN thread bigint;
ALTER TABLE events ADD COLUMN in_room bigint;
CREATE INDEX events_thread ON events (room, thread, seq) WHERE kind = 'message' AND thread IS NOT NULL;
