-- +goose Up

-- picture: the id of the file with the picture of a person or a room; '': there is none.
-- Such a file has the person or the room in its column room, and 0 in seq.
ALTER TABLE users ADD COLUMN picture TEXT NOT NULL DEFAULT '';
ALTER TABLE rooms ADD COLUMN picture TEXT NOT NULL DEFAULT '';
