-- +goose Up

-- What concerns people: who named them, answered them, or reacted to a message of theirs. num
-- rises; state: 0 is new, 1 read, 2 marked as unread. A person has one row about a message.
CREATE TABLE feed (
    person text COLLATE "C" NOT NULL REFERENCES users (id),
    num    bigint NOT NULL,
    room   text COLLATE "C" NOT NULL,
    seq    bigint NOT NULL,
    kind   text COLLATE "C" NOT NULL,
    author text COLLATE "C" NOT NULL,
    emoji  text COLLATE "C" NOT NULL,
    at     bigint NOT NULL,
    state  bigint NOT NULL,
    PRIMARY KEY (person, num)
);
CREATE UNIQUE INDEX feed_message ON feed (person, room, seq);
CREATE INDEX feed_room ON feed (room, seq);
