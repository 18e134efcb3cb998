package files

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/confab/confab/server/durable"
)

// Put implements Store. A blob that is there is written again: that mends one that
// the disk has spoilt, and makes its time new.
func (l *Local) Put(ctx context.Context, name string, size int64, content io.Reader) error {
	from, err := check(ctx, name, size, content)
	if err != nil {
		return err
	}
	release, err := l.claim(size)
	if err != nil {
		return err
	}
	defer release()
	arrived, err := l.write(from)
	if err != nil {
		return err
	}
	path := l.path(name)
	if err := os.Rename(arrived, path); err != nil {
		return full(errors.Join(fmt.Errorf("files: name a blob: %w", err), os.Remove(arrived)))
	}
	if err := durable.SyncDir(filepath.Dir(path)); err != nil {
		return full(fmt.Errorf("files: name a blob: %w", err))
	}
	return nil
}

// claim returns ErrFull if the disk has less space than size, what other Puts still
// write, and the reserve. Release is called when size is written.
func (l *Local) claim(size int64) (release func(), err error) {
	if l.reserve < 0 {
		return func() {}, nil
	}
	free, err := l.free(l.dir)
	if err != nil {
		return nil, fmt.Errorf("files: ask for the free space: %w", err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if free < uint64(l.reserve)+uint64(l.pending)+uint64(size) {
		return nil, fmt.Errorf("%w: %d bytes are free, and %d are kept for messages", ErrFull, free, l.reserve)
	}
	l.pending += size
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.pending -= size
	}, nil
}

// write writes a file that lasts, and returns where. It leaves nothing if it fails.
func (l *Local) write(from *checked) (path string, err error) {
	f, err := os.CreateTemp(filepath.Join(l.dir, arriving), "*")
	if err != nil {
		return "", full(fmt.Errorf("files: write a blob: %w", err))
	}
	_, err = io.Copy(f, from)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		return f.Name(), nil
	}
	if failed := from.failed(); failed != nil {
		err = failed
	} else {
		err = full(fmt.Errorf("files: write a blob: %w", err))
	}
	return "", errors.Join(err, os.Remove(f.Name()))
}

// full returns an ErrFull if err is a disk's, or a person's on it, that is full.
func full(err error) error {
	if durable.IsFull(err) {
		return fmt.Errorf("%w: %w", ErrFull, err)
	}
	return err
}
