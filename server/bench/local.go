package bench

import (
	"context"
	"os"
	"time"

	"github.com/confab/confab/server/bench/history"
	"github.com/confab/confab/server/e2e/instance"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/sqlite"
	"github.com/confab/confab/shared/wire"
)

// Local runs loads against servers of its own: the same program, started as
// another process on an empty data directory, without rate limits.
type Local struct {
	Bin string // the program; "": the one that is running
}

// start prepares a workspace and starts a server on it. remove takes away its
// data, once the server has ended.
func (l Local) start(ctx context.Context, people, rooms, members int) (_ *instance.Server, _ *Workspace, remove func(), err error) {
	data, err := os.MkdirTemp("", "confab-bench-")
	if err != nil {
		return nil, nil, nil, err
	}
	remove = func() { _ = os.RemoveAll(data) }
	defer func() {
		if err != nil {
			remove()
		}
	}()
	w, err := Prepare(ctx, data, people, rooms, members)
	if err != nil {
		return nil, nil, nil, err
	}
	s, err := l.serve(ctx, data)
	return s, w, remove, err
}

// serve starts a server on the data directory.
func (l Local) serve(ctx context.Context, data string) (*instance.Server, error) {
	bin := l.Bin
	if bin == "" {
		var err error
		if bin, err = os.Executable(); err != nil {
			return nil, err
		}
	}
	s, err := instance.New(instance.Options{Bin: bin, Data: data, Args: []string{"--limits", "off"}})
	if err != nil {
		return nil, err
	}
	return s, s.Start(ctx)
}

// Run puts one load on a fresh server and checks the history against the
// database the server leaves behind.
func (l Local) Run(ctx context.Context, load Load, progress func(done, total int64)) (_ Result, err error) {
	people := load.Rooms * load.Members
	s, w, remove, err := l.start(ctx, people, load.Rooms, load.Members)
	if err != nil {
		return Result{}, err
	}
	defer remove()
	defer s.Kill()
	result, run, err := drive(ctx, target(s), w, load, progress)
	if err != nil {
		return Result{}, err
	}
	if err := s.Stop(); err != nil {
		return Result{}, err
	}
	rows, err := Rows(ctx, w.Data, w.Rooms)
	if err != nil {
		return Result{}, err
	}
	result.History = run.rec.Check(rows)
	return result, nil
}

func target(s *instance.Server) Target {
	return Target{URL: s.URL, Usage: func() (time.Duration, int64, error) {
		u, err := s.Usage()
		return u.CPU, u.RSS, err
	}}
}

// Rows reads every event of rooms from a data directory that no server has
// open.
func Rows(ctx context.Context, data string, rooms []string) (rows []history.Row, err error) {
	st, err := sqlite.Open(ctx, data, sqlite.Options{})
	if err != nil {
		return nil, err
	}
	defer func() {
		if cerr := st.Close(); err == nil {
			err = cerr
		}
	}()
	const page = 1000
	for _, room := range rooms {
		first, erased := len(rows), map[int64]bool{}
		for after, more := int64(0), true; more; {
			err := st.View(ctx, func(tx store.Tx) error {
				events, err := tx.Events().After(room, after, page)
				for _, e := range events {
					rows = append(rows, rowOf(e))
					if e.Kind == wire.KindDelete {
						erased[e.Target] = true
					}
				}
				if n := len(events); n > 0 {
					after = events[n-1].Seq
				}
				more = len(events) == page
				return err
			})
			if err != nil {
				return nil, err
			}
		}
		// An empty text is only right where an event says that it was erased.
		for i := first; i < len(rows); i++ {
			rows[i].Changed = rows[i].Changed || erased[rows[i].Seq]
		}
	}
	return rows, nil
}

// rowOf is an event, of the log or of a page, as the history checker sees it.
func rowOf(e wire.Event) history.Row {
	row := history.Row{Room: e.Room, Seq: e.Seq, Author: e.Author, CID: e.CID, Body: e.Body, ReplyTo: e.ReplyTo}
	row.Changed = e.State != nil && (e.State.EditedAt != 0 || e.State.Deleted)
	return row
}
