-- +goose Up

-- Where a session was last refreshed from: what the program said it is,
-- shortened, and the address up to /24 or /48.
ALTER TABLE sessions ADD COLUMN agent TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN network TEXT NOT NULL DEFAULT '';
