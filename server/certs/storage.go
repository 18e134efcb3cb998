package certs

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"sync"
	"time"

	"github.com/caddyserver/certmagic"

	"github.com/confab/confab/server/sparse"
)

// Shelf keeps named values for all nodes of a cluster, and leases.
type Shelf interface {
	// Load returns the value called name, and when it was put there; an error
	// that is fs.ErrNotExist if there is none.
	Load(ctx context.Context, name string) (value []byte, at time.Time, err error)
	// Keep puts value under name, in place of what was there.
	Keep(ctx context.Context, name string, value []byte) error
	// Drop takes away what is called name and all that lies below it, name/...
	Drop(ctx context.Context, name string) error
	// Names returns the names of all that lies below name, name/..., in order.
	Names(ctx context.Context, name string) ([]string, error)
	// Lease gives the lease called name to holder for a time, or more time if
	// holder has it. It reports whether holder has it now: nobody else can until
	// the time is over.
	Lease(ctx context.Context, name, holder string, lasts time.Duration) (bool, error)
	// Release gives back a lease if holder has it.
	Release(ctx context.Context, name, holder string) error
}

// How long a lease lasts that is not renewed, which is how long a node that
// died holds the others up, how often it is renewed, and how often a node that
// waits for it looks.
const (
	leaseLasts  = 30 * time.Second
	leaseRenews = 10 * time.Second
	leaseLooks  = time.Second
)

// shared is what certmagic keeps, in a Shelf.
type shared struct {
	shelf  Shelf
	holder string
	faults *sparse.Log

	mu   sync.Mutex
	held map[string]func() // ends the renewing of each lease held
}

// Shared returns storage on shelf for the node called holder, a name no other
// node has. Panics of its goroutines are counted by faults; nil: they are not
// survived.
func Shared(shelf Shelf, holder string, faults *sparse.Log) certmagic.Storage {
	return &shared{shelf: shelf, holder: holder, faults: faults, held: map[string]func(){}}
}

// Store implements certmagic.Storage.
func (s *shared) Store(ctx context.Context, key string, value []byte) error {
	return s.shelf.Keep(ctx, key, value)
}

// Load implements certmagic.Storage.
func (s *shared) Load(ctx context.Context, key string) ([]byte, error) {
	value, _, err := s.shelf.Load(ctx, key)
	return value, err
}

// Delete implements certmagic.Storage.
func (s *shared) Delete(ctx context.Context, key string) error { return s.shelf.Drop(ctx, key) }

// Exists implements certmagic.Storage.
func (s *shared) Exists(ctx context.Context, key string) bool {
	_, err := s.Stat(ctx, key)
	return err == nil
}

// List implements certmagic.Storage.
func (s *shared) List(ctx context.Context, dir string, recursive bool) ([]string, error) {
	names, err := s.shelf.Names(ctx, dir)
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("%s: %w", dir, fs.ErrNotExist)
	}
	if recursive {
		return names, nil
	}
	var here []string
	for _, name := range names { // in order, so that what is below one directory is together
		first, _, _ := strings.Cut(strings.TrimPrefix(name, dir+"/"), "/")
		if at := path.Join(dir, first); len(here) == 0 || here[len(here)-1] != at {
			here = append(here, at)
		}
	}
	return here, nil
}

// Stat implements certmagic.Storage.
func (s *shared) Stat(ctx context.Context, key string) (certmagic.KeyInfo, error) {
	value, at, err := s.shelf.Load(ctx, key)
	if err == nil {
		return certmagic.KeyInfo{Key: key, Modified: at, Size: int64(len(value)), IsTerminal: true}, nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return certmagic.KeyInfo{}, err
	}
	below, failed := s.shelf.Names(ctx, key)
	if failed != nil {
		return certmagic.KeyInfo{}, failed
	}
	if len(below) == 0 {
		return certmagic.KeyInfo{}, err
	}
	return certmagic.KeyInfo{Key: key}, nil
}

// Lock implements certmagic.Locker. It waits as long as ctx lets it.
func (s *shared) Lock(ctx context.Context, name string) error {
	for {
		ours, err := s.TryLock(ctx, name)
		if err != nil || ours {
			return err
		}
		if err := pause(ctx, leaseLooks); err != nil {
			return err
		}
	}
}

// TryLock implements certmagic.TryLocker.
func (s *shared) TryLock(ctx context.Context, name string) (bool, error) {
	s.mu.Lock()
	_, mine := s.held[name]
	s.mu.Unlock()
	if mine { // a lease is the node's, a lock is one caller's
		return false, nil
	}
	ours, err := s.shelf.Lease(ctx, name, s.holder, leaseLasts)
	if err != nil || !ours {
		return false, err
	}
	renewing, end := context.WithCancel(context.WithoutCancel(ctx))
	var renewal sync.WaitGroup
	renewal.Go(func() { s.renew(renewing, name) })
	s.mu.Lock()
	defer s.mu.Unlock()
	s.held[name] = func() {
		end()
		renewal.Wait()
	}
	return true, nil
}

// renew renews a lease until ctx ends. One that was lost is not the end of the
// world: two nodes may ask for a certificate then, and both get one.
func (s *shared) renew(ctx context.Context, name string) {
	defer s.faults.Survive("renewing a lease", nil) // it is lost
	for pause(ctx, leaseRenews) == nil {
		_, _ = s.shelf.Lease(ctx, name, s.holder, leaseLasts) // the next time may succeed
	}
}

// Unlock implements certmagic.Locker. It gives the lease back even if what it
// was for was given up.
func (s *shared) Unlock(ctx context.Context, name string) error {
	s.mu.Lock()
	end := s.held[name]
	delete(s.held, name)
	s.mu.Unlock()
	if end == nil {
		return fmt.Errorf("certs: %s is not locked", name)
	}
	end()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), leaseRenews)
	defer cancel()
	return s.shelf.Release(ctx, name, s.holder)
}

// Dir is where in a data directory certificates are kept that a server gets by
// itself.
const Dir = "certificates"

// files is what certmagic keeps, in a directory that is one process's alone, so
// that its locks need not outlive the process.
type files struct {
	certmagic.FileStorage

	mu    sync.Mutex
	locks map[string]chan struct{} // each holds one while it is locked
}

// Files returns storage in dir, which is made, with mode 0700, when there is
// something to keep; files have mode 0600. No other process may use dir.
func Files(dir string) certmagic.Storage {
	return &files{FileStorage: certmagic.FileStorage{Path: dir}, locks: map[string]chan struct{}{}}
}

func (f *files) lock(name string) chan struct{} {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.locks[name] == nil {
		f.locks[name] = make(chan struct{}, 1)
	}
	return f.locks[name]
}

// Lock implements certmagic.Locker.
func (f *files) Lock(ctx context.Context, name string) error {
	select {
	case f.lock(name) <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// TryLock implements certmagic.TryLocker.
func (f *files) TryLock(_ context.Context, name string) (bool, error) {
	select {
	case f.lock(name) <- struct{}{}:
		return true, nil
	default:
		return false, nil
	}
}

// Unlock implements certmagic.Locker.
func (f *files) Unlock(_ context.Context, name string) error {
	select {
	case <-f.lock(name):
		return nil
	default:
		return fmt.Errorf("certs: %s is not locked", name)
	}
}

// Store implements certmagic.Storage. A directory that was there with a wider
// mode is narrowed.
func (f *files) Store(ctx context.Context, key string, value []byte) error {
	if err := f.FileStorage.Store(ctx, key, value); err != nil {
		return err
	}
	return os.Chmod(f.Path, 0o700)
}

// pause waits, or returns ctx's error if that ends before.
func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
