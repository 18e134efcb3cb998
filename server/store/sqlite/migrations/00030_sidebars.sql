-- +goose Up

-- How people have set up their lists of rooms. sections: as JSON.
CREATE TABLE sidebars (
    person   TEXT PRIMARY KEY,
    sections TEXT NOT NULL
) WITHOUT ROWID;

-- The section that the room stands in.
ALTER TABLE places ADD COLUMN section TEXT NOT NULL DEFAULT '';
