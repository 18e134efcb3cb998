-- +goose Up

-- What people tell of themselves. zone: a time zone, such as Europe/Berlin.
CREATE TABLE profiles (
    person   TEXT PRIMARY KEY REFERENCES users (id),
    pronouns TEXT NOT NULL,
    title    TEXT NOT NULL,
    zone     TEXT NOT NULL,
    about    TEXT NOT NULL
) WITHOUT ROWID;
