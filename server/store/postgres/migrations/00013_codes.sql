-- +goose Up

-- Secrets to be used once instead of a password: one of each kind for a person.
-- hash: of the secret, which is nowhere. maker: '' if the person asked for it.
CREATE TABLE codes (
    kind    text COLLATE "C" NOT NULL,
    person  text COLLATE "C" NOT NULL REFERENCES users (id),
    hash    bytea NOT NULL UNIQUE,
    maker   text COLLATE "C" NOT NULL,
    created bigint NOT NULL,
    expires bigint NOT NULL,
    PRIMARY KEY (kind, person)
);
CREATE INDEX codes_person ON codes (person);
CREATE INDEX codes_expires ON codes (expires);
