package certs

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/caddyserver/certmagic"
)

// shelf is a Shelf in memory.
type shelf struct {
	mu     sync.Mutex
	values map[string][]byte
	leases map[string]lease
	full   bool
}

type lease struct {
	holder string
	until  time.Time
}

func newShelf() *shelf { return &shelf{values: map[string][]byte{}, leases: map[string]lease{}} }

func (s *shelf) set(fn func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	fn()
}

func (s *shelf) Load(_ context.Context, name string) ([]byte, time.Time, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v, ok := s.values[name]
	if !ok {
		return nil, time.Time{}, fs.ErrNotExist
	}
	return v, time.Now(), nil
}

func (s *shelf) Keep(_ context.Context, name string, value []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.full {
		return errors.New("full")
	}
	s.values[name] = value
	return nil
}

func (s *shelf) Drop(_ context.Context, name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	maps.DeleteFunc(s.values, func(k string, _ []byte) bool { return k == name || strings.HasPrefix(k, name+"/") })
	return nil
}

func (s *shelf) Names(_ context.Context, name string) (names []string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for k := range s.values {
		if strings.HasPrefix(k, name+"/") {
			names = append(names, k)
		}
	}
	slices.Sort(names)
	return names, nil
}

func (s *shelf) Lease(_ context.Context, name, holder string, lasts time.Duration) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if l, ok := s.leases[name]; ok && l.holder != holder && time.Now().Before(l.until) {
		return false, nil
	}
	s.leases[name] = lease{holder, time.Now().Add(lasts)}
	return true, nil
}

func (s *shelf) Release(_ context.Context, name, holder string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.leases[name].holder == holder {
		delete(s.leases, name)
	}
	return nil
}

// What certmagic expects of a storage, of both of ours.
func TestStorages(t *testing.T) {
	for kind, s := range map[string]certmagic.Storage{"shared": Shared(newShelf(), "a", nil), "files": Files(t.TempDir())} {
		t.Run(kind, func(t *testing.T) {
			ctx := t.Context()
			for _, key := range []string{"acme/ca/users/me/me.json", "acme/ca/users/me/me.key", "acme/ca/users/you/you.key", "acme/other"} {
				if err := s.Store(ctx, key, []byte(key)); err != nil {
					t.Fatal(err)
				}
			}
			if v, err := s.Load(ctx, "acme/other"); err != nil || string(v) != "acme/other" {
				t.Errorf("loaded %q: %v", v, err)
			}
			if _, err := s.Load(ctx, "acme/none"); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("what is not there: %v", err)
			}
			if got, err := s.List(ctx, "acme/ca/users", false); err != nil ||
				!slices.Equal(got, []string{"acme/ca/users/me", "acme/ca/users/you"}) {
				t.Errorf("users are %q: %v", got, err)
			}
			if _, err := s.List(ctx, "acme/none", false); err == nil {
				t.Error("a directory that is not there is listed")
			}
			if info, err := s.Stat(ctx, "acme/ca/users/me"); err != nil || info.IsTerminal {
				t.Errorf("a directory is %+v: %v", info, err)
			}
			if info, err := s.Stat(ctx, "acme/ca/users/me/me.key"); err != nil || !info.IsTerminal || info.Modified.IsZero() {
				t.Errorf("a file is %+v: %v", info, err)
			}
			if err := s.Delete(ctx, "acme/ca"); err != nil {
				t.Fatal(err)
			}
			if s.Exists(ctx, "acme/ca/users/me/me.key") || s.Exists(ctx, "acme/ca") || !s.Exists(ctx, "acme/other") {
				t.Error("deleting a directory took too little or too much")
			}
		})
	}
}

func TestALockIsOneCallers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		both := newShelf()
		for kind, pair := range map[string][2]certmagic.Storage{
			"two nodes": {Shared(both, "a", nil), Shared(both, "b", nil)}, "one node": twice(Shared(newShelf(), "a", nil)),
			"files": twice(Files(t.TempDir())),
		} {
			if err := pair[0].Lock(t.Context(), "x"); err != nil {
				t.Fatal(err)
			}
			got := make(chan error)
			go func() { got <- pair[1].Lock(t.Context(), "x") }()
			time.Sleep(3 * leaseLasts) // it is renewed
			select {
			case err := <-got:
				t.Errorf("%s: locked twice: %v", kind, err)
			default:
			}
			if err := pair[0].Unlock(t.Context(), "x"); err != nil {
				t.Error(err)
			}
			if err := <-got; err != nil {
				t.Error(err)
			}
			if err := pair[1].Unlock(t.Context(), "x"); err != nil {
				t.Error(err)
			}
			if err := pair[1].Unlock(t.Context(), "x"); err == nil {
				t.Errorf("%s: unlocked twice", kind)
			}
			ctx, cancel := context.WithCancel(t.Context())
			if err := pair[0].Lock(ctx, "x"); err != nil {
				t.Fatal(err)
			}
			cancel()
			if err := pair[1].Lock(ctx, "x"); !errors.Is(err, context.Canceled) {
				t.Errorf("%s: who gave up gets %v", kind, err)
			}
			if err := pair[0].Unlock(ctx, "x"); err != nil { // also when it was given up
				t.Error(err)
			}
		}
	})
}

func twice(s certmagic.Storage) [2]certmagic.Storage { return [2]certmagic.Storage{s, s} }
