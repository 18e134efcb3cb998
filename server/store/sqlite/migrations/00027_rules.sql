-- +goose Up

-- posting: who writes messages in a room, '' or 'hosts'. calling: who addresses everyone, '' (its
-- hosts) or 'all'. slow: the seconds between two messages of one person. archived: since when it
-- is closed; 0: it is not.
ALTER TABLE rooms ADD COLUMN posting TEXT NOT NULL DEFAULT '';
ALTER TABLE rooms ADD COLUMN calling TEXT NOT NULL DEFAULT '';
ALTER TABLE rooms ADD COLUMN slow INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rooms ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;

-- When the person last wrote a message in the room while it was slow.
ALTER TABLE places ADD COLUMN wrote INTEGER NOT NULL DEFAULT 0;
