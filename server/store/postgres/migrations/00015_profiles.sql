-- +goose Up

-- What people tell of themselves. zone: a time zone, such as Europe/Berlin.
CREATE TABLE profiles (
    person   text COLLATE "C" PRIMARY KEY REFERENCES users (id),
    pronouns text NOT NULL,
    title    text NOT NULL,
    zone     text NOT NULL,
    about    text NOT NULL
);
