-- +goose Up

-- What people say they are doing: an emoji, a text, and until when, UTC milliseconds; 0: until they say otherwise.
ALTER TABLE users ADD COLUMN emoji TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN status TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN until INTEGER NOT NULL DEFAULT 0;
