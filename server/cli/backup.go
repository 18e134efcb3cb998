package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/confab/confab/server/backup"
	"github.com/confab/confab/server/durable"
	"github.com/confab/confab/server/store"
)

// backingUp puts a server's data into one file.
type backingUp struct {
	data
	database        // given, it says that there is nothing here to back up
	File     string `arg:"" help:"The file to write, which must not be there yet, or - for standard output."`
}

// errElsewhere: what is in the directory is old, or nothing. A backup of it
// would be found out when it is needed.
var errElsewhere = errors.New("everything is kept in PostgreSQL (--postgres, $CONFAB_POSTGRES): back that up, with pg_dump for instance")

// Run implements the command.
func (c *backingUp) Run(ctx context.Context, p Program) error {
	if c.Postgres != "" || c.PostgresFile != "" {
		return unseen{errElsewhere}
	}
	if c.File == "-" {
		_, err := backup.Write(ctx, c.Data, p.Out, backup.Options{Version: p.Version})
		return c.explain(err)
	}
	began := time.Now()
	bar := p.bar(0, "backing up")
	defer bar.clear()
	size, err := c.write(ctx, backup.Options{
		Version: p.Version, Temp: filepath.Dir(c.File), Reports: func(done, _ int64) { bar.set(done) },
	})
	if err != nil {
		return c.explain(err)
	}
	bar.clear()
	p.print(p.Out, fmt.Sprintf("%s: %.1f MB, %.1f s. It is as secret as the server itself\n", c.File, float64(size)/1e6,
		time.Since(began).Seconds()))
	return nil
}

// write writes the file, which appears whole or not at all, and returns its
// size.
func (c *backingUp) write(ctx context.Context, o backup.Options) (size int64, err error) {
	if _, err := os.Lstat(c.File); err == nil {
		return 0, fmt.Errorf("%s: %w", c.File, fs.ErrExist)
	}
	temp, err := os.CreateTemp(filepath.Dir(c.File), ".confab-backup-*") // opens with 0600
	if err != nil {
		return 0, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(temp.Name()))
		}
	}()
	_, err = backup.Write(ctx, c.Data, temp, o)
	if err == nil {
		err = temp.Sync()
	}
	info, failed := temp.Stat()
	if err = errors.Join(err, failed, temp.Close()); err != nil {
		return 0, err
	}
	if err = c.name(temp.Name()); err != nil {
		return 0, err
	}
	return info.Size(), durable.SyncDir(filepath.Dir(c.File))
}

// name gives the finished file its name. A link, unlike a rename, never
// replaces what appeared meanwhile; some sticks and shares know none.
func (c *backingUp) name(temp string) error {
	err := os.Link(temp, c.File)
	switch {
	case err == nil:
		return os.Remove(temp)
	case errors.Is(err, fs.ErrExist):
		return err
	}
	if _, there := os.Lstat(c.File); there == nil {
		return fmt.Errorf("%s: %w", c.File, fs.ErrExist)
	}
	return os.Rename(temp, c.File)
}

func (c *backingUp) explain(err error) error {
	switch {
	case errors.Is(err, fs.ErrExist):
		return fmt.Errorf("%s is there already, and is left as it is", c.File)
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("there is no server's data in %s, or no directory for %s", c.Data, c.File)
	}
	return explain(c.Data, err)
}

// restoring makes a server of a backup.
type restoring struct {
	data
	File string `arg:"" help:"The backup, or - for standard input."`
}

// Run implements the command.
func (c *restoring) Run(ctx context.Context, p Program) (err error) {
	in := p.In
	if c.File != "-" {
		f, err := os.Open(c.File)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, f.Close()) }()
		in = f
	}
	m, err := backup.Read(ctx, in, c.Data, time.Now())
	switch {
	case errors.Is(err, backup.ErrOccupied), errors.Is(err, store.ErrInUse):
		return fmt.Errorf("%s holds a server's data already, and is left as it is; name another directory with --data", c.Data)
	case errors.Is(err, backup.ErrDamaged):
		return fmt.Errorf("%s cannot be restored: %w", c.File, err)
	case err != nil:
		return explain(c.Data, err)
	}
	p.print(p.Out, fmt.Sprintf("%s is the server as it was at %s. Start it with confab serve --data %s; everybody signs in again\n",
		c.Data, m.Began.Format(time.RFC3339), c.Data))
	return nil
}
