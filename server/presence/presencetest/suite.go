package presencetest

import (
	"context"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/confab/confab/server/presence"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// Backend is a Presence under test with its clock.
type Backend struct {
	Presence presence.Presence
	// Advance lets d pass and all that is due in it happen. Under
	// testing/synctest: time.Sleep(d) and synctest.Wait().
	Advance func(d time.Duration)
}

// Run runs the suite. each runs one story with a Backend of its own, nobody
// online, and closes it; it may do so in a synctest bubble.
func Run(t *testing.T, each func(t *testing.T, story func(*testing.T, Backend))) {
	for _, s := range []struct {
		name string
		tell func(*testing.T, *scene)
	}{
		{"the first connection makes a person online", firstConnection},
		{"one active connection outweighs all that are away", activeWins},
		{"a reconnect within the grace is invisible", reconnectInGrace},
		{"offline is told once the grace is over", offlineAfterGrace},
		{"an away person who leaves stays away until the grace is over", awayInGrace},
		{"a second reconnect starts the grace anew", graceStartsAnew},
		{"what is unknown is ignored", unknownIgnored},
		{"states of those asked for only", statesOfSome},
	} {
		t.Run(s.name, func(t *testing.T) {
			each(t, func(t *testing.T, b Backend) { s.tell(t, newScene(t, b)) })
		})
	}
}

// scene is a Presence and what its watcher was told.
type scene struct {
	Backend
	t    *testing.T
	mu   sync.Mutex
	told []string
}

func newScene(t *testing.T, b Backend) *scene {
	s := &scene{Backend: b, t: t}
	b.Presence.Watch(func(user, state string) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.told = append(s.told, user+" "+state)
	})
	return s
}

// connect, set and disconnect let everybody hear of it before they return.
func (s *scene) connect(user, conn string) {
	s.t.Helper()
	s.check(s.Presence.Connect(context.Background(), user, conn))
	s.Advance(0)
}

func (s *scene) set(user, conn, state string) {
	s.t.Helper()
	s.check(s.Presence.Set(context.Background(), user, conn, state))
	s.Advance(0)
}

func (s *scene) disconnect(user, conn string) {
	s.t.Helper()
	s.check(s.Presence.Disconnect(context.Background(), user, conn))
	s.Advance(0)
}

func (s *scene) check(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// wantTold asserts everything the watcher has heard so far.
func (s *scene) wantTold(want ...string) {
	s.t.Helper()
	s.Advance(0)
	s.mu.Lock()
	defer s.mu.Unlock()
	if !slices.Equal(s.told, want) {
		s.t.Errorf("told %q, want %q", s.told, want)
	}
}

func (s *scene) wantOnline(want map[string]string) {
	s.t.Helper()
	got, err := s.Presence.Online(context.Background())
	s.check(err)
	if !maps.Equal(got, want) {
		s.t.Errorf("online: %v, want %v", got, want)
	}
}

func firstConnection(t *testing.T, s *scene) {
	s.wantOnline(map[string]string{})
	s.connect("ada", "phone")
	s.connect("ada", "laptop")
	s.connect("ada", "laptop")
	s.wantTold("ada online")
	s.wantOnline(map[string]string{"ada": wire.Online})
}

func activeWins(t *testing.T, s *scene) {
	s.connect("ada", "phone")
	s.connect("ada", "laptop")
	s.set("ada", "phone", wire.Away)
	s.wantTold("ada online")
	s.set("ada", "laptop", wire.Away)
	s.wantTold("ada online", "ada away")
	s.set("ada", "phone", wire.Online)
	s.wantTold("ada online", "ada away", "ada online")
	s.disconnect("ada", "phone")
	s.wantTold("ada online", "ada away", "ada online", "ada away")
	s.wantOnline(map[string]string{"ada": wire.Away})
}

func reconnectInGrace(t *testing.T, s *scene) {
	s.connect("ada", "phone")
	s.disconnect("ada", "phone")
	s.Advance(limits.AwayGrace - time.Second)
	s.wantOnline(map[string]string{"ada": wire.Online})
	s.connect("ada", "phone again")
	s.Advance(2 * limits.AwayGrace)
	s.wantTold("ada online")
}

func offlineAfterGrace(t *testing.T, s *scene) {
	s.connect("ada", "phone")
	s.connect("bob", "laptop")
	s.disconnect("ada", "phone")
	s.Advance(limits.AwayGrace + time.Second)
	s.wantTold("ada online", "bob online", "ada offline")
	s.wantOnline(map[string]string{"bob": wire.Online})
	s.connect("ada", "phone")
	s.wantTold("ada online", "bob online", "ada offline", "ada online")
}

func awayInGrace(t *testing.T, s *scene) {
	s.connect("ada", "phone")
	s.set("ada", "phone", wire.Away)
	s.disconnect("ada", "phone")
	s.wantOnline(map[string]string{"ada": wire.Away})
	s.Advance(limits.AwayGrace + time.Second)
	s.wantTold("ada online", "ada away", "ada offline")
}

func graceStartsAnew(t *testing.T, s *scene) {
	s.connect("ada", "one")
	s.disconnect("ada", "one")
	s.Advance(limits.AwayGrace - time.Second)
	s.connect("ada", "two")
	s.disconnect("ada", "two")
	s.Advance(limits.AwayGrace - time.Second)
	s.wantTold("ada online")
	s.Advance(2 * time.Second)
	s.wantTold("ada online", "ada offline")
}

func unknownIgnored(t *testing.T, s *scene) {
	s.set("nobody", "phone", wire.Away)
	s.disconnect("nobody", "phone")
	s.connect("ada", "phone")
	s.disconnect("ada", "laptop")
	s.set("ada", "laptop", wire.Away)
	s.Advance(2 * limits.AwayGrace)
	s.wantTold("ada online")
	s.wantOnline(map[string]string{"ada": wire.Online})
}

func statesOfSome(t *testing.T, s *scene) {
	s.connect("ada", "phone")
	s.connect("bob", "phone")
	s.connect("cyd", "phone")
	s.set("bob", "phone", wire.Away)
	got, err := s.Presence.States(context.Background(), []string{"bob", "dan", "cyd"})
	s.check(err)
	if want := map[string]string{"bob": wire.Away, "cyd": wire.Online}; !maps.Equal(got, want) {
		t.Errorf("states: %v, want %v", got, want)
	}
}
