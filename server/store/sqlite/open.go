package sqlite

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/confab/confab/server/durable"
	"github.com/confab/confab/server/sparse"
	"github.com/confab/confab/server/store"
)

// The files in the data directory.
const (
	fileName = "confab.db"
	lockName = "confab.lock"
)

// Options are what Open may be told. The zero value is right for a server.
type Options struct {
	// Queue is how many Updates may wait before ErrOverload; 0: 4096.
	Queue int
	// Readers is how many Views may run at once; 0: two a processor, at least 4.
	// Those that find out who somebody is have Urgent connections besides; 0: 2.
	Readers, Urgent int
	// ViewTime is how long a View may take unless its store.Terms say otherwise;
	// 0: store.ViewTime.
	ViewTime time.Duration
	// MaxPages bounds the database to so many pages of 4 KiB; beyond, Updates
	// fail with ErrFull as on a full disk. 0: no bound.
	MaxPages int
	// Log is told when the write-ahead log cannot be kept short, and when it
	// can again; nil: slog.Default.
	Log *slog.Logger
	// Faults counts the panics of the store's goroutines; nil: one that writes to
	// Log.
	Faults *sparse.Log
}

// Store implements store.Store.
type Store struct {
	path  string // of the database
	lock  *os.File
	pool  *pool
	nums  sync.Map // room id -> rooms.num, both for good
	write *writer
	queue chan *update

	viewTime time.Duration
	late     atomic.Int64 // Views that took longer

	checkpointer *checkpointer

	mu     sync.RWMutex // guards closed and the sending end of queue
	closed bool
}

var _ store.Store = (*Store)(nil)

// Open opens the database in the directory dir, making both if they are
// absent. It fails with ErrInUse if another server has the directory open and
// with ErrSchemaNewer if a newer Confab wrote it; nothing is changed then.
func Open(ctx context.Context, dir string, o Options) (_ *Store, err error) {
	if o.Queue == 0 {
		o.Queue = 4096
	}
	if o.Readers == 0 {
		o.Readers = max(4, 2*runtime.GOMAXPROCS(0))
	}
	if o.Urgent == 0 {
		o.Urgent = 2
	}
	if o.ViewTime == 0 {
		o.ViewTime = store.ViewTime
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Faults == nil {
		o.Faults = sparse.New(o.Log)
	}
	if err := durable.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("sqlite: data directory: %w", err)
	}
	held, err := lock(filepath.Join(dir, lockName))
	if err != nil {
		return nil, fmt.Errorf("sqlite: data directory %s: %w", dir, err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, held.Close())
		}
	}()
	path, err := filepath.Abs(filepath.Join(dir, fileName))
	if err != nil {
		return nil, err
	}
	if err := private(path); err != nil {
		return nil, err
	}
	if err := migrate(ctx, path); err != nil {
		return nil, err
	}
	c, err := connect(ctx, path, writing)
	if err != nil {
		return nil, err
	}
	mover, err := connect(ctx, path, checkpointing)
	if err != nil {
		return nil, errors.Join(err, c.close())
	}
	if o.MaxPages > 0 {
		if err := c.limitPages(o.MaxPages); err != nil {
			return nil, errors.Join(err, c.close(), mover.close())
		}
	}
	s := &Store{
		path:         path,
		lock:         held,
		pool:         newPool(o.Readers, o.Urgent, func(ctx context.Context) (*conn, error) { return connect(ctx, path, reading) }),
		queue:        make(chan *update, o.Queue),
		viewTime:     o.ViewTime,
		checkpointer: newCheckpointer(mover, o.Faults),
	}
	s.write = newWriter(s, c, o.Log, o.Faults)
	go s.write.loop()
	go s.checkpointer.loop()
	return s, nil
}

// private makes the file path, if it is not there, for its owner alone:
// SQLite would make it readable for others.
func private(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("sqlite: data directory: %w", err)
	}
	return f.Close()
}

// limitPages bounds the size of the database.
func (c *conn) limitPages(n int) error {
	_, err := c.one(fmt.Sprintf("PRAGMA max_page_count = %d", n))
	return err
}

// OnCommit implements store.Store.
func (s *Store) OnCommit(fn func(store.Commit)) { s.write.listen(fn) }

// Close finishes the Updates that are queued, waits for the Views under way,
// and closes the database. The second Close returns ErrClosed.
func (s *Store) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return store.ErrClosed
	}
	s.closed = true
	close(s.queue)
	s.mu.Unlock()
	<-s.write.done
	moved := s.checkpointer.close()
	if s.write.trimmed != nil || moved != nil {
		// What was in the way, as a full disk, may be gone: that the log is
		// long now is told, not that it once was.
		_, _, moved = s.write.conn.checkpoint("PASSIVE")
	}
	return errors.Join(moved, s.pool.close(), s.write.conn.close(), s.lock.Close())
}
