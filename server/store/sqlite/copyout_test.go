package sqlite

import (
	"maps"
	"slices"
	"testing"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/contents"
)

// A column that a migration adds must be read out, too.
func TestEveryColumnIsReadOut(t *testing.T) {
	s := open(t, Options{})
	defer shut(t, s)
	have := make(map[string]int)
	err := s.View(t.Context(), func(tt store.Tx) error {
		return tt.(*nouns).tx.conn.each(func(r row) { have[r.Text(0)] = int(r.Int(1)) }, `SELECT m.name, count(*) FROM sqlite_schema m
			JOIN pragma_table_info(m.name) WHERE m.type = 'table' AND m.name NOT LIKE 'goose_%' AND m.name NOT LIKE 'sqlite_%' GROUP BY 1`)
	})
	if err != nil {
		t.Fatal(err)
	}
	want := make(map[string]int)
	for _, table := range contents.Tables() {
		want[table.Name] = len(table.Columns)
		if table.Columns[1].Name == "seq" {
			want[table.Name]-- // room and seq are one column here
		}
	}
	want[contents.Rooms]-- // the top is kept nowhere
	if !maps.Equal(have, want) {
		t.Errorf("the tables have so many columns:\n%v, and are read out in\n%v", have, want)
	}
	if named := slices.Collect(maps.Keys(readOut)); len(named) != len(want) {
		t.Errorf("%q are read out", named)
	}
}
