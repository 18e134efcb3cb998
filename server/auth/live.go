package auth

import (
	"sync"
	"time"

	"github.com/confab/confab/server/auth/token"
	"github.com/confab/confab/shared/wire"
)

const (
	// trust is how long a session is taken for live without asking the store:
	// the bound on what a lost hint from another node can do.
	trust = 30 * time.Second
	// trustDeaf is that while no hints arrive: signing out, banning and the
	// like take effect on every node within a second.
	trustDeaf = time.Second
	// maxLive bounds the cache, and maxEnded that of ended sessions; beyond it the
	// cache starts anew.
	maxLive, maxEnded = 100_000, 100_000
)

// live remembers which sessions were live a moment ago, and which have ended
// although their access tokens have not: whoever shows one again and again costs
// the store nothing.
type live struct {
	now func() time.Time

	mu       sync.Mutex
	sessions map[string]liveSession
	ended    map[string]time.Time // until when a token of theirs could be shown
	changes  uint64               // counts what forget and watch were told
	deaf     bool                 // hints of other nodes do not arrive
}

type liveSession struct {
	user  string
	until time.Time
}

func newLive(now func() time.Time) *live {
	return &live{now: now, sessions: map[string]liveSession{}, ended: map[string]time.Time{}}
}

// over reports whether session is known to have ended, which is for good.
func (l *live) over(session string) bool {
	now := l.now()
	l.mu.Lock()
	defer l.mu.Unlock()
	until, ended := l.ended[session]
	if ended && !now.Before(until) {
		delete(l.ended, session)
	}
	return ended && now.Before(until)
}

// bury notes that the store says that session has ended.
func (l *live) bury(session string) {
	until := l.now().Add(token.Lifetime + token.Leeway)
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.ended) >= maxEnded {
		clear(l.ended)
	}
	l.ended[session] = until
}

// has reports whether session is known to be user's and live. If not, the
// store has to be asked, and what it says passed to put with changes.
func (l *live) has(session, user string) (ok bool, changes uint64) {
	now := l.now()
	l.mu.Lock()
	defer l.mu.Unlock()
	s, ok := l.sessions[session]
	return ok && s.user == user && now.Before(s.until), l.changes
}

// put notes what the store said, unless something has ended since it was asked.
func (l *live) put(session, user string, changes uint64) {
	now := l.now()
	l.mu.Lock()
	defer l.mu.Unlock()
	until := now.Add(trust)
	if l.deaf {
		until = now.Add(trustDeaf)
	}
	if changes != l.changes {
		return
	}
	if len(l.sessions) >= maxLive {
		clear(l.sessions)
	}
	l.sessions[session] = liveSession{user, until}
}

// watch drops everything, because hints may have been lost or will be.
func (l *live) watch(up bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.changes++
	l.deaf = !up
	clear(l.sessions)
}

// forget drops sessions that ended and those of people who are gone.
func (l *live) forget(ended []string, users []wire.User) {
	gone := map[string]bool{}
	for _, u := range users {
		if u.Gone {
			gone[u.ID] = true
		}
	}
	if len(ended) == 0 && len(gone) == 0 {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.changes++
	for _, id := range ended {
		delete(l.sessions, id)
	}
	if len(gone) == 0 {
		return
	}
	for id, s := range l.sessions {
		if gone[s.user] {
			delete(l.sessions, id)
		}
	}
}
