package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/pressly/goose/v3"

	"github.com/confab/confab/server/store"
)

// version reads the schema's number; 0: none.
func (c *conn) version() (int64, error) {
	if _, err := c.one(`SELECT 1 FROM sqlite_schema WHERE name = 'goose_db_version'`); err != nil {
		if errors.Is(err, store.ErrNotFound) {
			return 0, nil
		}
		return 0, fmt.Errorf("sqlite: read the schema: %w", err)
	}
	r, err := c.one(`SELECT max(version_id) FROM goose_db_version WHERE is_applied`)
	if err != nil {
		return 0, fmt.Errorf("sqlite: read the schema's version: %w", err)
	}
	return r.Int(0), nil
}

// newestVersion is the number of the last migration.
func newestVersion() (int64, error) {
	files, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return 0, err
	}
	var newest int64
	for _, f := range files {
		number, _, _ := strings.Cut(path.Base(f), "_")
		n, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			return 0, fmt.Errorf("sqlite: migration %s: %w", f, err)
		}
		newest = max(newest, n)
	}
	return newest, nil
}

// ofOurs selects what migrations make: SQLite's and goose's own tables apart.
const ofOurs = `SELECT type || ' ' || name, sql FROM sqlite_schema
	WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'goose_%'`

// wanted makes the schema anew, in memory, and returns its parts by type and
// name.
func wanted(ctx context.Context) (_ map[string]string, err error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1) // each connection has a memory of its own
	p, err := goose.NewProvider(goose.DialectSQLite3, db, files)
	if err != nil {
		return nil, fmt.Errorf("sqlite: migrations: %w", err)
	}
	if _, err := p.Up(ctx); err != nil {
		return nil, fmt.Errorf("sqlite: migrate: %w", err)
	}
	rows, err := db.QueryContext(ctx, ofOurs)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	parts := make(map[string]string)
	for rows.Next() {
		var name, text string
		if err := rows.Scan(&name, &text); err != nil {
			return nil, err
		}
		parts[name] = text
	}
	return parts, rows.Err()
}

// schemaProblems compares the schema with what the migrations make.
func (c *conn) schemaProblems(ctx context.Context) ([]string, error) {
	want, err := wanted(ctx)
	if err != nil {
		return nil, err
	}
	have := make(map[string]string)
	if err := c.each(func(r row) { have[r.Text(0)] = r.Text(1) }, ofOurs); err != nil {
		return nil, err
	}
	var problems []string
	for _, name := range slices.Sorted(maps.Keys(want)) {
		switch text, there := have[name]; {
		case !there:
			problems = append(problems, "the "+name+" is missing")
		case text != want[name]:
			problems = append(problems, "the "+name+" is not as Confab made it")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(have)) {
		if _, ours := want[name]; !ours {
			problems = append(problems, "there is a "+name+" that Confab did not make")
		}
	}
	return problems, nil
}
