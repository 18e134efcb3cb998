package sqlite

import (
	"slices"
	"testing"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/contents"
)

// A column that a migration adds must be read out, too.
func TestEveryColumnIsReadOut(t *testing.T) {
	s := open(t, Options{})
	defer shut(t, s)
	have := make(map[string][]string)
	err := s.View(t.Context(), func(tt store.Tx) error {
		return tt.(*nouns).tx.conn.each(func(r row) { have[r.Text(0)] = append(have[r.Text(0)], r.Text(1)) },
			`SELECT m.name, c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c
			WHERE m.type = 'table' AND m.name NOT LIKE 'goose_%' AND m.name NOT LIKE 'sqlite_%'`)
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range contents.Tables() {
		want, got := table.Names(), have[table.Name]
		if slices.Contains(packed, table.Name) {
			want = append([]string{"key"}, want[2:]...)
		}
		if table.Name == contents.Rooms { // the top is kept nowhere
			want = slices.DeleteFunc(want, func(name string) bool { return name == "last_seq" })
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s has the columns %q, and is read out as %q", table.Name, got, want)
		}
		delete(have, table.Name)
	}
	for table := range have {
		t.Errorf("nobody reads out %s", table)
	}
}
