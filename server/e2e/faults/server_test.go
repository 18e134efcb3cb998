package faults

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/confab/confab/server/bench"
	"github.com/confab/confab/server/proof/history"
	"github.com/confab/confab/server/proof/instance"
	"github.com/confab/confab/server/proof/workspace"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/sqlite"
)

// patience is how long a story waits for what has to happen. It is used up by
// a failure only.
const patience = 30 * time.Second

// serve starts a server on data and ends it after the story.
func serve(t *testing.T, data string, args ...string) *instance.Server {
	t.Helper()
	s, err := instance.New(instance.Options{Data: data, Args: args})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the server said:\n%s", s.Output())
		}
		s.Kill()
	})
	return s
}

// prepare makes a workspace, people signed in, in a directory of its own.
func prepare(t *testing.T, people, rooms, members int) *bench.Workspace {
	t.Helper()
	w, err := workspace.Prepare(t.Context(), t.TempDir(), people, rooms, members)
	if err != nil {
		t.Fatal(err)
	}
	opened(t, w.Data, func(st store.Store) error { return countsFromTheStart(t.Context(), st) })
	return w
}

// eventually waits for ok, which is looked at now and then: another process
// is at work.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	if err := within(what, ok); err != nil {
		t.Fatal(err)
	}
}

// atLength is eventually for what many people have to do.
func atLength(t *testing.T, people int, what string, ok func() bool) {
	t.Helper()
	if err := withinTime(patience+time.Duration(people)*10*time.Millisecond, what, ok); err != nil {
		t.Fatal(err)
	}
}

// within is eventually for goroutines that are not the test's own.
func within(what string, ok func() bool) error { return withinTime(patience, what, ok) }

func withinTime(long time.Duration, what string, ok func() bool) error {
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(long)
	for !ok() {
		select {
		case <-tick.C:
		case <-deadline:
			return fmt.Errorf("not within %v: %s", long, what)
		}
	}
	return nil
}

// verdict stops the server, looks over the database it leaves, and checks the
// history against it.
func verdict(t *testing.T, s *instance.Server, w *bench.Workspace, rec *history.Recorder) history.Report {
	t.Helper()
	if err := s.Stop(); err != nil {
		t.Errorf("the server ended with %v", err)
	}
	return judge(t, w, rec)
}

// judge is verdict on the data that a server left, wherever it was. The digest
// of days must agree with it.
func judge(t *testing.T, w *bench.Workspace, rec *history.Recorder) history.Report {
	t.Helper()
	whole(t, w.Data)
	rows, err := workspace.Rows(t.Context(), w.Data, append([]string{w.Main}, w.Rooms...))
	if err != nil {
		t.Fatal(err)
	}
	report := rec.Check(rows)
	t.Log(report)
	if !report.OK() {
		t.Error("the history is not as it must be")
	}
	opened(t, w.Data, func(st store.Store) error { countedOnce(t, st, rows); return nil })
	return report
}

// opened does something with a database that no server has open.
func opened(t *testing.T, data string, do func(store.Store) error) {
	t.Helper()
	st, err := sqlite.Open(t.Context(), data, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(do(st), st.Close()); err != nil {
		t.Error(err)
	}
}

// whole looks over a database that no server has open.
func whole(t *testing.T, data string) {
	t.Helper()
	st, err := sqlite.Open(t.Context(), data, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	problems, err := st.Check(t.Context())
	if err != nil {
		t.Error(err)
	}
	for _, p := range problems {
		t.Error("the database is damaged: " + p)
	}
	if err := st.Close(); err != nil {
		t.Error(err)
	}
}
