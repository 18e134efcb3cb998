-- +goose Up

-- The files of people. info: what is told of a file, as JSON. bytes: its size as it
-- was announced. received, sum: how much of it is there, and the state of its
-- SHA-256. room, seq: the message with which it was sent; '': it was not.
CREATE TABLE files (
    id       text COLLATE "C" PRIMARY KEY,
    person   text COLLATE "C" NOT NULL REFERENCES users (id),
    cid      text COLLATE "C" NOT NULL,
    info     text COLLATE "C" NOT NULL,
    bytes    bigint NOT NULL,
    received bigint NOT NULL,
    sum      bytea NOT NULL,
    done     boolean NOT NULL,
    room     text COLLATE "C" NOT NULL,
    seq      bigint NOT NULL,
    created  bigint NOT NULL,
    expires  bigint NOT NULL
);
CREATE UNIQUE INDEX files_cid ON files (person, cid);
CREATE INDEX files_unsent ON files (expires, id) WHERE room = '';

-- Which blobs the files use, and for what.
CREATE TABLE file_blobs (
    file  text COLLATE "C" NOT NULL,
    role  text COLLATE "C" NOT NULL,
    place bigint NOT NULL,
    name  text COLLATE "C" NOT NULL,
    size  bigint NOT NULL,
    type  text COLLATE "C" NOT NULL,
    PRIMARY KEY (file, role, place)
);
CREATE INDEX file_blobs_name ON file_blobs (name);

-- The blobs that are being deleted.
CREATE TABLE doomed_blobs (
    name text COLLATE "C" PRIMARY KEY
);

-- The bytes of each person's files, and under '' those of all files.
CREATE TABLE file_usage (
    person text COLLATE "C" PRIMARY KEY,
    bytes  bigint NOT NULL
);
