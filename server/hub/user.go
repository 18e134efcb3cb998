package hub

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// user is a person with a connection here, or one who is not offline in the
// eyes of others: whose leaving has not been announced yet, or who is connected
// to another node.
type user struct {
	id    string
	hub   *Hub
	slot  uint32        // of the position checks
	state atomic.Uint32 // of presence; see states
	gone  atomic.Bool   // banned: offline to everybody, whatever the state

	// Guarded by directory.mu.
	sessions    []*session       // in the order they came
	rooms       map[string]stay  // they are in
	left        map[string]int64 // rooms left meanwhile, and the useq that said so
	known       bool             // presence knows them and will say when they are offline
	roomsState  roomsState       // how far rooms can be relied on
	roomChanges uint             // times that rooms were heard to change
	cached      *cachedRooms     // whose rooms rooms has; nil: none, or others

	active atomic.Uint32 // poll.now of the last entry of the person's own log

	mu        sync.Mutex
	inbox     []store.InboxEntry // as hinted
	heard     int64              // the last useq that is known of; 0: none
	again     bool               // the inbox worker has something to look at
	running   bool               // an inbox worker exists
	watchRate bucket             // changes of whom their sessions watch
}

// note queues entries of the person's own log for the inbox worker.
func (u *user) queueInbox(entries []store.InboxEntry) {
	u.active.Store(u.hub.poll.now.Load())
	u.mu.Lock()
	defer u.mu.Unlock()
	u.inbox = append(u.inbox, entries...)
	for _, e := range entries {
		u.heard = max(u.heard, e.Useq)
	}
	u.startLocked()
}

// noteTop has the inbox worker read the person's own log if it goes beyond
// what was heard of.
func (u *user) noteTop(useq int64) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if useq > u.heard {
		u.heard = useq
		u.startLocked()
	}
}

// caughtUp notes that a session is live which has the log up to useq.
func (u *user) caughtUp(useq int64) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.heard == 0 {
		u.heard = useq // the first: there is nobody who might be behind
	}
	if u.heard != useq {
		u.heard = max(u.heard, useq)
		u.startLocked()
	}
}

func (u *user) startLocked() {
	u.again = true
	if !u.running {
		u.running = true
		u.hub.work.Go(u.run)
	}
}

// tell brings the live sessions up to what was heard of, until all are.
func (u *user) run() {
	for {
		u.mu.Lock()
		if !u.again {
			u.running = false
			u.mu.Unlock()
			return
		}
		entries, heard := u.inbox, u.heard
		u.inbox, u.again = nil, false
		u.mu.Unlock()
		u.sendUpTo(entries, heard)
	}
}

// bring brings the live sessions up to heard; entries are those hinted at.
func (u *user) sendUpTo(entries []store.InboxEntry, heard int64) {
	defer u.hub.faults.Survive("an inbox worker", u.letGo)
	behind, from := u.behind(heard)
	if len(behind) == 0 {
		return
	}
	frames, top, err := u.read(entries, from, heard)
	if u.hub.fault(err) {
		u.hub.log.Error("inbox cannot be read", "user", u.id, "error", err)
	}
	if err == nil && top < heard {
		u.hub.log.Warn("entries of a hint are not in the store", "user", u.id, "from", from, "to", heard)
		u.lowerHeard(heard, top)
	}
	if err != nil || top < heard {
		for _, s := range behind {
			s.close(byeUnavailable) // it resumes from its cursor
		}
		return
	}
	for _, f := range frames {
		if f.Kind == wire.InboxLeft {
			u.hub.dir.leave(u.id, f.Room, f.Useq)
		}
	}
	for _, s := range behind {
		for i := range frames {
			s.sendInbox(frames[i])
		}
		s.sentUseq.Store(max(s.sentUseq.Load(), top))
	}
}

// behind returns the live sessions that have less than all up to heard, and
// what the furthest behind of them has. One that is opening asks by itself.
func (u *user) behind(heard int64) (behind []*session, from int64) {
	from = heard
	for _, s := range u.hub.dir.sessionsOf(u) {
		ready := s.opening.isLive()
		if told := s.sentUseq.Load(); ready && told < heard {
			behind = append(behind, s)
			from = min(from, told)
		}
	}
	return behind, from
}

// read returns the entries after from, complete, and how far they go: those
// that were hinted if none up to heard is missing, otherwise the store's.
func (u *user) read(entries []store.InboxEntry, from, heard int64) (frames []wire.Inbox, top int64, err error) {
	ctx, cancel := context.WithTimeout(u.hub.ctx, limits.Commit)
	defer cancel()
	run := make([]store.InboxEntry, 0, len(entries))
	next := from + 1
	for _, e := range entries {
		if e.Useq == next {
			run = append(run, e)
			next++
		}
	}
	if next > heard {
		frames, err = u.hub.o.Chat.InboxFrames(ctx, u.id, run)
		return frames, heard, err
	}
	u.hub.stats.gaps.Add(1)
	return u.hub.o.Chat.InboxAfter(ctx, u.id, from)
}

// doubt takes back that the log goes up to heard, unless it was heard of more.
func (u *user) lowerHeard(heard, top int64) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.heard == heard {
		u.heard = top
	}
}

// inbox sends one entry that the session does not have yet, and subscribes to
// the room it tells of. Only the inbox worker calls it.
func (s *session) sendInbox(f wire.Inbox) {
	if f.Useq <= s.sentUseq.Load() {
		return
	}
	// First of all: who leaves again hears of a useq beyond this one.
	s.sentUseq.Store(f.Useq)
	s.send(&f)
	if f.Kind == wire.InboxRoom && f.Info != nil {
		s.hub.dir.subscribe(s, f.Room, f.Info.Top, f.Info.Since, f.Useq, true)
	}
}
