package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"

	"github.com/pressly/goose/v3"

	"github.com/confab/confab/server/store"
)

// The schema's history: append-only numbered files, forward only, one
// transaction each.
//
//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the database at path to this program's schema. A database of
// a newer one is refused with store.ErrSchemaNewer before anything is written.
func migrate(ctx context.Context, path string) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	db, err := sql.Open("sqlite", dsn(path, url.Values{
		"_txlock": {"immediate"}, "_journal_mode": {"WAL"}, "_synchronous": {"FULL"}, "_busy_timeout": {"5000"},
	}))
	if err != nil {
		return err
	}
	defer db.Close()
	p, err := goose.NewProvider(goose.DialectSQLite3, db, files)
	if err != nil {
		return fmt.Errorf("sqlite: migrations: %w", err)
	}
	sources := p.ListSources()
	have, err := version(ctx, path)
	if err != nil {
		return err
	}
	newest := sources[len(sources)-1].Version
	switch {
	case have > newest:
		return fmt.Errorf("%w (its schema is %d, this program's %d)", store.ErrSchemaNewer, have, newest)
	case have == newest:
		return nil
	}
	if 0 < have && have < accents {
		if _, err := p.UpTo(ctx, accents-1); err != nil {
			return fmt.Errorf("sqlite: migrate: %w", err)
		}
		if err := listAnew(ctx, db); err != nil {
			return err
		}
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("sqlite: migrate: %w", err)
	}
	return nil
}

// version reads the schema's number without writing anything; 0: no database
// there.
func version(ctx context.Context, path string) (_ int64, err error) {
	if info, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0 {
		return 0, nil
	}
	q := url.Values{"mode": {"ro"}, "_busy_timeout": {"5000"}}
	if _, err := os.Stat(path + "-wal"); errors.Is(err, fs.ErrNotExist) {
		q.Set("immutable", "1") // without it even a reader leaves files behind
	}
	c, err := dial(ctx, path, q)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, c.close()) }()
	return c.version()
}
