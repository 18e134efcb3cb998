-- +goose Up

-- How people have set up their lists of rooms. sections: as JSON.
CREATE TABLE sidebars (
    person   text COLLATE "C" PRIMARY KEY,
    sections text COLLATE "C" NOT NULL
);

-- The section that the room stands in.
ALTER TABLE places ADD COLUMN section text COLLATE "C" NOT NULL DEFAULT '';
