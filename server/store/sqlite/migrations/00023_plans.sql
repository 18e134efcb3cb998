-- +goose Up

-- What people have the server do at a time: send a message, remind them. The jobs of
-- that have the times too. due: when. room: '' if it is about none. failed: why it could not
-- be done, as JSON.
CREATE TABLE plans (
    person   TEXT NOT NULL REFERENCES users (id),
    id       TEXT NOT NULL,
    deed     TEXT NOT NULL,
    state    TEXT NOT NULL,
    due      INTEGER NOT NULL,
    zone     TEXT NOT NULL,
    room     TEXT NOT NULL,
    seq      INTEGER NOT NULL,
    reply_to INTEGER NOT NULL,
    body     TEXT NOT NULL,
    failed   TEXT NOT NULL,
    PRIMARY KEY (person, id)
) WITHOUT ROWID;
