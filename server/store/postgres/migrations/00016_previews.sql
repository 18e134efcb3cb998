-- +goose Up

ALTER TABLE rooms ADD COLUMN no_previews boolean NOT NULL DEFAULT false;

-- What was found behind addresses that messages link to. preview: as JSON; its picture
-- is a file of one of these messages.
CREATE TABLE links (
    address text COLLATE "C" PRIMARY KEY,
    preview text COLLATE "C" NOT NULL,
    at      bigint NOT NULL
);
CREATE INDEX links_at ON links (at, address);
