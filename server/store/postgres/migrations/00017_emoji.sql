-- +goose Up

-- The workspace's own emoji. id: as which it uses blobs, in file_blobs. aliases: its
-- other names, with blanks between them. picture, still: the names of its blobs.
CREATE TABLE emoji (
    name    text COLLATE "C" PRIMARY KEY,
    id      text COLLATE "C" NOT NULL,
    person  text COLLATE "C" NOT NULL REFERENCES users (id),
    aliases text COLLATE "C" NOT NULL,
    picture text COLLATE "C" NOT NULL,
    still   text COLLATE "C" NOT NULL,
    at      bigint NOT NULL
);
CREATE UNIQUE INDEX emoji_id ON emoji (id);
