-- +goose Up

-- posting: who writes messages in a room, '' or 'hosts'. calling: who addresses everyone, '' (its
-- hosts) or 'all'. slow: the seconds between two messages of one person. archived: since when it
-- is closed; 0: it is not.
ALTER TABLE rooms ADD COLUMN posting text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE rooms ADD COLUMN calling text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE rooms ADD COLUMN slow bigint NOT NULL DEFAULT 0;
ALTER TABLE rooms ADD COLUMN archived bigint NOT NULL DEFAULT 0;

-- When the person last wrote a message in the room while it was slow.
ALTER TABLE places ADD COLUMN wrote bigint NOT NULL DEFAULT 0;
