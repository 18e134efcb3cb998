-- +goose Up

-- Who is banned stays a member and is not counted as one.
UPDATE rooms
SET members = (
	SELECT count(*)
	FROM members m
		JOIN users u ON u.id = m.person
	WHERE m.room = rooms.num
		AND NOT u.gone)
WHERE num IN (
	SELECT m.room
	FROM members m
		JOIN users u ON u.id = m.person
	WHERE u.gone);
