package engine

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/wire"
)

const (
	// keepEvery is how long changes may be in memory only. After a crash the client
	// merely resumes from an older cursor.
	keepEvery = 2 * time.Second
	// keepItems is how many of a room's latest items are stored.
	keepItems = 100
	// keepEnd is how long the last writes may take when the program ends.
	keepEnd = 3 * time.Second
)

// persister has a goroutine that does jobs with the Store, in order. The loop runs the
// function that a job returns.
type persister struct {
	core *core
	// lasts is the context of the jobs. It ends after Stop has begun, so that the
	// last changes can be stored.
	lasts  context.Context
	cancel context.CancelFunc

	queue sync.Mutex // guards jobs and shut
	jobs  []func(Store) func()
	shut  bool
	wake  chan struct{}

	// Only the loop uses these:
	passing  bool     // the Store ends with the program: only the outbox is worth storing
	held     func()   // applies the records that are held back until it is known who is signed in; nil: there are none
	waiting  []func() // called once the Store has been read
	owner    string   // who is signed in, if that is known before the welcome
	restored bool
	self     bool                  // the record of the person and the workspace is to be written
	rooms    map[string]state.Part // rooms to be written
}

func newPersister(c *core) *persister {
	k := &persister{core: c, wake: make(chan struct{}, 1), rooms: map[string]state.Part{}}
	k.lasts, k.cancel = context.WithCancel(context.Background())
	if k.passing = c.o.Store == nil; k.passing {
		c.o.Store = NewMemory()
	}
	return k
}

// job queues work with the Store.
func (k *persister) job(f func(Store) func()) {
	k.queue.Lock()
	k.jobs = append(k.jobs, f)
	k.queue.Unlock()
	k.nudge()
}

// close ends the persister after the jobs that are queued.
func (k *persister) close() {
	k.queue.Lock()
	k.shut = true
	k.queue.Unlock()
	time.AfterFunc(keepEnd, k.cancel)
	k.nudge()
}

func (k *persister) nudge() {
	select {
	case k.wake <- struct{}{}:
	default:
	}
}

func (k *persister) run() {
	defer k.core.work.Done()
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
			if then := f(k.core.o.Store); then != nil {
				k.core.do(then)
			}
		}
	}
}

// failed records whether the Store works.
func (k *persister) failed(err error) {
	k.core.setStatus(func(s *Status) { s.Kept = err == nil && !k.passing })
}

// note marks what is to be written.
func (k *persister) note(c state.Changes) {
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
	if (k.self || len(k.rooms) > 0) && k.core.at[timerKeep].IsZero() {
		k.core.at[timerKeep] = time.Now().Add(keepEvery)
	}
}

// mark marks a room to be written.
func (k *persister) mark(room string, part state.Part) {
	if !k.passing {
		k.rooms[room] |= part
	}
}

// flush writes what is marked, if this tab holds the lock.
func (k *persister) flush() {
	k.core.at[timerKeep] = time.Time{}
	if k.passing || !k.restored || k.core.state.Me.ID == "" || (!k.self && len(k.rooms) == 0) {
		return
	}
	if !k.core.tabs.holds {
		return // it stays marked until this tab has the lock
	}
	put := []Record{selfRecord(k.core.state)}
	var gone, left []string
	for id, part := range k.rooms {
		r := k.core.room(id)
		if r == nil {
			gone, left = append(gone, keyRoom+id, keyPage+id), append(left, keyPage+id+"/")
			continue
		}
		put = append(put, roomRecord(r, k.core.marks.unsent[id], k.core.marks.back[id]))
		if part&state.PartTimeline != 0 && r.Live() {
			put = append(put, pageRecord(k.core.state, r))
		}
		if t := k.core.state.Thread; t != nil && t.Info.ID == id && part&state.PartTimeline != 0 && t.Live() {
			put = append(put, pageRecord(k.core.state, t))
		}
	}
	clear(k.rooms)
	k.self = false
	k.job(func(s Store) func() {
		for _, threads := range left {
			pages, err := s.All(k.lasts, threads)
			if err != nil {
				return func() { k.failed(err) }
			}
			for _, page := range pages {
				gone = append(gone, page.Key)
			}
		}
		err := s.Write(k.lasts, put, gone)
		return func() { k.failed(err) }
	})
}

// threadsKept is of how many threads the device keeps the newest page.
const threadsKept = 40

// opened notes that a thread is open, and forgets the pages of those that were not for the longest time.
func (k *persister) opened(thread string) {
	if k.passing {
		return
	}
	k.job(func(s Store) func() {
		before, err := s.Get(k.lasts, keyThread)
		if err != nil {
			return func() { k.failed(err) }
		}
		kept := append([]string{thread}, slices.DeleteFunc(strings.Fields(before), func(id string) bool { return id == thread })...)
		var gone []string
		for ; len(kept) > threadsKept; kept = kept[:len(kept)-1] {
			gone = append(gone, keyPage+kept[len(kept)-1])
		}
		err = s.Write(k.lasts, []Record{{keyThread, strings.Join(kept, " ")}}, gone)
		return func() { k.failed(err) }
	})
}

// keep writes one record at once, if this tab holds the lock.
func (k *persister) keep(r Record) {
	if k.passing || !k.core.tabs.holds {
		return
	}
	k.job(func(s Store) func() {
		err := s.Write(k.lasts, []Record{r}, nil)
		return func() { k.failed(err) }
	})
}

// restore reads everything from the Store except the windows, which are read when
// their rooms are opened.
func (k *persister) restore() {
	k.job(func(s Store) func() {
		self, err1 := s.Get(k.lasts, keySelf)
		rooms, err2 := s.All(k.lasts, keyRoom)
		letters, err3 := s.All(k.lasts, keyOutbox)
		emoji, err4 := s.Get(k.lasts, keyEmoji)
		return func() {
			for _, err := range []error{err1, err2, err3, err4} {
				if err != nil {
					k.failed(err)
				}
			}
			k.restoreWith(self, emoji, rooms, letters)
		}
	})
}

// restoreWith applies what was stored, and lets the connection begin. Records that may
// belong to another person are held back until it is known who is signed in.
func (k *persister) restoreWith(self, emoji string, rooms, letters []Record) {
	in, ok := parseSelf(self)
	if ok && k.strangers() && len(k.waiting) == 0 {
		k.held = func() { k.restoreWith(self, emoji, rooms, letters) }
		return
	}
	if ok && k.owner != "" && in.Me.ID != k.owner {
		k.wipe(false) // it belongs to another person, who was signed in before
	}
	if ok {
		k.core.mustApply(in)
		var list wire.Emojis
		if wire.Unmarshal([]byte(emoji), &list) == nil && emoji != "" {
			k.core.mustApply(&list)
		}
		for _, rec := range rooms {
			info, unsent, back, ok := parseRoom(rec)
			if !ok {
				continue
			}
			k.core.mustApply(state.Restored{Info: info})
			if unsent > 0 {
				k.core.marks.unsent[info.ID], k.core.marks.backs[info.ID] = unsent, info.Backs
			}
			if back > 0 {
				k.core.marks.back[info.ID] = back
			}
		}
		// A write shows whether the Store still works, before anything is lost.
		k.self = true
		k.core.sooner(timerKeep, time.Now().Add(keepEvery))
	}
	k.restored = true
	k.core.outbox.current = k.core.o.Lock == nil
	k.core.outbox.adopt(letters)
	for _, f := range k.waiting {
		f()
	}
	k.waiting = nil
	if k.core.history.open != "" {
		k.core.history.openRoom(k.core.history.open)
	}
	k.core.net.greet()
}

// strangers reports whether it is still unknown who is signed in.
func (k *persister) strangers() bool { return k.core.o.Unsure && k.owner == "" }

// settled calls f once the Store has been read. Records that are held back are applied
// first, and f runs before anybody can see them.
func (k *persister) settled(f func()) {
	if k.restored {
		f()
		return
	}
	k.waiting = append(k.waiting, f)
	k.release()
}

// release applies the records that are held back.
func (k *persister) release() {
	if bring := k.held; bring != nil {
		k.held = nil
		bring()
	}
}

// readPage reads the stored window of a room, or of the thread that is open.
func (k *persister) readPage(room string) {
	k.job(func(s Store) func() {
		value, err := s.Get(k.lasts, keyPage+room)
		var page wire.Page
		if err != nil || value == "" || wire.Decode([]byte(value), &page) != nil {
			return nil // the server has all of it
		}
		return func() {
			if r := k.core.room(room); r != nil && !r.Loaded() {
				k.core.mustApply(state.Restored{Info: r.Info, Page: &page})
			}
		}
	})
}

// wipe deletes everything about the person on this device. If keepLetters is set, the
// outbox stays for when they sign in again.
func (k *persister) wipe(keepLetters bool) {
	if !k.restored {
		k.settled(func() { k.wipe(keepLetters) })
		return
	}
	rev := k.core.state.Rev
	k.core.state = state.New()
	k.core.state.Rev = rev + 1
	k.core.changed.Merge(state.Changes{Self: true, List: true, Presence: true})
	clear(k.rooms)
	k.self = false
	k.core.history.wipe()
	*k.core.marks = *newMarks(k.core)
	var letters []Record
	if keepLetters {
		for _, l := range k.core.outbox.letters {
			letters = append(letters, l.record())
		}
	} else {
		k.core.outbox.clear()
	}
	k.job(func(s Store) func() {
		err := s.Clear(k.lasts)
		if err == nil && len(letters) > 0 {
			err = s.Write(k.lasts, letters, nil)
		}
		return func() { k.failed(err) }
	})
}
