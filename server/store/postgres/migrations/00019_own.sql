-- +goose Up

-- What is a person's own has entries, too. item: what such an entry is about; '' in
-- those of other kinds. slot: 2 for what is the person's own.
ALTER TABLE inbox ADD COLUMN item text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE inbox DROP CONSTRAINT inbox_pkey;
ALTER TABLE inbox ADD PRIMARY KEY (person, room, slot, item);
