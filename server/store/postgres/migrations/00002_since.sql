-- +goose Up

-- since: the first seq that the member may read; 0: all.
ALTER TABLE members ADD COLUMN since bigint NOT NULL DEFAULT 0;

-- history: what newcomers of a private room see of before, 'all' or 'none'.
ALTER TABLE rooms ADD COLUMN history text COLLATE "C" NOT NULL DEFAULT '';
UPDATE rooms SET history = 'none' WHERE kind = 'private';

-- The last time that somebody left a room, or was taken out of it by somebody.
CREATE TABLE departures (
    room   bigint NOT NULL,
    person text COLLATE "C" NOT NULL,
    by     text COLLATE "C" NOT NULL,
    at     bigint NOT NULL,
    PRIMARY KEY (room, person)
);

-- Those of before are in the logs.
INSERT INTO departures (room, person, by, at)
    SELECT DISTINCT ON (e.room, e.extra::json ->> 'user') e.room, e.extra::json ->> 'user', e.author, e.at
    FROM rooms r JOIN events e ON e.room = r.num
    WHERE r.kind = 'private' AND e.kind = 'member' AND e.extra::json ->> 'action' IN ('left', 'removed')
        AND e.extra::json ->> 'user' IS NOT NULL
    ORDER BY e.room, e.extra::json ->> 'user', e.seq DESC;
