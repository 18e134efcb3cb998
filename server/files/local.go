package files

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"github.com/confab/confab/server/durable"
)

// DefaultReserve is how much of a disk files leave to messages, in bytes: who
// fills it with pictures has not stopped the conversation.
const DefaultReserve = 512 << 20

// The parts of a Local's directory, beside the 256 directories of its blobs,
// which are called by the first two digits of their names.
const (
	arriving = "arriving" // the directory of what is being written
	lockFile = "lock"     // shared by all processes that use the directory
)

// Local is a Store in a directory.
type Local struct {
	dir     string
	reserve int64
	lock    *os.File
	free    func(dir string) (uint64, error)

	mu      sync.Mutex
	pending int64 // bytes that Puts are about to write
}

// OpenLocal opens the directory dir, which is made if it is not there. reserve is the number of
// bytes that Puts leave free on its disk; 0 is DefaultReserve, less than 0 none. What
// processes that were killed left half written is deleted, unless another process
// has the directory open.
func OpenLocal(dir string, reserve int64) (*Local, error) {
	if reserve == 0 {
		reserve = DefaultReserve
	}
	l := &Local{dir: dir, reserve: reserve, free: Free}
	if err := l.prepare(); err != nil {
		return nil, fmt.Errorf("files: open %s: %w", dir, err)
	}
	return l, nil
}

// prepare makes the directories. A blob's is made here, and not with its first blob, so that there
// is no moment at which one Put relies on a directory that another has made and not made durable.
func (l *Local) prepare() error {
	if err := durable.MkdirAll(filepath.Join(l.dir, arriving), 0o700); err != nil {
		return err
	}
	for i := range 256 {
		err := os.Mkdir(filepath.Join(l.dir, fmt.Sprintf("%02x", i)), 0o700)
		if err != nil && !errors.Is(err, fs.ErrExist) {
			return full(err)
		}
	}
	if err := durable.SyncDir(l.dir); err != nil {
		return full(err)
	}
	lock, err := share(filepath.Join(l.dir, lockFile), l.sweep)
	l.lock = lock
	return err
}

// sweep deletes what was left half written.
func (l *Local) sweep() error {
	entries, err := os.ReadDir(filepath.Join(l.dir, arriving))
	for _, entry := range entries {
		err = errors.Join(err, os.Remove(filepath.Join(l.dir, arriving, entry.Name())))
	}
	return err
}

// Close implements Store.
func (l *Local) Close() error { return l.lock.Close() }

// path returns where a blob is.
func (l *Local) path(name string) string { return filepath.Join(l.dir, name[:2], name) }

// Open implements Store.
func (l *Local) Open(ctx context.Context, name string, offset, length int64) (io.ReadCloser, error) {
	if !IsName(name) {
		return nil, ErrName
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	f, err := os.Open(l.path(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("files: open a blob: %w", err)
	}
	if _, err := f.Seek(max(0, offset), io.SeekStart); err != nil {
		return nil, errors.Join(fmt.Errorf("files: open a blob: %w", err), f.Close())
	}
	if length < 0 {
		return f, nil
	}
	return &part{io.LimitedReader{R: f, N: length}, f}, nil
}

// part is a part of a file.
type part struct {
	io.LimitedReader
	io.Closer
}

// WriteTo implements io.WriterTo. It shows what is read to a connection, which has
// the kernel send it.
func (p *part) WriteTo(w io.Writer) (int64, error) { return io.Copy(w, &p.LimitedReader) }

// Delete implements Store.
func (l *Local) Delete(ctx context.Context, name string) error {
	if !IsName(name) {
		return ErrName
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	path := l.path(name)
	err := os.Remove(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = durable.SyncDir(filepath.Dir(path))
	}
	if err != nil {
		return fmt.Errorf("files: delete a blob: %w", err)
	}
	return nil
}

// Walk implements Store. What is no blob is passed over.
func (l *Local) Walk(ctx context.Context, each func(Blob) error) error {
	for i := range 256 {
		entries, err := os.ReadDir(filepath.Join(l.dir, fmt.Sprintf("%02x", i)))
		if err != nil {
			return fmt.Errorf("files: list blobs: %w", err)
		}
		for _, entry := range entries {
			if err := ctx.Err(); err != nil {
				return err
			}
			info, err := entry.Info()
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			if err != nil {
				return fmt.Errorf("files: list blobs: %w", err)
			}
			if !IsName(entry.Name()) || !info.Mode().IsRegular() {
				continue
			}
			if err := each(Blob{Name: entry.Name(), Size: info.Size(), At: info.ModTime()}); err != nil {
				return err
			}
		}
	}
	return ctx.Err()
}
