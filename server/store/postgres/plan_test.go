package postgres

import (
	"context"
	"strings"
	"testing"

	"github.com/confab/confab/shared/wire"
)

// TestAPageOfMembersIsWalkedByIndexes asks how a page of those is read whom a
// query means, of few and of many: each step by an index of both columns, to
// the handle where the other list stands.
func TestAPageOfMembersIsWalkedByIndexes(t *testing.T) {
	s := open(t, Options{})
	for _, sql := range []string{meetAll, meetReal} {
		plan := explain(t, s, sql, "a", "", int64(1), 2000, 100)
		for _, want := range []string{`((prefix = 'a'::text) AND (handle >= hop_1.at))`, `((room = '1'::bigint) AND (handle >= hop_1.at))`,
			`((prefix = 'a'::text) AND (handle > ''::text))`} {
			if !strings.Contains(plan, "Index Cond: "+want) {
				t.Errorf("not by an index where %s:\n%s", want, plan)
			}
		}
		if strings.Contains(plan, "Seq Scan") || strings.Count(plan, "->  Limit") != 3 {
			t.Errorf("carried out as\n%s", plan)
		}
	}
}

// explain carries out sql and returns how.
func explain(t *testing.T, s *Store, sql string, args ...any) string {
	t.Helper()
	var steps []string
	rows, err := s.pool.Query(context.Background(), `EXPLAIN (ANALYZE, COSTS off, TIMING off, SUMMARY off) `+sql, args...)
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		steps = append(steps, row(rows.RawValues()).Text(0))
	}
	if err := rows.Err(); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return strings.Join(steps, "\n")
}

// TestHistoryIsReadFromOnePartition asks how the statements that read a room's
// log are carried out: by an index, in the one partition of the room.
func TestHistoryIsReadFromOnePartition(t *testing.T) {
	s := open(t, Options{Partitions: 8})
	const plain = `SELECT ` + eventColumns + ` FROM events e WHERE e.room = $1 AND `
	for sql, args := range map[string][]any{
		plain + `e.seq > $2 ORDER BY e.seq LIMIT 300`:                                              {int64(7), int64(1)},
		plain + `e.seq < $2 AND ` + ofRoom + ` ORDER BY e.seq DESC LIMIT 51`:                       {int64(7), int64(9)},
		plain + `e.seq < $2 AND e.kind = 'message' AND e.thread = $3 ORDER BY e.seq DESC LIMIT 51`: {int64(7), int64(9), int64(3)},
		plain + `e.cid = $2 AND e.author = $3`:                                                     {int64(7), "c", "a"},
		`UPDATE events SET body = NULL WHERE room = $1 AND target = $2 AND kind = 'edit'`:          {int64(7), int64(1)},
		joinedOf: {"ada", wire.MentionAll},
	} {
		plan, ran := explain(t, s, sql, args...), 0
		for step := range strings.Lines(plan) {
			if strings.Contains(step, " on events_") && !strings.Contains(step, "never executed") && !strings.Contains(step, "Update on") {
				ran++
			}
		}
		if strings.Contains(plan, "Seq Scan") || ran > 1 {
			t.Errorf("%s\n is carried out as\n%s", sql, plan)
		}
	}
}
