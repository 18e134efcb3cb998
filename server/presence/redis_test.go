package presence_test

import (
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/confab/confab/server/broker"
	"github.com/confab/confab/server/presence"
	"github.com/confab/confab/server/presence/presencetest"
	"github.com/confab/confab/server/proof/service"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

func suite(t *testing.T, url string) {
	stories := 0
	presencetest.Run(t, func(t *testing.T, story func(*testing.T, presencetest.Backend)) {
		stories++
		sep := "?"
		if strings.Contains(url, sep) {
			sep = "&"
		}
		l := newLink(t, fmt.Sprintf("%s%sprefix=story%d", url, sep, stories), "node")
		b := broker.NewRedis(l, secret)
		defer b.Close()
		var clock presence.Clock
		p := presence.NewImpatientRedis(l, b, &clock, calm)
		defer p.Close()
		story(t, presencetest.Backend{Presence: p, Advance: func(d time.Duration) {
			eventually(t, "it is announced", p.Told)
			clock.Advance(d)
			eventually(t, "it is announced", p.Told)
		}})
	})
}

func TestRedis(t *testing.T) { suite(t, service.StartRedis(t).URL()) }

func TestRedisCluster(t *testing.T) {
	t.Parallel() // a cluster takes two seconds to form
	url := clusterURL(t)
	suite(t, url)
	t.Run("a dead node's people are announced once", func(t *testing.T) { deadNode(t, url) })
}

func TestAPersonIsSeenOnAllNodesByWhatTheyAreOnAny(t *testing.T) {
	t.Parallel()
	w, _ := newTown(t, calm)
	a, b := w.node(), w.node()
	a.do(a.Connect, "ada", "phone")
	b.wantTold("ada", wire.Online)
	b.do(b.Connect, "ada", "laptop")
	a.set("ada", "phone", wire.Away)
	a.wantSeen("ada online")
	b.set("ada", "laptop", wire.Away)
	a.wantTold("ada", wire.Online, wire.Away)
	a.set("ada", "phone", wire.Online)
	b.wantTold("ada", wire.Online, wire.Away, wire.Online)
	states, err := b.States(t.Context(), []string{"ada", "bob"})
	if err != nil || len(states) != 1 || states["ada"] != wire.Online {
		t.Errorf("states %v, %v", states, err)
	}
	w.node().wantSeen("ada online") // a node that joins later knows at once
}

func TestWhoGoesToAnotherNodeWithinTheGraceIsNeverOffline(t *testing.T) {
	t.Parallel()
	w, _ := newTown(t, calm)
	a, b := w.node(), w.node()
	a.do(a.Connect, "ada", "phone")
	a.do(a.Disconnect, "ada", "phone")
	a.pass(limits.AwayGrace - time.Second)
	b.do(b.Connect, "ada", "phone again")
	a.pass(time.Hour)
	a.wantTold("ada", wire.Online)
	b.wantTold("ada", wire.Online)
	b.do(b.Disconnect, "ada", "phone again")
	b.pass(limits.AwayGrace)
	a.wantTold("ada", wire.Online, wire.Offline)
	a.wantSeen()
}

func TestADeadNodesPeopleAreAnnouncedOnce(t *testing.T) {
	t.Parallel()
	deadNode(t, service.StartRedis(t).URL())
}

func deadNode(t *testing.T, url string) {
	w := &town{T: t, url: url, times: presence.Impatient{Dead: 2 * time.Second, Expire: time.Minute, Settle: time.Second,
		Leave: time.Second}}
	a, b, c := w.node(), w.node(), w.node()
	var users []string
	for i := range 20 {
		users = append(users, fmt.Sprint("user", i))
		a.do(a.Connect, users[i], "phone")
	}
	a.do(a.Connect, "ada", "phone")
	b.do(b.Connect, "ada", "laptop")
	for _, n := range []*node{b, c} {
		for _, user := range users {
			n.wantTold(user, wire.Online)
		}
	}
	a.Die()
	for _, n := range []*node{b, c} {
		for _, user := range users {
			n.wantTold(user, wire.Online, wire.Offline)
		}
		n.wantSeen("ada online")
	}
	for _, user := range users {
		if n := b.times(user+" offline") + c.times(user+" offline"); n != 1 {
			t.Errorf("%d nodes announced that %s is offline", n, user)
		}
	}
	b.wantTold("ada", wire.Online)
}

func TestTheNextServerFindsOutWhoDidNotComeBack(t *testing.T) {
	t.Parallel()
	// Dead leaves the next server the time to start on a machine with other work.
	w, _ := newTown(t, presence.Impatient{Dead: 5 * time.Second, Expire: time.Minute, Settle: time.Second, Leave: time.Second})
	a := w.node()
	a.do(a.Connect, "ada", "phone")
	a.do(a.Connect, "bob", "phone")
	a.Die()
	b := w.node()
	b.wantSeen("ada online", "bob online")
	b.do(b.Connect, "bob", "phone")
	b.wantTold("ada", wire.Offline)
	b.wantSeen("bob online")
	b.wantTold("bob")
}

func TestThePeopleOfAClosedNodeHaveTheGraceToComeBack(t *testing.T) {
	t.Parallel()
	w, _ := newTown(t, presence.Impatient{Dead: time.Minute, Expire: time.Minute, Settle: time.Second, Leave: 1500 * time.Millisecond})
	a, b := w.node(), w.node()
	a.do(a.Connect, "ada", "phone")
	a.do(a.Connect, "bob", "phone")
	b.wantSeen("ada online", "bob online")
	closed := time.Now()
	if err := a.Close(); err != nil {
		t.Error(err)
	}
	b.do(b.Connect, "ada", "phone")
	b.wantTold("bob", wire.Online, wire.Offline)
	if took := time.Since(closed); took < 1400*time.Millisecond { // a node that dies without closing has a minute
		t.Errorf("bob was offline after %v", took)
	}
	b.wantTold("ada", wire.Online)
	b.wantSeen("ada online")
}

func TestWithoutRedisANodeHasItsOwnPeopleAndThenAllAreKnownAgain(t *testing.T) {
	t.Parallel()
	w, r := newTown(t, calm)
	a, b := w.node(), w.node()
	a.do(a.Connect, "ada", "phone")
	a.do(a.Connect, "gus", "phone")
	b.do(b.Connect, "bob", "phone")
	a.wantSeen("ada online", "bob online", "gus online")
	b.wantSeen("ada online", "bob online", "gus online")
	r.Kill()
	eventually(t, "both know", func() bool { return !a.link.Up() && !b.link.Up() })
	a.do(a.Connect, "cyd", "phone")
	a.wantTold("cyd", wire.Online)
	a.set("ada", "phone", wire.Away)
	a.do(a.Disconnect, "gus", "phone")
	a.pass(limits.AwayGrace)
	a.wantSeen("ada away", "bob online", "cyd online")
	b.wantSeen("ada online", "bob online", "gus online")
	r.Start() // it is empty now
	a.wantSeen("ada away", "bob online", "cyd online")
	b.wantSeen("ada away", "bob online", "cyd online")
	for _, n := range []*node{a, b} {
		for _, user := range []string{"ada", "bob", "cyd"} {
			if slices.Contains(n.heard(user), wire.Offline) {
				t.Errorf("%s was told that %s was offline", n.name, user)
			}
		}
	}
}

func TestWithoutRedisForLongOthersPeopleAreOffline(t *testing.T) {
	t.Parallel()
	w, r := newTown(t, presence.Impatient{Dead: time.Minute, Expire: 1500 * time.Millisecond, Settle: time.Second, Leave: time.Second})
	a, b := w.node(), w.node()
	a.do(a.Connect, "ada", "phone")
	b.do(b.Connect, "bob", "phone")
	a.wantSeen("ada online", "bob online")
	b.wantSeen("ada online", "bob online")
	r.Kill()
	a.wantTold("bob", wire.Online, wire.Offline)
	a.wantSeen("ada online")
	b.wantSeen("bob online")
	r.Start()
	a.wantSeen("ada online", "bob online")
	b.wantSeen("ada online", "bob online")
	if slices.Contains(a.heard("ada"), wire.Offline) {
		t.Error("a was told that its own person was offline")
	}
}

func TestAPausedRedisMakesNobodyWait(t *testing.T) {
	t.Parallel()
	w, r := newTown(t, calm)
	w.timeout = 300 * time.Millisecond
	a, b := w.node(), w.node()
	a.do(a.Connect, "ada", "phone")
	b.wantSeen("ada online")
	r.Pause()
	began := time.Now()
	for i := range 100 {
		if err := a.Connect(t.Context(), fmt.Sprint("user", i), "phone"); err != nil {
			t.Error(err)
		}
		if _, err := a.Online(t.Context()); err != nil {
			t.Error(err)
		}
	}
	if took := time.Since(began); took > patience { // 200 timeouts are a minute
		t.Errorf("waited %v", took)
	}
	eventually(t, "a hears of its own people", func() bool { return len(a.heard("user99")) > 0 })
	r.Resume()
	eventually(t, "all are known", func() bool {
		all, err := b.Online(t.Context())
		return err == nil && len(all) == 101
	})
}

func TestWhatANodeMissedItFindsOut(t *testing.T) {
	t.Parallel()
	w, r := newTown(t, calm)
	a, b := w.node(), w.node()
	a.do(a.Connect, "bob", "phone")
	b.wantSeen("bob online")
	a.mu.Lock()
	a.mute = true
	a.mu.Unlock()
	a.do(a.Connect, "ada", "phone")
	a.do(a.Disconnect, "bob", "phone")
	a.pass(limits.AwayGrace)
	r.Do("CLIENT", "KILL", "TYPE", "pubsub")
	b.wantSeen("ada online")
	b.wantTold("ada", wire.Online)
	b.wantTold("bob", wire.Online, wire.Offline)
}

func TestAnEmptiedRedisIsFilledAgainAndNobodyLooksOffline(t *testing.T) {
	t.Parallel()
	rarely := calm
	rarely.Beat = time.Hour
	for name, c := range map[string]struct {
		times presence.Impatient
		more  []string // other commands to Redis meanwhile
	}{
		"noticed by a sign of life": {calm, []string{"PING"}},
		// They compare at once, and must not believe an empty Redis.
		"with all subscriptions broken": {rarely, []string{"CLIENT", "KILL", "TYPE", "pubsub"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, r := newTown(t, c.times)
			a, b := w.node(), w.node()
			a.do(a.Connect, "ada", "phone")
			b.do(b.Connect, "bob", "phone")
			a.wantSeen("ada online", "bob online")
			b.wantSeen("ada online", "bob online")
			for range 3 {
				r.Do("FLUSHALL")
				r.Do(c.more...)
				eventually(t, "both have given their word again", func() bool {
					return r.Do("ZCARD", "confab:nodes") == ":2" && r.Do("DBSIZE") == ":5"
				})
			}
			for _, n := range []*node{a, b} {
				for _, user := range []string{"ada", "bob"} {
					if slices.Contains(n.heard(user), wire.Offline) {
						t.Errorf("%s was told that %s was offline", n.name, user)
					}
				}
				n.wantSeen("ada online", "bob online")
			}
		})
	}
}

func TestAPresenceCanBeMadeWhileRedisIsAway(t *testing.T) {
	w, r := newTown(t, calm)
	l := newLink(t, w.url, "early")
	r.Kill()
	eventually(t, "the link knows", func() bool { return !l.Up() })
	b := broker.NewRedis(l, secret)
	defer b.Close()
	p := presence.NewRedis(l, b)
	defer p.Close()
	told := make(chan string, 10)
	p.Watch(func(user, state string) { told <- user + " " + state })
	if err := p.Connect(t.Context(), "ada", "phone"); err != nil {
		t.Error(err)
	}
	select {
	case got := <-told:
		if got != "ada online" {
			t.Errorf("told %q", got)
		}
	case <-time.After(patience):
		t.Error("not told")
	}
}

func TestPresenceGoesOnAfterAPanic(t *testing.T) {
	t.Parallel()
	w, _ := newTown(t, calm)
	a, b := w.node(), w.node()
	var once atomic.Bool
	a.Watch(func(user, _ string) {
		if user == "ada" && once.CompareAndSwap(false, true) {
			panic("a fault of who watches")
		}
	})
	a.do(a.Connect, "ada", "phone")
	a.do(a.Connect, "bob", "phone")
	b.wantSeen("ada online", "bob online")
	if n := a.link.Faults().Panics(); n != 1 {
		t.Errorf("%d panics counted, want 1", n)
	}
}
