package sqlite

import (
	"context"
	"fmt"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/checkup"
)

// The names of the findings that are SQLite's own.
const (
	findIntegrity = "integrity"
	findSchema    = "schema"
)

// Check looks for what must not be: damage that SQLite itself finds, and all
// that checkup.Look does. It returns a sentence for each problem, none if all
// is well. It reads the whole database, on a snapshot: the server may go on
// meanwhile.
func (s *Store) Check(ctx context.Context) ([]string, error) {
	var problems []string
	err := s.View(store.Within(ctx, -1), func(t store.Tx) error {
		report, err := source{t.(*nouns).tx.conn}.examine(ctx, `PRAGMA quick_check`, nil)
		if err == nil {
			problems = report.Problems()
		}
		return err
	})
	return problems, err
}

// Examine is Check of a ReadOnly, and more thorough: it also holds every index
// against its table. The findings of SQLite come before those of checkup.Look.
// progress, unless nil, is told how much of it is done.
func (s *ReadOnly) Examine(ctx context.Context, progress func(done, all int64)) (*checkup.Report, error) {
	return s.examine(ctx, `PRAGMA integrity_check`, progress)
}

func (s source) examine(ctx context.Context, integrity string, progress func(done, all int64)) (*checkup.Report, error) {
	own := []checkup.Finding{
		{Name: findIntegrity, What: "the database file is whole, and its indexes agree with its tables"},
		{Name: findSchema, What: "the tables and indexes are those of this version"},
	}
	if err := s.conn.each(func(r row) {
		if line := r.Text(0); line != "ok" {
			own[0].Add("SQLite: %s", line)
		}
	}, integrity); err != nil {
		if s.conn.damaged == nil {
			return nil, err
		}
		own[0].Add("SQLite: %v", err)
		return &checkup.Report{Findings: own}, nil
	}
	if err := s.conn.each(func(r row) {
		own[0].Add("a row of %v refers to %v, which is not there", r[0], r[2])
	}, `PRAGMA foreign_key_check`); err != nil {
		return nil, err
	}
	wrong, err := s.conn.schemaProblems(ctx)
	if err != nil {
		return nil, err
	}
	for _, p := range wrong {
		own[1].Add("%s", p)
	}
	report, err := checkup.Look(ctx, s, progress)
	report.Findings = append(own, report.Findings...)
	if err != nil && ctx.Err() == nil && len(report.Problems()) > 0 {
		// Damage that was told already is in the way of reading on.
		report.Findings[0].Add("not everything could be read: %v", err)
		err = nil
	}
	if err != nil {
		return nil, fmt.Errorf("sqlite: %w", err)
	}
	return report, nil
}
