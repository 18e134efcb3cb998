-- +goose Up

-- thread: the seq of the message under which a message is a reply, or was what is erased.
-- in_room: 1, if the room shows the reply too.
ALTER TABLE events ADD COLUMN thread INTEGER;
ALTER TABLE events ADD COLUMN in_room INTEGER;
CREATE INDEX events_thread ON events (key >> 40, thread) WHERE kind = 'message' AND thread IS NOT NULL;
