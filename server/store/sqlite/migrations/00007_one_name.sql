-- +goose Up

-- Columns are called as in PostgreSQL, where user is a word of the language.
ALTER TABLE sessions RENAME COLUMN user TO person;
ALTER TABLE members RENAME COLUMN user TO person;
ALTER TABLE departures RENAME COLUMN user TO person;
ALTER TABLE reactions RENAME COLUMN user TO person;
ALTER TABLE mentions RENAME COLUMN user TO person;
ALTER TABLE inbox RENAME COLUMN user TO person;
ALTER TABLE invites RENAME COLUMN by TO maker;
ALTER TABLE reactions RENAME COLUMN seq TO since;
