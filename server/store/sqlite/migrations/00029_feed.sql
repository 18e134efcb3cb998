-- +goose Up

-- What concerns people: who named them, answered them, or reacted to a message of theirs. num
-- rises; state: 0 is new, 1 read, 2 marked as unread. A person has one row about a message.
CREATE TABLE feed (
    person TEXT NOT NULL REFERENCES users (id),
    num    INTEGER NOT NULL,
    room   TEXT NOT NULL,
    seq    INTEGER NOT NULL,
    kind   TEXT NOT NULL,
    author TEXT NOT NULL,
    emoji  TEXT NOT NULL,
    at     INTEGER NOT NULL,
    state  INTEGER NOT NULL,
    PRIMARY KEY (person, num)
) WITHOUT ROWID;
CREATE UNIQUE INDEX feed_message ON feed (person, room, seq);
CREATE INDEX feed_room ON feed (room, seq);
