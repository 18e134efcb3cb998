package postgres

import (
	"errors"
	"testing"
	"time"

	"github.com/confab/confab/server/store"
)

func TestTheDatabaseTellsTheTime(t *testing.T) {
	s := open(t, Options{})
	before := time.Now()
	at, err := s.Time(t.Context())
	// Here it runs on the same machine.
	if err != nil || at.Before(before.Add(-time.Second)) || at.After(time.Now().Add(time.Second)) {
		t.Errorf("it is %v in the database and %v here (%v)", at, before, err)
	}
	if at.Location() != time.UTC {
		t.Errorf("its place is %v, want UTC", at.Location())
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Time(t.Context()); !errors.Is(err, store.ErrClosed) {
		t.Errorf("closed: %v", err)
	}
}
