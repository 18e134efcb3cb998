-- +goose Up

-- The last numbered command of each lane of a client: see store.Turn. Room on
-- the page lets it be overwritten without a new entry in the index.
CREATE TABLE turns (
    holder   text COLLATE "C" NOT NULL,
    instance text COLLATE "C" NOT NULL,
    lane     text COLLATE "C" NOT NULL,
    number   bigint NOT NULL,
    at       bigint NOT NULL,
    code     text COLLATE "C" NOT NULL,
    seq      bigint NOT NULL,
    ref      text COLLATE "C" NOT NULL,
    PRIMARY KEY (holder, instance, lane)
) WITH (fillfactor = 60);
