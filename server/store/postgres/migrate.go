package postgres

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"github.com/confab/confab/server/store"
)

// The schema's history: append-only numbered files, forward only, one
// transaction each.
//
//go:embed migrations/*.sql
var migrations embed.FS

// The keys of the advisory locks: rights guards who may do what, schema the
// migrations. They are taken in the database that is Confab's, where nobody
// else takes locks.
const (
	lockRights = 0x436f6e666162_01
	lockSchema = 0x436f6e666162_02
)

// The number of partitions of a new database, and the most that make sense.
const (
	partitionsDefault = 16
	partitionsMax     = 1024
)

// migrate brings the database to this program's schema. One node does it at a
// time; the others wait for it. A database of a newer program is refused with
// store.ErrSchemaNewer before anything is written.
func migrate(ctx context.Context, config *pgx.ConnConfig, partitions int) (err error) {
	config = config.Copy()
	if partitions == 0 {
		config.RuntimeParams["confab.partitions"] = strconv.Itoa(partitionsDefault)
	} else {
		config.RuntimeParams["confab.partitions"] = strconv.Itoa(partitions)
	}
	for _, bound := range []string{"lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout"} {
		config.RuntimeParams[bound] = "0" // a migration takes as long as it takes
	}
	c, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return cannotConnect(config, err)
	}
	// The lock ends with the connection.
	defer func() { err = errors.Join(err, c.Close(context.WithoutCancel(ctx))) }()
	if have, err := newestKnown(ctx, c); err != nil || have {
		return errors.Join(err, checkPartitions(ctx, c, partitions, err))
	}
	if _, err := c.Exec(ctx, `SELECT pg_advisory_lock($1)`, lockSchema); err != nil {
		return fmt.Errorf("postgres: wait for another node's migration: %w", err)
	}
	if have, err := newestKnown(ctx, c); err != nil || have {
		return errors.Join(err, checkPartitions(ctx, c, partitions, err))
	}
	p, closer, err := provider(config)
	if err != nil {
		return err
	}
	if err = errors.Join(up(ctx, c, p), closer()); err != nil {
		return fmt.Errorf("postgres: migrate: %w", err)
	}
	return checkPartitions(ctx, c, partitions, nil)
}

// up applies the migrations that the database lacks.
func up(ctx context.Context, c *pgx.Conn, p *goose.Provider) error {
	have, err := p.GetDBVersion(ctx)
	if err != nil {
		return err
	}
	if 0 < have && have < accents {
		if _, err := p.UpTo(ctx, accents-1); err != nil {
			return err
		}
		if err := listAnew(ctx, c); err != nil {
			return err
		}
	}
	_, err = p.Up(ctx)
	return err
}

// provider makes goose's, over a connection of its own, and what ends it.
func provider(config *pgx.ConnConfig) (*goose.Provider, func() error, error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, nil, err
	}
	db := stdlib.OpenDB(*config)
	p, err := goose.NewProvider(goose.DialectPostgres, db, files)
	if err != nil {
		return nil, nil, errors.Join(fmt.Errorf("postgres: migrations: %w", err), db.Close())
	}
	return p, db.Close, nil
}

// newestKnown reports whether the database has this program's schema, and fails
// with store.ErrSchemaNewer if it has a newer one. It writes nothing.
func newestKnown(ctx context.Context, c *pgx.Conn) (bool, error) {
	var there bool
	if err := c.QueryRow(ctx, `SELECT to_regclass('goose_db_version') IS NOT NULL`).Scan(&there); err != nil {
		return false, fmt.Errorf("postgres: read the schema: %w", err)
	}
	if !there {
		return false, nil
	}
	var have int64
	if err := c.QueryRow(ctx, `SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied`).Scan(&have); err != nil {
		return false, fmt.Errorf("postgres: read the schema's version: %w", err)
	}
	newest, err := newestVersion()
	if err != nil {
		return false, err
	}
	if have > newest {
		return false, fmt.Errorf("%w (its schema is %d, this program's %d)", store.ErrSchemaNewer, have, newest)
	}
	return have == newest, nil
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
			return 0, fmt.Errorf("postgres: migration %s: %w", f, err)
		}
		newest = max(newest, n)
	}
	return newest, nil
}

// checkPartitions refuses a number of partitions that is not the database's,
// unless it is 0 or another error is known already.
func checkPartitions(ctx context.Context, c *pgx.Conn, want int, known error) error {
	if want == 0 || known != nil {
		return nil
	}
	var have int
	if err := c.QueryRow(ctx, `SELECT count(*) FROM pg_inherits WHERE inhparent = 'events'::regclass`).Scan(&have); err != nil {
		return fmt.Errorf("postgres: count the partitions: %w", err)
	}
	if have != want {
		return fmt.Errorf("%w: it was made with %d, and %d are asked for", ErrPartitions, have, want)
	}
	return nil
}
