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

// backingUp is the command backup, which writes a server's data into one file.
type backingUp struct {
	data
	database        // accepted only to say that PostgreSQL is not backed up here
	Files    string `name:"files" env:"CONFAB_FILES" placeholder:"PLACE" help:"Where the files that people send are. Only those in --data are in the backup."`
	File     string `arg:"" help:"File to write, which must not exist yet, or - for standard output."`
}

// errElsewhere refuses a backup of a server that uses PostgreSQL. Its data
// directory holds old data or none, and such a backup would turn out useless only
// when it is needed.
var errElsewhere = errors.New("the data is in PostgreSQL (--postgres, $CONFAB_POSTGRES): back up that database, with pg_dump for instance")

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
	if c.Files != "" && filepath.Clean(c.Files) != filepath.Join(c.Data, "files") {
		const elsewhere = "The files that people sent are in %s and not in this backup: back them up as well, after this\n"
		p.print(p.Err, fmt.Sprintf(elsewhere, c.Files))
	}
	p.print(p.Out, fmt.Sprintf("%s: %.1f MB, %.1f s. Keep it as secret as the server itself\n", c.File, float64(size)/1e6,
		time.Since(began).Seconds()))
	return nil
}

// write writes the file and returns its size. The file appears whole or not at
// all.
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

// name gives the finished file its name. A link, unlike a rename, never replaces
// a file that appeared meanwhile. Some file systems of USB sticks and network
// shares have no links.
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
		return fmt.Errorf("%s already exists and was not changed", c.File)
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("there is no server data in %s, or the directory of %s does not exist", c.Data, c.File)
	}
	return explain(c.Data, err)
}

// restoring is the command restore, which sets up a server from a backup.
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
		return fmt.Errorf("%s already holds a server's data and was not changed; name another directory with --data", c.Data)
	case errors.Is(err, backup.ErrDamaged):
		return fmt.Errorf("%s cannot be restored: %w", c.File, err)
	case err != nil:
		return explain(c.Data, err)
	}
	const done = "%s now holds the server as it was at %s. Start it with confab serve --data %s. Everybody has to sign in again\n"
	p.print(p.Out, fmt.Sprintf(done, c.Data, m.Began.Format(time.RFC3339), c.Data))
	return nil
}
