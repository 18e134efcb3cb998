-- +goose Up

-- The files of people. info: what is told of a file, as JSON. bytes: its size as it
-- was announced. received, sum: how much of it is there, and the state of its
-- SHA-256. room, seq: the message with which it was sent; '': it was not.
CREATE TABLE files (
    id       TEXT PRIMARY KEY,
    person   TEXT NOT NULL REFERENCES users (id),
    cid      TEXT NOT NULL,
    info     TEXT NOT NULL,
    bytes    INTEGER NOT NULL,
    received INTEGER NOT NULL,
    sum      BLOB NOT NULL,
    done     INTEGER NOT NULL,
    room     TEXT NOT NULL,
    seq      INTEGER NOT NULL,
    created  INTEGER NOT NULL,
    expires  INTEGER NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX files_cid ON files (person, cid);
CREATE INDEX files_unsent ON files (expires, id) WHERE room = '';

-- Which blobs the files use, and for what.
CREATE TABLE file_blobs (
    file  TEXT NOT NULL,
    role  TEXT NOT NULL,
    place INTEGER NOT NULL,
    name  TEXT NOT NULL,
    size  INTEGER NOT NULL,
    type  TEXT NOT NULL,
    PRIMARY KEY (file, role, place)
) WITHOUT ROWID;
CREATE INDEX file_blobs_name ON file_blobs (name);

-- The blobs that are being deleted.
CREATE TABLE doomed_blobs (
    name TEXT PRIMARY KEY
) WITHOUT ROWID;

-- The bytes of each person's files, and under '' those of all files.
CREATE TABLE file_usage (
    person TEXT PRIMARY KEY,
    bytes  INTEGER NOT NULL
) WITHOUT ROWID;
