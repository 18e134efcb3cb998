-- +goose Up

-- What people have begun to write, in a room (thread 0) or in the thread of a message. rev:
-- rises with each change.
CREATE TABLE drafts (
    person   text COLLATE "C" NOT NULL REFERENCES users (id),
    room     text COLLATE "C" NOT NULL,
    thread   bigint NOT NULL,
    rev      bigint NOT NULL,
    at       bigint NOT NULL,
    body     text COLLATE "C" NOT NULL,
    reply_to bigint NOT NULL,
    PRIMARY KEY (person, room, thread)
);
