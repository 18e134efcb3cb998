-- +goose Up

-- Who is banned is listed for those who may let them in again.
CREATE INDEX users_gone ON users (handle) WHERE gone;
