-- +goose Up

-- Secrets to be used once instead of a password: one of each kind for a person.
-- hash: of the secret, which is nowhere. maker: '' if the person asked for it.
CREATE TABLE codes (
    kind    TEXT NOT NULL,
    person  TEXT NOT NULL REFERENCES users (id),
    hash    BLOB NOT NULL UNIQUE,
    maker   TEXT NOT NULL,
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    PRIMARY KEY (kind, person)
) WITHOUT ROWID;
CREATE INDEX codes_person ON codes (person);
CREATE INDEX codes_expires ON codes (expires);
