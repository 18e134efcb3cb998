package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/confab/confab/server/durable"
	"github.com/confab/confab/shared/id"
)

// FileName is the database's name in a data directory.
const FileName = fileName

// Hold keeps servers and Open out of dir, which it makes if it is not there,
// until the closer is closed. store.ErrInUse if a server has it already.
func Hold(dir string) (io.Closer, error) {
	if err := durable.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("sqlite: data directory: %w", err)
	}
	held, err := lock(filepath.Join(dir, lockName))
	if err != nil {
		return nil, fmt.Errorf("sqlite: data directory %s: %w", dir, err)
	}
	return held, nil
}

// Snapshot copies the database in dir to the new file at path, on disk when it
// returns: everything that was committed when it began. A server that runs on
// dir goes on meanwhile, its log growing by what it writes. fs.ErrNotExist if
// there is no database, fs.ErrExist if there is something at path.
func Snapshot(ctx context.Context, dir, path string) (err error) {
	from, err := filepath.Abs(filepath.Join(dir, fileName))
	if err != nil {
		return err
	}
	if _, err := os.Stat(from); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600) // SQLite would make it readable for others
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	c, err := dial(ctx, from, url.Values{"mode": {"rw"}, "_busy_timeout": {"5000"}})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.close()) }()
	if _, err := c.exec(`VACUUM INTO ?`, path); err != nil {
		return fmt.Errorf("sqlite: copy: %w", err)
	}
	return f.Sync()
}

// Restore makes a copy that Snapshot wrote the database of a server of its own,
// to be called before that server first opens it. Since the copy was made the
// old server has given out seqs that the new one will give out again, for
// other messages: so every room gets a new epoch and everyone's own log goes
// on at numbers never used before, at which clients start over instead of
// missing something. Everybody is signed out: somebody who was may have been
// for a reason. It fails if the copy is damaged.
func Restore(ctx context.Context, path string, now time.Time) (err error) {
	if path, err = filepath.Abs(path); err != nil {
		return err
	}
	if err := migrate(ctx, path); err != nil {
		return err
	}
	c, err := connect(ctx, path, writing)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.close()) }()
	r, err := c.one(`PRAGMA quick_check(1)`)
	if err != nil {
		return fmt.Errorf("sqlite: check the copy: %w", err)
	}
	if verdict := r.Text(0); verdict != "ok" {
		return fmt.Errorf("sqlite: the copy is damaged: %s", verdict)
	}
	if _, err := c.exec(`BEGIN IMMEDIATE`); err != nil {
		return err
	}
	if err := c.renew(now.UnixMilli()); err != nil {
		return errors.Join(err, c.rollback())
	}
	_, err = c.exec(`COMMIT`)
	return err
}

func (c *conn) rollback() error {
	_, err := c.exec(`ROLLBACK`)
	return err
}

// renew does what Restore promises. at is UTC milliseconds: nobody's own log
// grows by one a millisecond, so that adding it leads beyond what was used.
func (c *conn) renew(at int64) error {
	var rooms []int64
	if err := c.each(func(r row) { rooms = append(rooms, r.Int(0)) }, `SELECT num FROM rooms`); err != nil {
		return err
	}
	for _, num := range rooms {
		if _, err := c.exec(`UPDATE rooms SET epoch = ? WHERE num = ?`, id.New(), num); err != nil {
			return err
		}
	}
	if _, err := c.exec(`UPDATE inbox SET useq = useq + ?`, at); err != nil {
		return err
	}
	_, err := c.exec(`UPDATE sessions SET ended = ? WHERE ended = 0`, at)
	return err
}
