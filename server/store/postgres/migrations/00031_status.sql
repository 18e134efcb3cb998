-- +goose Up

-- What people say they are doing: an emoji, a text, and until when, UTC milliseconds; 0: until they say otherwise.
ALTER TABLE users ADD COLUMN emoji text NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN status text NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN until bigint NOT NULL DEFAULT 0;
