package sqlite

import (
	"context"
	"fmt"
	"strings"

	"github.com/confab/confab/server/store"
)

// check is one thing that must hold of a database: a query for what breaks it
// and how to say so. Each row of the answer is one problem; its columns are
// put into the sentence.
type check struct {
	sentence string
	sql      string
}

// checks are what Check looks for, apart from SQLite's own integrity check.
var checks = []check{
	{"room %v has %v events up to seq %v: the log has gaps",
		`SELECT coalesce(r.id, e.num), e.n, e.top FROM (SELECT key >> 40 AS num, count(*) AS n, max(key) & 1099511627775 AS top
			FROM events GROUP BY key >> 40) e LEFT JOIN rooms r ON r.num = e.num WHERE e.n <> e.top`},
	{"%v events belong to room number %v, which is not there",
		`SELECT n, num FROM (SELECT key >> 40 AS num, count(*) AS n FROM events GROUP BY key >> 40) e
			WHERE NOT EXISTS (SELECT 1 FROM rooms r WHERE r.num = e.num)`},
	{"room %v says it has %v members and has %v",
		`SELECT id, members, n FROM (SELECT r.id, r.members, (SELECT count(*) FROM members m WHERE m.room = r.num) AS n FROM rooms r)
			WHERE members <> n`},
	{"%v members are of rooms that are not there",
		`SELECT n FROM (SELECT count(*) AS n FROM members m WHERE NOT EXISTS (SELECT 1 FROM rooms r WHERE r.num = m.room)) WHERE n > 0`},
	{"member %v of room number %v is not a person, or goes by another handle there",
		`SELECT m.user, m.room FROM members m LEFT JOIN users u ON u.id = m.user
			WHERE u.id IS NULL OR u.handle <> m.handle OR u.ghost <> m.ghost`},
	{"%v states belong to no message",
		`SELECT n FROM (SELECT count(*) AS n FROM message_state s WHERE NOT EXISTS
			(SELECT 1 FROM events e WHERE e.key = s.key AND e.kind = 'message')) WHERE n > 0`},
	{"erased message %v of room number %v still has text",
		`SELECT s.key & 1099511627775, s.key >> 40 FROM message_state s JOIN events e ON e.key = s.key
			WHERE s.deleted AND (e.body IS NOT NULL OR s.body IS NOT NULL OR EXISTS (SELECT 1 FROM events d
				WHERE d.key >> 40 = s.key >> 40 AND d.target = s.key & 1099511627775 AND d.kind = 'edit' AND d.body IS NOT NULL))`},
	{"%v reactions are to messages that are not there",
		`SELECT n FROM (SELECT count(*) AS n FROM reactions x WHERE NOT EXISTS
			(SELECT 1 FROM message_state s WHERE s.key = x.key AND NOT s.deleted)) WHERE n > 0`},
	{"%v mentions are in messages that are not there",
		`SELECT n FROM (SELECT count(*) AS n FROM mentions x WHERE NOT EXISTS
			(SELECT 1 FROM events e WHERE e.key = x.key AND e.body IS NOT NULL)) WHERE n > 0`},
	{"the conversation %v has no two people",
		`SELECT id FROM rooms WHERE kind = 'dm' AND (pair IS NULL OR instr(pair, ':') = 0)`},
}

// Check looks for what must not be: gaps in the logs, rows that belong to
// nothing, counts that are wrong, text left of erased messages, and damage
// that SQLite itself finds. It returns a sentence for each problem, none if
// all is well. It reads the whole database, on a snapshot: the server may go
// on meanwhile.
func (s *Store) Check(ctx context.Context) ([]string, error) {
	var problems []string
	err := s.View(ctx, func(t store.Tx) error {
		c := t.(*tx).conn
		if err := c.each(func(r row) {
			if line := r.text(0); line != "ok" {
				problems = append(problems, "SQLite: "+line)
			}
		}, `PRAGMA quick_check`); err != nil {
			return err
		}
		if err := c.each(func(r row) {
			problems = append(problems, fmt.Sprintf("a row of %v refers to %v, which is not there", r[0], r[2]))
		}, `PRAGMA foreign_key_check`); err != nil {
			return err
		}
		for _, k := range checks {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := c.each(func(r row) {
				problems = append(problems, fmt.Sprintf(k.sentence, columns(r, strings.Count(k.sentence, "%v"))...))
			}, k.sql); err != nil {
				return err
			}
		}
		return nil
	})
	return problems, err
}

func columns(r row, n int) []any {
	out := make([]any, n)
	for i := range out {
		out[i] = r[i]
	}
	return out
}
