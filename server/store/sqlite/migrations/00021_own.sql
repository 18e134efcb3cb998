-- +goose Up

-- What is a person's own has entries, too. item: what such an entry is about; '' in
-- those of other kinds. slot: 2 for what is the person's own.
ALTER TABLE inbox ADD COLUMN item TEXT NOT NULL DEFAULT '';
DROP INDEX inbox_slot;
CREATE UNIQUE INDEX inbox_slot ON inbox (person, room, slot, item);
