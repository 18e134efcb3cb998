-- +goose Up

-- People are found without the accents of their names from here on. What they
-- are found by is made by the program, before this is applied: see accents.go.
SELECT 1;
