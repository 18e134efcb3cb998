package hub

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// user is a person with a connection here, or one whose leaving has not been
// announced yet.
type user struct {
	id    string
	hub   *Hub
	state atomic.Uint32 // of presence; see states

	// Guarded by directory.mu.
	sessions []*session // in the order they came
	rooms    map[string]struct{}
	left     map[string]int64 // rooms left while connected, and the useq that said so
	known    bool             // presence knows them and will say when they are offline

	mu      sync.Mutex
	inbox   []store.InboxEntry
	running bool // an inbox worker exists
}

// note queues entries of the person's own log for the inbox worker.
func (u *user) note(entries []store.InboxEntry) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.inbox = append(u.inbox, entries...)
	if !u.running {
		u.running = true
		u.hub.work.Go(u.tell)
	}
}

// tell completes and sends entries until there are none left.
func (u *user) tell() {
	for {
		u.mu.Lock()
		entries := u.inbox
		u.inbox = nil
		u.running = len(entries) > 0
		u.mu.Unlock()
		if len(entries) == 0 {
			return
		}
		ctx, cancel := context.WithTimeout(u.hub.ctx, limits.Commit)
		frames, err := u.hub.o.Chat.InboxFrames(ctx, u.id, entries)
		cancel()
		u.hub.dir.mu.RLock()
		sessions := slices.Clone(u.sessions)
		u.hub.dir.mu.RUnlock()
		if err != nil {
			if u.hub.ctx.Err() == nil {
				u.hub.log.Error("inbox cannot be read", "user", u.id, "error", err)
			}
			for _, s := range sessions {
				s.close(byeUnavailable) // it resumes from its cursor
			}
			continue
		}
		for _, s := range sessions {
			for i := range frames {
				s.inbox(frames[i])
			}
		}
	}
}

// inbox sends one entry, or keeps it until the catch-up is through.
func (s *session) inbox(f wire.Inbox) {
	s.mu.Lock()
	if s.state == opening {
		s.held = append(s.held, f)
		s.mu.Unlock()
		return
	}
	s.mu.Unlock()
	s.sendInbox(f)
}

// sendInbox sends an entry and subscribes to the room it tells of.
func (s *session) sendInbox(f wire.Inbox) {
	s.send(&f)
	if f.Kind == wire.InboxRoom && f.Info != nil {
		s.hub.dir.subscribe(s, f.Room, f.Info.Top+1, f.Useq, true)
	}
}
