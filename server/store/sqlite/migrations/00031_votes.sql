-- +goose Up

-- What people chose in polls: the sum of 1 for the first choice, 2 for the second, 4 for
-- the third and so on. The log does not say it of hidden ones.
CREATE TABLE votes (
    room    INTEGER NOT NULL,
    seq     INTEGER NOT NULL,
    person  TEXT NOT NULL REFERENCES users (id),
    choices INTEGER NOT NULL,
    PRIMARY KEY (room, seq, person)
) WITHOUT ROWID;
