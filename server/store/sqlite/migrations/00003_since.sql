-- +goose Up

-- since: the first seq that the member may read; 0: all.
ALTER TABLE members ADD COLUMN since INTEGER NOT NULL DEFAULT 0;

-- history: what newcomers of a private room see of before, 'all' or 'none'.
ALTER TABLE rooms ADD COLUMN history TEXT NOT NULL DEFAULT '';
UPDATE rooms SET history = 'none' WHERE kind = 'private';

-- The last time that somebody left a room, or was taken out of it by somebody.
CREATE TABLE departures (
    room INTEGER NOT NULL,
    user TEXT NOT NULL,
    by   TEXT NOT NULL,
    at   INTEGER NOT NULL,
    PRIMARY KEY (room, user)
) WITHOUT ROWID;

-- Those of before are in the logs. Where max picks a row, SQLite takes the
-- other columns from it.
INSERT INTO departures (room, user, by, at)
    SELECT room, user, by, at FROM (
        SELECT r.num AS room, json_extract(e.extra, '$.user') AS user, e.author AS by, e.at AS at, max(e.key)
        FROM rooms r CROSS JOIN events e ON e.key BETWEEN r.num << 40 AND (r.num << 40) + 1099511627775
        WHERE r.kind = 'private' AND e.kind = 'member' AND json_extract(e.extra, '$.action') IN ('left', 'removed')
        GROUP BY 1, 2)
    WHERE user IS NOT NULL;
