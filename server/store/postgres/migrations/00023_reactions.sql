-- +goose Up

-- On a message an emoji has one form, that of its first use; old messages may have several,
-- and one person with each of them.
DELETE FROM reactions WHERE (room, seq, emoji, person) IN (
    SELECT room, seq, emoji, person FROM (
        SELECT room, seq, emoji, person, row_number() OVER (
            PARTITION BY room, seq, replace(replace(emoji, chr(65038), ''), chr(65039), ''), person ORDER BY place, since) AS n
        FROM reactions) AS twice
    WHERE n > 1);
UPDATE reactions SET emoji = one.form, place = one.first FROM (
    SELECT room, seq, emoji, person,
        first_value(emoji) OVER forms AS form, first_value(place) OVER forms AS first
    FROM reactions
    WINDOW forms AS (
        PARTITION BY room, seq, replace(replace(emoji, chr(65038), ''), chr(65039), '') ORDER BY place, since)) AS one
WHERE one.room = reactions.room AND one.seq = reactions.seq
    AND one.emoji = reactions.emoji AND one.person = reactions.person AND one.form <> reactions.emoji;

-- What a message shows of its reactions, as JSON: how many, and who were the first. The
-- table reactions has all.
ALTER TABLE message_state ADD COLUMN reactions text COLLATE "C";
UPDATE message_state SET reactions = shown.list FROM (
    SELECT room, seq, '{"v":0,"reactions":[' || string_agg(one, ',' ORDER BY place) || ']}' AS list
    FROM (
        SELECT room, seq, place, json_build_object('emoji', emoji, 'count', count(*),
            'users', json_agg(person ORDER BY n) FILTER (WHERE n <= 5))::text AS one
        FROM (
            SELECT room, seq, emoji, person, place, row_number() OVER (PARTITION BY room, seq, emoji ORDER BY since) AS n
            FROM reactions) AS each
        GROUP BY room, seq, emoji, place) AS emojis
    GROUP BY room, seq) AS shown
WHERE shown.room = message_state.room AND shown.seq = message_state.seq;
