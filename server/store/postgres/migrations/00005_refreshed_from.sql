-- +goose Up

-- Where a session was last refreshed from: what the program said it is,
-- shortened, and the address up to /24 or /48.
ALTER TABLE sessions ADD COLUMN agent text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN network text COLLATE "C" NOT NULL DEFAULT '';
