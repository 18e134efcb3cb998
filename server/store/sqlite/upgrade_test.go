package sqlite

import (
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pressly/goose/v3"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/form"
)

var rewrite = flag.Bool("update", false, "write testdata/oldest.db.gz anew; only before it was released")

// The oldest database that servers may have, of the first schema, and what was
// put into it.
const (
	oldestFile   = "testdata/oldest.db.gz"
	oldestScript = "testdata/oldest.sql"
)

// oldest puts the oldest database into a directory.
func oldest(t *testing.T, dir string) {
	t.Helper()
	f, err := os.Open(oldestFile)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, fileName), content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// makeOldest makes that database as its servers did: by the first migration.
func makeOldest(t *testing.T, path string) {
	t.Helper()
	db, err := sql.Open("sqlite", dsn(path, nil))
	if err != nil {
		t.Fatal(err)
	}
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		t.Fatal(err)
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, db, files)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.UpTo(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	script, err := os.ReadFile(oldestScript)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), string(script)); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// held is every row of a database as text, by table: of the columns of columns,
// or of all there are.
func held(t *testing.T, path string, columns map[string][]string) (rows, of map[string][]string) {
	t.Helper()
	c, err := dial(t.Context(), path, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := c.close(); err != nil {
			t.Error(err)
		}
	}()
	if columns == nil {
		columns = map[string][]string{}
		if err := c.each(func(r row) { columns[r.Text(0)] = append(columns[r.Text(0)], r.Text(1)) },
			`SELECT m.name, c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c
			WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name NOT LIKE 'goose%'`); err != nil {
			t.Fatal(err)
		}
	}
	rows = map[string][]string{}
	for table, names := range columns {
		if err := c.each(func(r row) { rows[table] = append(rows[table], fmt.Sprintf("%q", r)) },
			`SELECT `+strings.Join(names, ", ")+` FROM `+table); err != nil {
			t.Fatal(err)
		}
		slices.Sort(rows[table])
	}
	return rows, columns
}

// renamed are the columns of the oldest database that have another name now.
var renamed = map[string]string{
	"sessions.user": "person", "members.user": "person", "reactions.user": "person",
	"mentions.user": "person", "inbox.user": "person", "invites.by": "maker", "reactions.seq": "since",
}

// present returns columns under the names that they have now.
func present(columns map[string][]string) map[string][]string {
	now := make(map[string][]string)
	for table, names := range columns {
		for _, name := range names {
			if later, ok := renamed[table+"."+name]; ok {
				name = later
			}
			now[table] = append(now[table], name)
		}
	}
	return now
}

// found returns what the people of a database are found by, and what it should be.
func found(t *testing.T, path string) (got, want []string) {
	t.Helper()
	c, err := dial(t.Context(), path, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := c.close(); err != nil {
			t.Error(err)
		}
	}()
	if err := errors.Join(
		c.each(func(r row) { got = append(got, fmt.Sprint(r)) }, `SELECT handle, prefix, ghost FROM user_prefixes`),
		c.each(func(r row) {
			for _, p := range form.Prefixes(r.Text(0), r.Text(1)) {
				want = append(want, fmt.Sprint(row{r[0], p, r[2]}))
			}
		}, `SELECT handle, name, ghost FROM users WHERE gone = 0`)); err != nil {
		t.Fatal(err)
	}
	slices.Sort(got)
	slices.Sort(want)
	return got, want
}

func TestTheOldestDatabaseIsWhatItsScriptMakes(t *testing.T) {
	path := filepath.Join(t.TempDir(), fileName)
	makeOldest(t, path)
	if *rewrite {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var packed bytes.Buffer
		z := gzip.NewWriter(&packed)
		if _, err := z.Write(content); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(oldestFile, packed.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	dir := t.TempDir()
	oldest(t, dir)
	made, columns := held(t, path, nil)
	kept, same := held(t, filepath.Join(dir, fileName), nil)
	if !maps.EqualFunc(columns, same, slices.Equal) {
		t.Errorf("the first migration was changed: it makes %v, and made %v", columns, same)
	}
	for table, rows := range made {
		if !slices.Equal(rows, kept[table]) {
			t.Errorf("the script makes %q of %s, and made %q", rows, table, kept[table])
		}
	}
	if info, err := os.Stat(oldestFile); err != nil || info.Size() > 100<<10 {
		t.Errorf("%s has %d bytes: a test's file is to be small (%v)", oldestFile, info.Size(), err)
	}
}

// Every value of every row of the oldest database is there after it was opened
// by this program, and what this program makes of it is sound.
func TestAnUpgradeLosesNothing(t *testing.T) {
	dir := t.TempDir()
	oldest(t, dir)
	path := filepath.Join(dir, fileName)
	_, columns := held(t, path, nil)
	delete(columns, "user_words") // what people are found by is made anew
	// Who counts as a member has changed.
	columns["rooms"] = slices.DeleteFunc(columns["rooms"], func(name string) bool { return name == "members" })
	before, _ := held(t, path, columns)
	if len(before["events"]) < 40 || len(before["message_state"]) == 0 || len(before["reactions"]) == 0 || len(before["inbox"]) == 0 {
		t.Fatalf("the oldest database holds too little to prove anything: %d events", len(before["events"]))
	}
	s := openAt(t, dir, Options{})
	if found := problems(t, s); len(found) > 0 {
		t.Errorf("after the upgrade: %q", found)
	}
	if err := s.View(context.Background(), func(tx store.Tx) error {
		main, err := tx.Settings().Get(store.SettingMainRoom)
		if err != nil {
			return err
		}
		events, err := tx.Events().After(main, 0, 100)
		if len(events) != 8 {
			t.Errorf("the main room has %d events, want 8", len(events))
		}
		return err
	}); err != nil {
		t.Error(err)
	}
	shut(t, s)
	after, _ := held(t, path, present(columns))
	if got, want := found(t, path); !slices.Equal(got, want) {
		t.Errorf("people are found by %q, want %q", got, want)
	}
	for table, rows := range before {
		if !slices.Equal(rows, after[table]) {
			t.Errorf("%s held\n%s\nand holds\n%s", table, strings.Join(rows, "\n"), strings.Join(after[table], "\n"))
		}
	}
	// The second time there is nothing to do.
	shut(t, openAt(t, dir, Options{}))
}

// People were found by their names with accents alone.
func TestAnUpgradeFindsPeopleWithoutAccents(t *testing.T) {
	dir := t.TempDir()
	oldest(t, dir)
	path := filepath.Join(dir, fileName)
	c, err := dial(t.Context(), path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, sql := range []string{
		`INSERT INTO users (id, handle, name, role, ghost, gone, password, created) VALUES
			('jose-id', 'josé.garcía', 'José García', 'member', 0, 0, '', 1), ('gone-id', 'søren', 'Søren', 'member', 0, 1, '', 1)`,
		`INSERT INTO user_words (word, user) VALUES ('josé.garcía', 'jose-id'), ('josé garcía', 'jose-id'), ('garcía', 'jose-id')`,
	} {
		if _, err := c.exec(sql); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.close(); err != nil {
		t.Fatal(err)
	}
	shut(t, openAt(t, dir, Options{}))
	got, want := found(t, path)
	if !slices.Equal(got, want) || !slices.ContainsFunc(got, func(s string) bool { return strings.Contains(s, " garcia ") }) {
		t.Errorf("people are found by %q, want %q", got, want)
	}
}
