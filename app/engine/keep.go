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
	*core
	// lasts is the context of the store's work. It goes on after Stop began, for
	// what is kept last.
	lasts  context.Context
	cancel context.CancelFunc

	queue sync.Mutex // guards jobs and shut
	jobs  []func(Store) func()
	shut  bool
	wake  chan struct{}

	// The loop's:
	passing  bool     // nobody will ever read what is kept, but the outbox
	held     func()   // brings in what is held back until it is known who is here; nil: nothing is
	waiting  []func() // what is done once it has been read what was kept
	owner    string   // who is signed in, as far as is known before the welcome
	restored bool
	self     bool                  // who and where we are is to be kept
	rooms    map[string]state.Part // rooms to be kept
}

func newKeeper(c *core) *keeper {
	k := &keeper{core: c, wake: make(chan struct{}, 1), rooms: map[string]state.Part{}}
	k.lasts, k.cancel = context.WithCancel(context.Background())
	if k.passing = c.o.Store == nil; k.passing {
		c.o.Store = NewMemory()
	}
	return k
}

// job has the keeper do something with the store.
func (k *keeper) job(f func(Store) func()) {
	k.queue.Lock()
	k.jobs = append(k.jobs, f)
	k.queue.Unlock()
	k.nudge()
}

// close lets the keeper end after the jobs it has.
func (k *keeper) close() {
	k.queue.Lock()
	k.shut = true
	k.queue.Unlock()
	time.AfterFunc(keepEnd, k.cancel)
	k.nudge()
}

func (k *keeper) nudge() {
	select {
	case k.wake <- struct{}{}:
	default:
	}
}

func (k *keeper) run() {
	defer k.work.Done()
	defer k.cancel()
	for range k.wake {
		for {
			k.queue.Lock()
			if len(k.jobs) == 0 {
				shut := k.shut
				k.queue.Unlock()
				if shut {
					return
				}
				break
			}
			f := k.jobs[0]
			k.jobs = k.jobs[1:]
			k.queue.Unlock()
			if then := f(k.o.Store); then != nil {
				k.do(then)
			}
		}
	}
}

// failed notes whether the store works.
func (k *keeper) failed(err error) {
	k.setStatus(func(s *Status) { s.Kept = err == nil })
}

// note marks what is to be kept.
func (k *keeper) note(c state.Changes) {
	if k.passing {
		return
	}
	if c.Self {
		k.self = true
	}
	for room, part := range c.Rooms {
		if part&^state.PartTyping != 0 {
			k.mark(room, part)
		}
	}
	if (k.self || len(k.rooms) > 0) && k.at[timerKeep].IsZero() {
		k.at[timerKeep] = time.Now().Add(keepEvery)
	}
}

// mark says that a room is to be kept.
func (k *keeper) mark(room string, part state.Part) {
	if !k.passing {
		k.rooms[room] |= part
	}
}

// flush keeps what is marked, if it falls to this tab.
func (k *keeper) flush() {
	k.at[timerKeep] = time.Time{}
	if k.passing || !k.restored || k.state.Me.ID == "" || (!k.self && len(k.rooms) == 0) {
		return
	}
	if !k.tabs.holds {
		return // marked until the lock is ours
	}
	put := []Record{selfRecord(k.state)}
	var gone []string
	for id, part := range k.rooms {
		r := k.room(id)
		if r == nil {
			gone = append(gone, keyRoom+id, keyPage+id)
			continue
		}
		put = append(put, roomRecord(r, k.marks.unsent[id]))
		if part&state.PartTimeline != 0 && r.Live() {
			put = append(put, pageRecord(k.state, r))
		}
	}
	clear(k.rooms)
	k.self = false
	k.job(func(s Store) func() {
		err := s.Write(k.lasts, put, gone)
		return func() { k.failed(err) }
	})
}

// restore reads what was kept: everything but the windows, which are read when
// their room is opened.
func (k *keeper) restore() {
	k.job(func(s Store) func() {
		self, err1 := s.Get(k.lasts, keySelf)
		rooms, err2 := s.All(k.lasts, keyRoom)
		letters, err3 := s.All(k.lasts, keyLetter)
		return func() {
			for _, err := range []error{err1, err2, err3} {
				if err != nil {
					k.failed(err)
				}
			}
			k.restoreWith(self, rooms, letters)
		}
	})
}

// restoreWith brings in what was kept, and lets the connection begin. What may be
// somebody else's waits until it is known who is here.
func (k *keeper) restoreWith(self string, rooms, letters []Record) {
	in, ok := parseSelf(self)
	if ok && k.strangers() && len(k.waiting) == 0 {
		k.held = func() { k.restoreWith(self, rooms, letters) }
		return
	}
	if ok && k.owner != "" && in.Me.ID != k.owner {
		k.wipe(false) // it is of somebody who was here before
	}
	if ok {
		k.mustApply(in)
		for _, rec := range rooms {
			info, unsent, ok := parseRoom(rec)
			if !ok {
				continue
			}
			k.mustApply(state.Restored{Info: info})
			if unsent > 0 {
				k.marks.unsent[info.ID] = unsent
			}
		}
	}
	k.restored = true
	k.outbox.adopt(letters)
	for _, f := range k.waiting {
		f()
	}
	k.waiting = nil
	if k.history.open != "" {
		k.history.openRoom(k.history.open)
	}
	k.net.greet()
}

// strangers reports whether it is not known yet who is here.
func (k *keeper) strangers() bool { return k.o.Unsure && k.owner == "" }

// settled does something once it has been read what was kept. What is held back
// is brought in and given to f before anybody can look.
func (k *keeper) settled(f func()) {
	if k.restored {
		f()
		return
	}
	k.waiting = append(k.waiting, f)
	k.release()
}

// release brings in what is held back.
func (k *keeper) release() {
	if bring := k.held; bring != nil {
		k.held = nil
		bring()
	}
}

// readPage reads the window a room was kept with.
func (k *keeper) readPage(room string) {
	k.job(func(s Store) func() {
		value, err := s.Get(k.lasts, keyPage+room)
		var page wire.Page
		if err != nil || value == "" || wire.Decode([]byte(value), &page) != nil {
			return nil // the server has it all
		}
		return func() {
			if r := k.room(room); r != nil && !r.Loaded() {
				k.mustApply(state.Restored{Info: r.Info, Page: &page})
			}
		}
	})
}

// wipe forgets everything of the person on this device; the outbox is left if
// keepLetters, for when they sign in again.
func (k *keeper) wipe(keepLetters bool) {
	if !k.restored {
		k.settled(func() { k.wipe(keepLetters) })
		return
	}
	rev := k.state.Rev
	k.state = state.New()
	k.state.Rev = rev + 1
	k.changed.Merge(state.Changes{Self: true, List: true, Presence: true})
	clear(k.rooms)
	k.self = false
	k.history.wipe()
	*k.marks = *newMarks(k.core)
	var letters []Record
	if keepLetters {
		for _, l := range k.outbox.letters {
			letters = append(letters, l.record())
		}
	} else {
		k.outbox.letters = nil
		k.outbox.size.Store(0)
	}
	k.job(func(s Store) func() {
		err := s.Clear(k.lasts)
		if err == nil && len(letters) > 0 {
			err = s.Write(k.lasts, letters, nil)
		}
		return func() { k.failed(err) }
	})
}
