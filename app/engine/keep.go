package engine

import (
	"context"
	"sync"
	"time"

	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/wire"
)

const (
	// keepEvery is how long changes may be unkept. A crash then costs a resume
	// from an older cursor, nothing else.
	keepEvery = 2 * time.Second
	// keepItems is how many of a room's latest items are kept.
	keepItems = 100
	// keepEnd is how long the last writes may take when the program ends.
	keepEnd = 3 * time.Second
)

// keeper has one goroutine that does jobs with the Store, in order. What a
// job returns is run by the loop.
type keeper struct {
	ctx    context.Context
	cancel context.CancelFunc

	mu   sync.Mutex
	jobs []func(Store) func()
	wake chan struct{}
	shut bool

	// The loop's:
	passing  bool // nobody will ever read what is kept, but the outbox
	restored bool
	self     bool                  // who and where we are is to be kept
	rooms    map[string]state.Part // rooms to be kept
}

func (k *keeper) init() {
	// Not the engine's context: what is kept last is kept after Stop began.
	k.ctx, k.cancel = context.WithCancel(context.Background())
	k.wake = make(chan struct{}, 1)
	k.rooms = map[string]state.Part{}
}

// job has the keeper do something with the store.
func (k *keeper) job(f func(Store) func()) {
	k.mu.Lock()
	k.jobs = append(k.jobs, f)
	k.mu.Unlock()
	k.ring()
}

// close lets the keeper end after the jobs it has.
func (k *keeper) close() {
	k.mu.Lock()
	k.shut = true
	k.mu.Unlock()
	k.ring()
}

func (k *keeper) ring() {
	select {
	case k.wake <- struct{}{}:
	default:
	}
}

func (e *Engine) keeping() {
	defer e.work.Done()
	k := &e.keep
	defer k.cancel()
	for range k.wake {
		for {
			k.mu.Lock()
			if len(k.jobs) == 0 {
				shut := k.shut
				k.mu.Unlock()
				if shut {
					return
				}
				break
			}
			f := k.jobs[0]
			k.jobs = k.jobs[1:]
			if k.shut {
				time.AfterFunc(keepEnd, k.cancel)
			}
			k.mu.Unlock()
			if then := f(e.o.Store); then != nil {
				e.do(then)
			}
		}
	}
}

// keepFailed notes whether the store works.
func (e *Engine) keepFailed(err error) {
	e.setStatus(func(s *Status) { s.Kept = err == nil })
}

// note marks what is to be kept.
func (e *Engine) note(c state.Changes) {
	if e.keep.passing {
		return
	}
	if c.Self {
		e.keep.self = true
	}
	for room, part := range c.Rooms {
		if part&^state.PartTyping != 0 {
			e.keep.rooms[room] |= part
		}
	}
	if (e.keep.self || len(e.keep.rooms) > 0) && e.at[timerKeep].IsZero() {
		e.at[timerKeep] = time.Now().Add(keepEvery)
	}
}

// keepChanges keeps what is marked, if it falls to this tab.
func (e *Engine) keepChanges() {
	e.at[timerKeep] = time.Time{}
	if e.keep.passing || !e.keep.restored || e.state.Me.ID == "" || (!e.keep.self && len(e.keep.rooms) == 0) {
		return
	}
	if !e.tabs.holds {
		return // marked until the lock is ours
	}
	put := []Record{selfRecord(e.state)}
	var gone []string
	for id, part := range e.keep.rooms {
		r := e.room(id)
		if r == nil {
			gone = append(gone, keyRoom+id, keyPage+id)
			continue
		}
		put = append(put, roomRecord(r, e.marks.unsent[id]))
		if part&state.PartTimeline != 0 && r.Live() {
			put = append(put, pageRecord(e.state, r))
		}
	}
	clear(e.keep.rooms)
	e.keep.self = false
	e.keep.job(func(s Store) func() {
		err := s.Write(e.keep.ctx, put, gone)
		return func() { e.keepFailed(err) }
	})
}

// restore reads what was kept: everything but the windows, which are read when
// their room is opened.
func (e *Engine) restore() {
	e.keep.job(func(s Store) func() {
		self, err1 := s.Get(e.keep.ctx, keySelf)
		rooms, err2 := s.All(e.keep.ctx, keyRoom)
		letters, err3 := s.All(e.keep.ctx, keyLetter)
		return func() {
			for _, err := range []error{err1, err2, err3} {
				if err != nil {
					e.keepFailed(err)
				}
			}
			e.restored(self, rooms, letters)
		}
	})
}

func (e *Engine) restored(self string, rooms, letters []Record) {
	if in, ok := parseSelf(self); ok {
		e.mustApply(in)
		for _, rec := range rooms {
			info, unsent, ok := parseRoom(rec)
			if !ok {
				continue
			}
			e.mustApply(state.Restored{Info: info})
			if unsent > 0 {
				e.marks.unsent[info.ID] = unsent
			}
		}
	}
	e.keep.restored = true
	e.adopt(letters)
	if e.history.open != "" {
		e.openRoom(e.history.open)
	}
	e.greet()
}

// readPage reads the window a room was kept with.
func (e *Engine) readPage(room string) {
	e.keep.job(func(s Store) func() {
		value, err := s.Get(e.keep.ctx, keyPage+room)
		var page wire.Page
		if err != nil || value == "" || wire.Decode([]byte(value), &page) != nil {
			return nil // the server has it all
		}
		return func() {
			if r := e.room(room); r != nil && !r.Loaded() {
				e.mustApply(state.Restored{Info: r.Info, Page: &page})
			}
		}
	})
}

// wipe forgets everything of the person on this device; the outbox is left if
// keepLetters, for when they sign in again.
func (e *Engine) wipe(keepLetters bool) {
	rev := e.state.Rev
	e.state = state.New()
	e.state.Rev = rev + 1
	e.changed.Merge(state.Changes{Self: true, List: true, Presence: true})
	clear(e.keep.rooms)
	e.keep.self = false
	e.history.wipe()
	e.marks.init()
	var letters []Record
	if keepLetters {
		for _, l := range e.outbox.letters {
			letters = append(letters, l.record())
		}
	} else {
		e.outbox.letters = nil
		e.outbox.size.Store(0)
	}
	e.keep.job(func(s Store) func() {
		err := s.Clear(e.keep.ctx)
		if err == nil && len(letters) > 0 {
			err = s.Write(e.keep.ctx, letters, nil)
		}
		return func() { e.keepFailed(err) }
	})
}
