package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/confab/confab/server/store"
)

// ErrOlder means that the database is of an earlier version, and is brought up
// to this one when a server next opens it.
var ErrOlder = errors.New("sqlite: the database was written by an older version")

// ErrMoved means that a server started and wrote to the database while a ReadOnly
// of it was open that had found no server: discard what was read and retry.
var ErrMoved = errors.New("sqlite: the database was written to meanwhile")

// ReadOnly is the database of a data directory at one moment, to be read only. It
// takes no lock: a server may be running, start, stop and write as it likes.
// Close it soon, for a running server's log grows as long as it is there.
// Not safe for concurrent use.
type ReadOnly struct {
	source
	path   string
	size   int64
	mod    time.Time
	frozen bool // no server had it open, and it is read without a trace
}

// OpenReadOnly opens the database in dir as it is now. fs.ErrNotExist if there is
// none, store.ErrSchemaNewer if a newer version wrote it, ErrOlder if an older
// one did.
func OpenReadOnly(ctx context.Context, dir string) (_ *ReadOnly, err error) {
	path, err := filepath.Abs(filepath.Join(dir, fileName))
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	s := &ReadOnly{path: path, size: info.Size(), mod: info.ModTime()}
	q := url.Values{"mode": {"ro"}, "_query_only": {"1"}, "_busy_timeout": {"5000"},
		"_pragma": {"temp_store(2)", "cache_size(-65536)"}}
	if _, err := os.Stat(path + "-wal"); errors.Is(err, fs.ErrNotExist) {
		s.frozen = true
		q.Set("immutable", "1") // without it even a reader leaves files behind
	}
	c, err := dial(ctx, path, q)
	if err != nil {
		return nil, err
	}
	s.source = source{c}
	if err := s.begin(ctx); err != nil {
		return nil, errors.Join(err, c.close())
	}
	return s, nil
}

// begin takes the snapshot and looks at what it is of.
func (s *ReadOnly) begin(ctx context.Context) error {
	if _, err := s.conn.exec(`BEGIN`); err != nil {
		return err
	}
	have, err := s.conn.version()
	if err != nil {
		return err
	}
	newest, err := newestVersion()
	switch {
	case err != nil:
		return err
	case have == 0:
		return fmt.Errorf("sqlite: %s is no database of Confab", s.path)
	case have > newest:
		return fmt.Errorf("%w (its schema is %d, this program's %d)", store.ErrSchemaNewer, have, newest)
	case have < newest:
		return fmt.Errorf("%w (its schema is %d, this program's %d)", ErrOlder, have, newest)
	}
	return ctx.Err()
}

// Close lets go of the database. ErrMoved says that all that was read is to be
// forgotten.
func (s *ReadOnly) Close() error {
	if err := s.conn.close(); err != nil {
		return err
	}
	if !s.frozen {
		return nil
	}
	info, err := os.Stat(s.path)
	if err != nil {
		return err
	}
	if _, err := os.Stat(s.path + "-wal"); err == nil || info.Size() != s.size || !info.ModTime().Equal(s.mod) {
		return ErrMoved
	}
	return nil
}

// Size is that of the database and of its write-ahead log, in bytes.
func (s *ReadOnly) Size() (database, log int64, err error) {
	info, err := os.Stat(s.path + "-wal")
	switch {
	case err == nil:
		log = info.Size()
	case !errors.Is(err, fs.ErrNotExist):
		return 0, 0, err
	}
	return s.size, log, nil
}
