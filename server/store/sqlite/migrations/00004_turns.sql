-- +goose Up

-- The last numbered command of each lane of a client: see store.Turn.
CREATE TABLE turns (
    holder   TEXT NOT NULL,
    instance TEXT NOT NULL,
    lane     TEXT NOT NULL,
    number   INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    code     TEXT NOT NULL,
    seq      INTEGER NOT NULL,
    ref      TEXT NOT NULL,
    PRIMARY KEY (holder, instance, lane)
) WITHOUT ROWID;
