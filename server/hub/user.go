package hub

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// user is a person who is connected here, or who is not offline to others: their
// leaving has not been announced yet, or they are connected to another node.
type user struct {
	id    string
	hub   *Hub
	slot  uint32        // of the comparison of positions
	state atomic.Uint32 // of presence; see presenceStates
	gone  atomic.Bool   // banned: offline to everybody, whatever the state

	// Guarded by directory.mu.
	sessions    []*session       // in the order of their arrival
	rooms       map[string]stay  // they are in
	left        map[string]int64 // rooms left meanwhile, and the useq that said so
	known       bool             // presence knows of them, and will say when they are offline
	roomsState  roomsState       // how far rooms can be relied on
	roomChanges uint             // how often their rooms were heard to have changed
	cached      *cachedRooms     // the list with the same rooms as rooms; nil: none

	active atomic.Uint32 // poll.now of the last entry of the person's own log

	mu        sync.Mutex
	inbox     []store.InboxEntry // as hinted
	heard     int64              // the last useq that is known of; 0: none
	again     bool               // the inbox worker has something to look at
	running   bool               // an inbox worker exists
	watchRate bucket             // changes of whom their sessions watch
}

// queueInbox queues entries of the person's own log for the inbox worker.
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

// noteTop has the inbox worker read the person's own log if it goes further than is
// known.
func (u *user) noteTop(useq int64) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if useq > u.heard {
		u.heard = useq
		u.startLocked()
	}
}

// caughtUp notes that a session is live that was sent the log up to useq.
func (u *user) caughtUp(useq int64) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.heard == 0 {
		u.heard = useq // the first session: no other can be behind
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

// run is the inbox worker: it sends until no session lacks an entry that is known of.
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

// sendUpTo sends the live sessions the log up to heard. entries are those of hints.
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
			s.close(byeUnavailable) // its client resumes
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

// behind returns the live sessions that lack entries up to heard, and the useq that
// the one furthest behind has. A session that is not live yet checks by itself.
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

// read returns the completed entries after from, and how far they go: those of hints
// if none up to heard is missing, otherwise those in the store.
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

// lowerHeard notes that the log goes no further than top, unless more than heard is
// known of by now.
func (u *user) lowerHeard(heard, top int64) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.heard == heard {
		u.heard = top
	}
}

// sendInbox sends an entry that the session does not have yet, and subscribes it to
// the room that was joined. Only the inbox worker calls it.
func (s *session) sendInbox(f wire.Inbox) {
	if f.Useq <= s.sentUseq.Load() {
		return
	}
	// This comes first: if the person leaves again, that has a higher useq.
	s.sentUseq.Store(f.Useq)
	s.send(&f)
	if f.Kind == wire.InboxRoom && f.Info != nil {
		s.hub.dir.subscribe(s, f.Room, f.Info.Top, f.Info.Since, f.Useq, true)
	}
}
