-- +goose Up

CREATE TABLE settings (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE users (
    id       TEXT PRIMARY KEY,
    handle   TEXT NOT NULL UNIQUE,
    name     TEXT NOT NULL,
    role     TEXT NOT NULL,
    ghost    INTEGER NOT NULL,
    gone     INTEGER NOT NULL,
    email    TEXT UNIQUE,
    password TEXT NOT NULL,
    created  INTEGER NOT NULL
) WITHOUT ROWID;

-- How many people each role has is asked of the few who are no ghosts.
CREATE INDEX users_role ON users (role) WHERE ghost = 0 AND gone = 0;

-- What a person is found by: the handle, and the name from each of its words
-- on, folded.
CREATE TABLE user_words (
    word TEXT NOT NULL,
    user TEXT NOT NULL REFERENCES users (id),
    PRIMARY KEY (word, user)
) WITHOUT ROWID;

CREATE TABLE sessions (
    num            INTEGER PRIMARY KEY,
    id             TEXT NOT NULL UNIQUE,
    user           TEXT NOT NULL REFERENCES users (id),
    device         TEXT NOT NULL,
    created        INTEGER NOT NULL,
    seen           INTEGER NOT NULL,
    ended          INTEGER NOT NULL,
    token          BLOB,
    previous       BLOB,
    previous_until INTEGER NOT NULL,
    expires        INTEGER NOT NULL
);
CREATE INDEX sessions_user ON sessions (user);
CREATE INDEX sessions_expires ON sessions (expires);

-- Every token hash of a session, those used up included.
CREATE TABLE session_tokens (
    hash    BLOB PRIMARY KEY,
    session INTEGER NOT NULL REFERENCES sessions (num) ON DELETE CASCADE,
    at      INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX session_tokens_session ON session_tokens (session);
CREATE INDEX session_tokens_at ON session_tokens (at);

CREATE TABLE invites (
    id      TEXT PRIMARY KEY,
    hash    BLOB NOT NULL UNIQUE,
    by      TEXT NOT NULL REFERENCES users (id),
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    uses    INTEGER NOT NULL,
    used    INTEGER NOT NULL,
    room    TEXT NOT NULL,
    revoked INTEGER NOT NULL
) WITHOUT ROWID;

-- num is the room's short name inside this database. members counts the rows
-- of members. The top is the newest event's seq and is kept nowhere else.
CREATE TABLE rooms (
    num      INTEGER PRIMARY KEY,
    id       TEXT NOT NULL UNIQUE,
    kind     TEXT NOT NULL,
    name     TEXT NOT NULL,
    name_key TEXT NOT NULL,
    topic    TEXT NOT NULL,
    creator  TEXT NOT NULL,
    created  INTEGER NOT NULL,
    epoch    TEXT NOT NULL,
    pair     TEXT UNIQUE,
    members  INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX rooms_public ON rooms (name_key) WHERE kind = 'public';

-- handle and ghost repeat the person's, so that a room's list needs no sort.
CREATE TABLE members (
    room   INTEGER NOT NULL,
    user   TEXT NOT NULL,
    host   INTEGER NOT NULL,
    read   INTEGER NOT NULL,
    at     INTEGER NOT NULL,
    handle TEXT NOT NULL,
    ghost  INTEGER NOT NULL,
    PRIMARY KEY (room, user)
) WITHOUT ROWID;
CREATE INDEX members_user ON members (user, room);
CREATE INDEX members_handle ON members (room, handle);
CREATE INDEX members_real ON members (room, user) WHERE ghost = 0;

-- The rooms' logs. key is rooms.num << 40 | seq: one b-tree by (room, seq)
-- with the speed of a rowid.
CREATE TABLE events (
    key      INTEGER PRIMARY KEY,
    id       TEXT NOT NULL,
    author   TEXT NOT NULL,
    cid      TEXT,
    kind     TEXT NOT NULL,
    at       INTEGER NOT NULL,
    target   INTEGER,
    reply_to INTEGER,
    body     TEXT,
    extra    TEXT
);
-- cid first: it rises with time, so that new entries go to one end.
CREATE UNIQUE INDEX events_cid ON events (cid, author, key >> 40) WHERE cid IS NOT NULL;
CREATE INDEX events_edits ON events (key >> 40, target) WHERE kind = 'edit';

-- Only of messages changed since they were sent.
CREATE TABLE message_state (
    key       INTEGER PRIMARY KEY,
    v         INTEGER NOT NULL,
    edited_at INTEGER NOT NULL DEFAULT 0,
    deleted   INTEGER NOT NULL DEFAULT 0,
    replies   INTEGER NOT NULL DEFAULT 0,
    body      TEXT,
    mentions  TEXT,
    sum       BLOB
);

-- place: the seq at which the emoji came to the message, the same for all who
-- use it.
CREATE TABLE reactions (
    key   INTEGER NOT NULL,
    emoji TEXT NOT NULL,
    user  TEXT NOT NULL,
    place INTEGER NOT NULL,
    seq   INTEGER NOT NULL,
    PRIMARY KEY (key, emoji, user)
) WITHOUT ROWID;

CREATE TABLE mentions (
    user TEXT NOT NULL,
    key  INTEGER NOT NULL,
    PRIMARY KEY (user, key)
) WITHOUT ROWID;

-- slot: 0 for being in the room or having left it, 1 for the read marker.
CREATE TABLE inbox (
    user TEXT NOT NULL,
    useq INTEGER NOT NULL,
    room TEXT NOT NULL,
    slot INTEGER NOT NULL,
    kind TEXT NOT NULL,
    seq  INTEGER NOT NULL,
    PRIMARY KEY (user, useq)
) WITHOUT ROWID;
CREATE UNIQUE INDEX inbox_slot ON inbox (user, room, slot);
