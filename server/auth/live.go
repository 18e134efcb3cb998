package auth

import (
	"sync"
	"time"

	"github.com/confab/confab/server/auth/token"
	"github.com/confab/confab/shared/wire"
)

const (
	// trust is how long a session is taken for live without asking the store. It
	// bounds the effect of a lost hint from another node.
	trust = 30 * time.Second
	// trustDeaf is trust while no hints arrive: signing out, banning and the like
	// take effect on every node within a second.
	trustDeaf = time.Second
	// maxLive bounds the cache, and maxEnded that of ended sessions. When full, a
	// cache is emptied.
	maxLive, maxEnded = 100_000, 100_000
)

// live caches which sessions were live a moment ago, and which have ended before
// their access tokens expired, so that a client that keeps presenting such a
// token causes no reads of the store.
type live struct {
	now func() time.Time

	mu       sync.Mutex
	sessions map[string]liveSession
	ended    map[string]time.Time // with the time at which their last access token expires
	changes  uint64               // counts the calls of forget and watch
	deaf     bool                 // hints of other nodes do not arrive
}

type liveSession struct {
	user  string
	until time.Time
}

func newLive(now func() time.Time) *live {
	return &live{now: now, sessions: map[string]liveSession{}, ended: map[string]time.Time{}}
}

// over reports whether session is known to have ended, which is final.
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

// bury records that session has ended.
func (l *live) bury(session string) {
	until := l.now().Add(token.Lifetime + token.Leeway)
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.ended) >= maxEnded {
		clear(l.ended)
	}
	l.ended[session] = until
}

// has reports whether session is known to be user's and live. If not, the caller
// has to ask the store and pass the result and changes to put.
func (l *live) has(session, user string) (ok bool, changes uint64) {
	now := l.now()
	l.mu.Lock()
	defer l.mu.Unlock()
	s, ok := l.sessions[session]
	return ok && s.user == user && now.Before(s.until), l.changes
}

// put records what the store said, unless something has ended since it was asked.
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

// forget drops sessions that ended, and the sessions of people who were banned or
// removed.
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
