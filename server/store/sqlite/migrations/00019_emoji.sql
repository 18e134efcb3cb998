-- +goose Up

-- The workspace's own emoji. id: as which it uses blobs, in file_blobs. aliases: its
-- other names, with blanks between them. picture, still: the names of its blobs.
CREATE TABLE emoji (
    name    TEXT PRIMARY KEY,
    id      TEXT NOT NULL,
    person  TEXT NOT NULL REFERENCES users (id),
    aliases TEXT NOT NULL,
    picture TEXT NOT NULL,
    still   TEXT NOT NULL,
    at      INTEGER NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX emoji_id ON emoji (id);
