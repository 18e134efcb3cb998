-- +goose Up

-- How far each follower has come in each room's log (package follow): up to
-- seq it is done. tries and due are of what comes next, if that has failed.
CREATE TABLE cursors (
    follower TEXT NOT NULL,
    room     TEXT NOT NULL,
    seq      INTEGER NOT NULL,
    tries    INTEGER NOT NULL,
    due      INTEGER NOT NULL,
    PRIMARY KEY (follower, room)
) WITHOUT ROWID;

-- The events that followers gave up.
CREATE TABLE dead_events (
    follower TEXT NOT NULL,
    room     TEXT NOT NULL,
    seq      INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    error    TEXT NOT NULL,
    PRIMARY KEY (follower, room, seq)
) WITHOUT ROWID;

-- What is due at a time (package jobs). until: how long holder has it in hand.
-- died: when it was given up; 0: it was not.
CREATE TABLE jobs (
    key     TEXT PRIMARY KEY,
    kind    TEXT NOT NULL,
    payload TEXT NOT NULL,
    due     INTEGER NOT NULL,
    tries   INTEGER NOT NULL,
    holder  TEXT NOT NULL,
    until   INTEGER NOT NULL,
    error   TEXT NOT NULL,
    died    INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX jobs_due ON jobs (due, key) WHERE died = 0;
CREATE INDEX jobs_died ON jobs (died, key) WHERE died > 0;

-- The messages of each day, counted by a follower. day: since 1970, in UTC.
CREATE TABLE activity (
    day      INTEGER NOT NULL,
    room     TEXT NOT NULL,
    person   TEXT NOT NULL,
    messages INTEGER NOT NULL,
    PRIMARY KEY (day, room, person)
) WITHOUT ROWID;

-- Invites that ended long ago are removed.
CREATE INDEX invites_expires ON invites (expires, id);
