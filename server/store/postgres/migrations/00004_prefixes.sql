-- +goose Up

-- What a person is found by, in the order in which people are shown: the
-- beginnings, of one letter, two, and so on up to ten, of the handle and of the
-- name from each of its words on, folded, of at most eight words. Those who are
-- gone are not found. handle and ghost repeat the person's.
CREATE TABLE user_prefixes (
    prefix text COLLATE "C" NOT NULL,
    handle text COLLATE "C" NOT NULL,
    ghost  boolean NOT NULL
);

-- A name is longer than what begins with its later words.
INSERT INTO user_prefixes (prefix, handle, ghost)
WITH ranked AS (SELECT w.word, u.handle, u.ghost,
        row_number() OVER (PARTITION BY u.id ORDER BY w.word <> u.handle, length(w.word) DESC) AS place
        FROM user_words w JOIN users u ON u.id = w.person WHERE NOT u.gone)
SELECT DISTINCT left(word, n), handle, ghost FROM ranked JOIN generate_series(1, 10) n ON n <= length(word) WHERE place <= 9;

DROP TABLE user_words;

ALTER TABLE user_prefixes ADD PRIMARY KEY (prefix, handle);
CREATE INDEX user_prefixes_real ON user_prefixes (prefix, handle) WHERE NOT ghost;
CREATE INDEX users_shown ON users (handle) WHERE NOT gone;
