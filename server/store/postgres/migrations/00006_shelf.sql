-- +goose Up

-- What the nodes of a server share beside its data, such as their certificate
-- and its key. It can be had anew, so that it moves nowhere.
CREATE TABLE shelf (
    name  text COLLATE "C" PRIMARY KEY,
    value bytea NOT NULL,
    kept  timestamptz NOT NULL
);

-- Who may do what one node at a time does, and until when.
CREATE TABLE leases (
    name    text COLLATE "C" PRIMARY KEY,
    holder  text COLLATE "C" NOT NULL,
    expires timestamptz NOT NULL
);
