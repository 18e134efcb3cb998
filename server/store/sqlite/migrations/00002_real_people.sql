-- +goose Up

-- People are looked for among those who are no ghosts, of whom there may be
-- thousands: ghost repeats the person's.
ALTER TABLE user_words ADD COLUMN ghost INTEGER NOT NULL DEFAULT 0;
UPDATE user_words SET ghost = 1 WHERE user IN (SELECT id FROM users WHERE ghost = 1);
CREATE INDEX user_words_real ON user_words (word, user) WHERE ghost = 0;
CREATE INDEX users_real ON users (handle) WHERE ghost = 0 AND gone = 0;
CREATE INDEX members_real_handle ON members (room, handle) WHERE ghost = 0;
