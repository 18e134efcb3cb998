package postgres

import (
	"slices"
	"testing"

	"github.com/confab/confab/server/proof/service"
	"github.com/confab/confab/server/store/contents"
)

// notMoved are the tables that do not come from another database: what follows
// from others, and what is this one's own.
var notMoved = append([]string{"goose_db_version", "leases", "rights", "shelf"}, derived...)

// A column that a migration adds must be read out and copied, too.
func TestEveryColumnIsReadOut(t *testing.T) {
	url := service.SharedPostgres(t).NewDatabase(t)
	s, err := Open(t.Context(), url, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	still, err := OpenReadOnly(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	have := make(map[string][]string)
	rows, err := still.conn.Query(t.Context(), `SELECT c.table_name::text, c.column_name::text FROM information_schema.columns c
		JOIN pg_class k ON k.relname = c.table_name AND NOT k.relispartition WHERE c.table_schema = 'public' ORDER BY c.ordinal_position`)
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		r := row(rows.RawValues())
		have[r.Text(0)] = append(have[r.Text(0)], r.Text(1))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	for _, table := range contents.Tables() {
		got := slices.Sorted(slices.Values(table.Names()))
		if want := slices.Sorted(slices.Values(have[table.Name])); !slices.Equal(got, want) {
			t.Errorf("%s is read out as %q and has %q", table.Name, got, want)
		}
		delete(have, table.Name)
	}
	for table := range have {
		if !slices.Contains(notMoved, table) {
			t.Errorf("nobody reads out %s", table)
		}
	}
	if err := still.Close(); err != nil {
		t.Error(err)
	}
}
