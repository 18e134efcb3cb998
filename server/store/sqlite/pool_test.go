package sqlite

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"testing/synctest"

	"github.com/confab/confab/server/store"
)

var errBroken = errors.New("broken")

func TestAViewThatWaitsGetsThePlaceOfADamagedConnection(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		s := openAt(t, dir, Options{Readers: 1})
		kitchen(t, s)
		damage, answer := make(chan struct{}), make(chan error)
		view := func(fn func(store.Tx) error) { answer <- s.View(t.Context(), fn) }
		go view(func(tt store.Tx) error {
			<-damage
			tt.(*nouns).tx.conn.damage(errBroken)
			return nil
		})
		synctest.Wait()
		go view(func(tx store.Tx) error { _, err := tx.Users().ByID("ada"); return err })
		synctest.Wait() // it has no connection, and waits for one
		close(damage)
		for range 2 {
			if err := <-answer; err != nil {
				t.Error(err)
			}
		}
		shut(t, s)
	})
}

func TestCloseOutlastsAConnectionThatCannotBeMade(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		s := openAt(t, dir, Options{Readers: 2})
		kitchen(t, s)
		fail, answer, closed := make(chan struct{}), make(chan error), make(chan error)
		s.pool.connect = func(context.Context) (*conn, error) {
			<-fail
			return nil, errBroken
		}
		for range 2 {
			go func() { answer <- s.View(t.Context(), func(store.Tx) error { return nil }) }()
		}
		go func() { answer <- s.View(t.Context(), func(store.Tx) error { return nil }) }()
		synctest.Wait()
		go func() { closed <- s.Close() }()
		synctest.Wait()
		close(fail)
		var broken, late int
		for range 3 {
			switch err := <-answer; {
			case errors.Is(err, errBroken):
				broken++
			case errors.Is(err, store.ErrClosed):
				late++
			default:
				t.Errorf("View: %v", err)
			}
		}
		if broken != 2 || late != 1 {
			t.Errorf("%d Views failed to connect and %d came too late, want 2 and 1", broken, late)
		}
		if err := <-closed; err != nil {
			t.Error(err)
		}
	})
}

func TestAFailedConnectionIsTriedAgain(t *testing.T) {
	s := open(t, Options{Readers: 1})
	defer shut(t, s)
	kitchen(t, s)
	right := s.pool.connect
	s.pool.connect = func(ctx context.Context) (*conn, error) {
		return connect(ctx, filepath.Join(t.TempDir(), "no", "such"), reading)
	}
	look := func() error {
		return s.View(t.Context(), func(tx store.Tx) error { _, err := tx.Users().ByID("ada"); return err })
	}
	for range 3 {
		if err := look(); err == nil {
			t.Error("a View went well without a database")
		}
	}
	s.pool.connect = right
	if err := look(); err != nil {
		t.Errorf("once the database is there again: %v", err)
	}
}

func TestConnectionsAreOpenedOnlyWhenNeeded(t *testing.T) {
	s := open(t, Options{Readers: 4})
	defer shut(t, s)
	kitchen(t, s)
	opened := 0
	right := s.pool.connect
	s.pool.connect = func(ctx context.Context) (*conn, error) {
		opened++
		return right(ctx)
	}
	for range 10 {
		if err := s.View(t.Context(), func(tx store.Tx) error { _, err := tx.Users().ByID("ada"); return err }); err != nil {
			t.Error(err)
		}
	}
	if opened != 1 {
		t.Errorf("ten Views one after another opened %d connections", opened)
	}
}
