package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/checkup"
)

// checks are what is kept here beside what checkup.Look reads: a query for what
// breaks it, and how to say so. Each row of the answer is one problem; its
// columns are put into the sentence.
var checks = []struct{ name, what, sentence, sql string }{
	{name: "tops", what: "every person's top is the newest entry of their inbox",
		sentence: "the top of %s is %d, and the newest entry of their inbox %d", sql: wrongTops},
	{name: "rights", what: "there is one version of the rights",
		sentence: "there are %s versions of the rights (the newest %d, the oldest %d), and there must be one", sql: severalRights},
}

const (
	wrongTops = `SELECT coalesce(t.person, i.person), coalesce(t.top, 0), coalesce(i.useq, 0)
		FROM inbox_tops t
			FULL JOIN (SELECT person, max(useq) AS useq FROM inbox GROUP BY person) i ON i.person = t.person
		WHERE t.top IS DISTINCT FROM i.useq
		ORDER BY 1`
	severalRights = `SELECT count(*)::text, coalesce(max(version), 0), coalesce(min(version), 0)
		FROM rights
		HAVING count(*) <> 1`
)

// Check looks for what must not be, as Examine does, and returns a sentence for
// each problem, none if all is well.
func (s *Store) Check(ctx context.Context) ([]string, error) {
	report, err := s.Examine(ctx, nil)
	if err != nil {
		return nil, err
	}
	return report.Problems(), nil
}

// Examine reads the whole database on a snapshot and returns all that was
// looked for and what was found. The servers may go on meanwhile. progress,
// unless nil, is told how much of it is done.
func (s *Store) Examine(ctx context.Context, progress func(done, all int64)) (*checkup.Report, error) {
	if !s.open.enter() {
		return nil, store.ErrClosed
	}
	defer s.open.leave()
	pooled, err := s.pool.Acquire(ctx)
	if err != nil {
		return nil, errors.Join(store.ErrUnavailable, err)
	}
	defer pooled.Release()
	var report *checkup.Report
	err = snapshot(ctx, pooled.Conn(), func(src source) error {
		if _, err := src.conn.Exec(ctx, `SET LOCAL statement_timeout = 0`); err != nil {
			return fmt.Errorf("postgres: %w", err)
		}
		report, err = src.examine(ctx, progress)
		return err
	})
	return report, err
}

// examine looks at everything in the transaction that s is in.
func (s source) examine(ctx context.Context, progress func(done, all int64)) (*checkup.Report, error) {
	own, err := s.own(ctx)
	if err != nil {
		return nil, err
	}
	report, err := checkup.Look(ctx, s, progress)
	if err != nil {
		return nil, err
	}
	report.Findings = append(own, report.Findings...)
	return report, nil
}

// own looks at what is of this database alone.
func (s source) own(ctx context.Context) ([]checkup.Finding, error) {
	own := make([]checkup.Finding, len(checks))
	for i, k := range checks {
		own[i] = checkup.Finding{Name: k.name, What: k.what}
		rows, err := s.conn.Query(ctx, k.sql)
		if err != nil {
			return nil, fmt.Errorf("postgres: %w", err)
		}
		for rows.Next() {
			r := row(rows.RawValues())
			own[i].Add(k.sentence, r.Text(0), r.Int(1), r.Int(2))
		}
		if rows.Close(); rows.Err() != nil {
			return nil, fmt.Errorf("postgres: %w", rows.Err())
		}
	}
	return own, nil
}
