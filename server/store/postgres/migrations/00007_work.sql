-- +goose Up

-- How far each follower has come in each room's log (package follow): up to
-- seq it is done. tries and due are of what comes next, if that has failed.
-- Room on the page lets a cursor be moved without a new entry in the index.
CREATE TABLE cursors (
    follower text COLLATE "C" NOT NULL,
    room     text COLLATE "C" NOT NULL,
    seq      bigint NOT NULL,
    tries    bigint NOT NULL,
    due      bigint NOT NULL,
    PRIMARY KEY (follower, room)
) WITH (fillfactor = 60);

-- The events that followers gave up.
CREATE TABLE dead_events (
    follower text COLLATE "C" NOT NULL,
    room     text COLLATE "C" NOT NULL,
    seq      bigint NOT NULL,
    at       bigint NOT NULL,
    error    text COLLATE "C" NOT NULL,
    PRIMARY KEY (follower, room, seq)
);

-- What is due at a time (package jobs). until: how long holder has it in hand.
-- died: when it was given up; 0: it was not.
CREATE TABLE jobs (
    key     text COLLATE "C" PRIMARY KEY,
    kind    text COLLATE "C" NOT NULL,
    payload text COLLATE "C" NOT NULL,
    due     bigint NOT NULL,
    tries   bigint NOT NULL,
    holder  text COLLATE "C" NOT NULL,
    until   bigint NOT NULL,
    error   text COLLATE "C" NOT NULL,
    died    bigint NOT NULL
);
CREATE INDEX jobs_due ON jobs (due, key) WHERE died = 0;
CREATE INDEX jobs_died ON jobs (died, key) WHERE died > 0;

-- The messages of each day, counted by a follower. day: since 1970, in UTC.
CREATE TABLE activity (
    day      bigint NOT NULL,
    room     text COLLATE "C" NOT NULL,
    person   text COLLATE "C" NOT NULL,
    messages bigint NOT NULL,
    PRIMARY KEY (day, room, person)
) WITH (fillfactor = 60);

-- Invites that ended long ago are removed.
CREATE INDEX invites_expires ON invites (expires, id);
