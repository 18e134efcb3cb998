-- +goose Up

-- A message that is sent later may be a reply in a thread and have files. thread: 0 if it is in none. in_room: 1, if
-- the room shows it too. files: as JSON, '' if it has none.
ALTER TABLE plans ADD COLUMN thread INTEGER NOT NULL DEFAULT 0;
ALTER TABLE plans ADD COLUMN in_room INTEGER NOT NULL DEFAULT 0;
ALTER TABLE plans ADD COLUMN files TEXT NOT NULL DEFAULT '';
