-- +goose Up

-- On a message an emoji has one form, that of its first use; old messages may have several,
-- and one person with each of them.
DELETE FROM reactions WHERE (key, emoji, person) IN (
    SELECT key, emoji, person FROM (
        SELECT key, emoji, person, row_number() OVER (
            PARTITION BY key, replace(replace(emoji, char(65038), ''), char(65039), ''), person ORDER BY place, since) AS n
        FROM reactions) AS twice
    WHERE n > 1);
UPDATE reactions SET emoji = one.form, place = one.first FROM (
    SELECT key, emoji, person,
        first_value(emoji) OVER forms AS form, first_value(place) OVER forms AS first
    FROM reactions
    WINDOW forms AS (PARTITION BY key, replace(replace(emoji, char(65038), ''), char(65039), '') ORDER BY place, since)) AS one
WHERE one.key = reactions.key AND one.emoji = reactions.emoji AND one.person = reactions.person AND one.form <> reactions.emoji;

-- What a message shows of its reactions, as JSON: how many, and who were the first. The
-- table reactions has all.
ALTER TABLE message_state ADD COLUMN reactions TEXT;
UPDATE message_state SET reactions = shown.list FROM (
    SELECT key, '{"v":0,"reactions":[' || group_concat(one, ',' ORDER BY place) || ']}' AS list
    FROM (
        SELECT key, place, json_object('emoji', emoji, 'count', count(*),
            'users', json_group_array(person ORDER BY n) FILTER (WHERE n <= 5)) AS one
        FROM (
            SELECT key, emoji, person, place, row_number() OVER (PARTITION BY key, emoji ORDER BY since) AS n
            FROM reactions) AS each
        GROUP BY key, emoji, place) AS emojis
    GROUP BY key) AS shown
WHERE shown.key = message_state.key;
