-- +goose Up

ALTER TABLE rooms ADD COLUMN no_previews INTEGER NOT NULL DEFAULT 0;

-- What was found behind addresses that messages link to. preview: as JSON; its picture
-- is a file of one of these messages.
CREATE TABLE links (
    address TEXT PRIMARY KEY,
    preview TEXT NOT NULL,
    at      INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX links_at ON links (at, address);
