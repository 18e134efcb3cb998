-- +goose Up

-- What people have the server do at a time: send a message, remind them. The jobs of
-- that have the times too. due: when. room: '' if it is about none. failed: why it could not
-- be done, as JSON.
CREATE TABLE plans (
    person   text COLLATE "C" NOT NULL REFERENCES users (id),
    id       text COLLATE "C" NOT NULL,
    deed     text COLLATE "C" NOT NULL,
    state    text COLLATE "C" NOT NULL,
    due      bigint NOT NULL,
    zone     text COLLATE "C" NOT NULL,
    room     text COLLATE "C" NOT NULL,
    seq      bigint NOT NULL,
    reply_to bigint NOT NULL,
    body     text COLLATE "C" NOT NULL,
    failed   text COLLATE "C" NOT NULL,
    PRIMARY KEY (person, id)
);
