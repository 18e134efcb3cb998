-- +goose Up

-- What a person is found by, in the order in which people are shown: the
-- beginnings, of one letter, two, and so on up to ten, of the handle and of the
-- name from each of its words on, folded, of at most eight words. Those who are
-- gone are not found. handle and ghost repeat the person's.
CREATE TABLE user_prefixes (
    prefix TEXT NOT NULL,
    handle TEXT NOT NULL,
    ghost  INTEGER NOT NULL,
    PRIMARY KEY (prefix, handle)
) WITHOUT ROWID;

-- A name is longer than what begins with its later words.
INSERT INTO user_prefixes (prefix, handle, ghost)
WITH RECURSIVE lengths (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM lengths WHERE n < 10),
    ranked AS (SELECT w.word, u.handle, u.ghost,
        row_number() OVER (PARTITION BY u.id ORDER BY w.word <> u.handle, length(w.word) DESC) AS place
        FROM user_words w JOIN users u ON u.id = w.user WHERE u.gone = 0)
SELECT DISTINCT substr(word, 1, n), handle, ghost FROM ranked JOIN lengths ON n <= length(word) WHERE place <= 9
ORDER BY 1, 2;

DROP TABLE user_words;

CREATE INDEX user_prefixes_real ON user_prefixes (prefix, handle) WHERE ghost = 0;
CREATE INDEX users_shown ON users (handle) WHERE gone = 0;
