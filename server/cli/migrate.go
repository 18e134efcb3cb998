package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/confab/confab/server/migrate"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/postgres"
	"github.com/confab/confab/server/store/sqlite"
)

// migrating is the command migrate, which moves a server's data to PostgreSQL.
type migrating struct {
	From       string `name:"from" required:"" placeholder:"DIR" help:"Data directory of the stopped server, also as sqlite:DIR. It is not changed."`
	To         string `name:"to" required:"" xor:"to" env:"CONFAB_POSTGRES" placeholder:"URL" help:"PostgreSQL database to move it to, such as postgres://confab:secret@db.example.org/confab. It must be empty, or hold the data of an interrupted run."`
	ToFile     string `name:"to-file" required:"" xor:"to" env:"CONFAB_POSTGRES_FILE" placeholder:"FILE" help:"File that holds the address for --to, so that its password does not appear in the list of processes."`
	Partitions int    `name:"postgres-partitions" env:"CONFAB_POSTGRES_PARTITIONS" default:"0" placeholder:"N" help:"Number of partitions for the event tables. Cannot be changed later. 0 means 16."`
}

// Run implements the command.
func (c *migrating) Run(ctx context.Context, p Program) error {
	dir := strings.TrimPrefix(c.From, "sqlite:")
	to, err := secretOf("to-file", c.To, c.ToFile)
	if err != nil {
		return err
	}
	began := time.Now()
	bar := &counting{program: p}
	r, err := migrate.Run(ctx, dir, to, migrate.Options{Partitions: c.Partitions,
		Progress: func(s migrate.Step, done, all int64) { bar.set(string(s), done, all) }})
	bar.clear()
	if err != nil {
		return c.explain(dir, err)
	}
	if r.Already {
		p.print(p.Out, fmt.Sprintf("Nothing to do: %s was moved before, with %d messages\n", dir, r.Messages))
		return nil
	}
	keys := "nobody is signed out"
	if !r.Keys {
		keys = "there were no signing keys to move"
	}
	resumed := ""
	if r.Resumed {
		resumed = ", continuing an earlier run"
	}
	p.print(p.Out, fmt.Sprintf(`Moved %d messages in %d rooms, %d rows in all, in %.1f s%s.
All of it was read back from PostgreSQL and is identical (checksum %.16s); %s.
Start servers with confab serve --postgres-file FILE, or the address in $CONFAB_POSTGRES. %s was not changed: keep it until you have a backup of the new database.
Files that people sent stay where they are: if that is %s, start servers with --files and that directory, or a copy that all of them reach.
`, r.Messages, r.Rooms, r.Rows, time.Since(began).Seconds(), resumed, r.Sum, keys, dir, filepath.Join(dir, "files")))
	return nil
}

// explain says in a sentence why the data was not moved.
func (c *migrating) explain(dir string, err error) error {
	switch {
	case errors.Is(err, context.Canceled):
		return err
	case errors.Is(err, postgres.ErrConnect), errors.Is(err, postgres.ErrUnfit):
		return unseen{err}
	case errors.Is(err, migrate.ErrRunning):
		return fmt.Errorf("nothing was moved: a server runs on %s; stop it first", dir)
	case errors.Is(err, migrate.ErrNothing), errors.Is(err, migrate.ErrIll), errors.Is(err, migrate.ErrOther),
		errors.Is(err, migrate.ErrGrown), errors.Is(err, postgres.ErrOccupied):
		return fmt.Errorf("nothing was moved: %w", err)
	case errors.Is(err, sqlite.ErrOlder):
		return fmt.Errorf("nothing was moved: an older version wrote the data in %s; start this one on it once", dir)
	case errors.Is(err, store.ErrInUse):
		return fmt.Errorf("nothing was moved: the database is in use: %w", err)
	case errors.Is(err, store.ErrSchemaNewer):
		return fmt.Errorf("nothing was moved: one of the two was written by a newer version of Confab: %w", err)
	case errors.Is(err, migrate.ErrDiffers):
		return fmt.Errorf("%w; run the command again to start over", err)
	}
	return fmt.Errorf("the move is not complete; run the command again to continue: %w", err)
}
