-- +goose Up

-- done: when it was ticked, 0 as long as it is to do.
ALTER TABLE saved_messages ADD COLUMN done bigint NOT NULL DEFAULT 0;
DROP INDEX saved_messages_at;
CREATE INDEX saved_messages_order ON saved_messages (person, done, at, room, seq);
