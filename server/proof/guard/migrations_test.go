package guard

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// migrations are the folders of the schemas' histories.
var migrations = []string{"server/store/sqlite/migrations", "server/store/postgres/migrations"}

// misnumbered says what is wrong with the names of a schema's migrations, which
// are sorted: they begin with 1, 2, 3 and so on, each once.
func misnumbered(names []string) (faults []string) {
	for i, name := range names {
		var number int
		var rest string
		if _, err := fmt.Sscanf(name, "%05d_%s", &number, &rest); err != nil || filepath.Ext(rest) != ".sql" {
			faults = append(faults, name+" is not called 00001_what.sql")
			continue
		}
		if number != i+1 {
			faults = append(faults, fmt.Sprintf("%s comes %d. and is called %d", name, i+1, number))
		}
	}
	return faults
}

// Two branches that each add a migration take the same number, and nothing but
// their order of landing tells which is which.
func TestMigrationsAreNumberedOneByOne(t *testing.T) {
	for _, dir := range migrations {
		entries, err := os.ReadDir(filepath.Join(root, dir))
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, e := range entries {
			names = append(names, e.Name())
		}
		for _, fault := range misnumbered(names) {
			t.Errorf("%s: %s\n\tbecause: a database notes the numbers that it has; with one number twice no server starts, and one that "+
				"was left out and comes later is never applied: rename the file that has not been released", dir, fault)
		}
	}
}

func TestMisnumberedMigrationsAreFound(t *testing.T) {
	for name, c := range map[string]struct {
		names  []string
		faults int
	}{
		"as they must be":   {[]string{"00001_start.sql", "00002_more.sql"}, 0},
		"one number twice":  {[]string{"00001_start.sql", "00002_less.sql", "00002_more.sql"}, 1},
		"one left out":      {[]string{"00001_start.sql", "00003_more.sql"}, 1},
		"without a number":  {[]string{"00001_start.sql", "more.sql"}, 1},
		"something besides": {[]string{"00001_start.sql", "00002_more.sql.orig"}, 1},
	} {
		if got := misnumbered(c.names); len(got) != c.faults {
			t.Errorf("%s: %q", name, got)
		}
	}
}
