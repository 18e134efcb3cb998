-- +goose Up

-- How many people each role has is asked in words that PostgreSQL understands
-- too, and an index is only used for the condition that it was made with.
DROP INDEX users_role;
CREATE INDEX users_role ON users (role) WHERE NOT ghost AND NOT gone;
