package engine_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/wire"
)

func TestTheProgramOpensWithoutTheNetwork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		s.fill(room, 150, 150)
		disk := engine.NewMemory()
		c := reading(t, s, with(disk))
		synctest.Wait()
		c.LoadOlder(room)
		c.LoadOlder(room)
		s.say(room, hana, "the last")
		after(5 * time.Second)
		c.Stop()

		s.set(func() { s.down = true })
		c = reading(t, s, with(disk))
		defer c.Stop()
		rows := c.rows(room)
		same(t, "rows kept", len(rows), 100)
		same(t, "the last of them", rows[99], "the last")
		same(t, "the name of who wrote it", ask(c, room, func(st *state.State, _ *state.Room) string { return st.User(hana).Name }),
			"N"+hana)
		same(t, "who one is", ask(c, room, func(st *state.State, _ *state.Room) string { return st.Me.ID + " in " + st.Workspace }),
			sam+" in Acme")

		// Back online it costs what was missed.
		s.say(room, hana, "while away")
		fetched := s.count(func() int { return s.asked[wire.FetchHistory.Type] })
		s.set(func() { s.down = false })
		c.Connect()
		rows = c.rows(room)
		same(t, "the end", rows[len(rows)-2:], []string{"the last", "while away"})
		same(t, "pages fetched", s.count(func() int { return s.asked[wire.FetchHistory.Type] })-fetched, 0)
	})
}

// A page without the network knows the names of all that it shows, of those too
// who did nothing but react.
func TestWhoReactedIsKnownWithoutTheNetwork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const mara = "0b"
		s := newServer(t)
		s.people[mara] = wire.User{ID: mara, Handle: "h" + mara, Name: "N" + mara, Role: wire.RoleMember}
		disk := engine.NewMemory()
		c := reading(t, s, with(disk))
		target := s.say(room, hana, "soup")
		s.change(room, wire.Event{Kind: wire.KindReaction, Author: mara, Target: target, Emoji: "👍", On: true})
		name := func(st *state.State, _ *state.Room) string { return st.User(mara).Name }
		after(5 * time.Second)
		same(t, "the name", ask(c, room, name), "N"+mara)
		c.Stop()

		s.set(func() { s.down = true })
		c = reading(t, s, with(disk))
		defer c.Stop()
		same(t, "the name without the network", ask(c, room, name), "N"+mara)
	})
}

func TestACrashCostsAReplay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		disk := engine.NewMemory()
		c := reading(t, s, with(disk))
		s.say(room, hana, "kept")
		after(5 * time.Second)
		s.say(room, hana, "not kept yet")
		synctest.Wait()
		crashed := engine.NewMemory() // the disk as it is at this moment
		records, err := disk.All(t.Context(), "")
		if err != nil || crashed.Write(t.Context(), records, nil) != nil {
			t.Fatal(err)
		}
		c.Stop()
		c = reading(t, s, with(crashed))
		defer c.Stop()
		same(t, "the timeline", c.rows(room), []string{"kept", "not kept yet"})
		hello := s.hellos[1].Resume
		same(t, "the cursor", hello.Rooms[room].Seq, 1)
	})
}

func TestAnotherPersonFindsNothingOfTheFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		s.fill(room, 5, 5)
		disk := engine.NewMemory()
		c := reading(t, s, with(disk))
		after(5 * time.Second)
		s.set(func() { s.refuse = func(*wire.Send) *wire.Nack { return &wire.Nack{Code: wire.CodeForbidden} } })
		c.send("unsent")
		c.Stop()

		s.set(func() {
			s.people[sam] = wire.User{ID: "0e", Name: "Someone else"}
			s.rooms[room].member = false
			s.open2("0d")
		})
		c = start(t, s, with(disk))
		after(10 * time.Second)
		c.View(func(st *state.State) {
			same(t, "who one is", st.Me.ID, "0e")
			if st.Rooms[room] != nil {
				t.Error("the other person's room is there")
			}
		})
		c.Stop()
		records, err := disk.All(t.Context(), "")
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range records {
			if r.Key != "self" && r.Key != "room/0d" && r.Key != "page/0d" {
				t.Errorf("the store still has %s", r.Key)
			}
		}
	})
}

// open2 is open with s.mu held.
func (s *server) open2(id string) {
	s.rooms[id] = &serverRoom{info: wire.Room{ID: id, Epoch: "e1", Joined: true}, cids: map[string]int64{}, member: true}
	s.entry(wire.Inbox{Kind: wire.InboxRoom, Room: id})
}

func TestSigningOutForgetsEverythingInEveryTab(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		s.fill(room, 5, 5)
		b := newBrowser()
		one, two := start(t, s, b.tab), start(t, s, b.tab)
		defer one.Stop()
		defer two.Stop()
		one.OpenRoom(room)
		after(5 * time.Second)
		s.set(func() { s.down = true })
		s.restart()
		one.send("unsent")
		if err := one.Device().SignOut(t.Context()); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		for _, c := range []*client{one, two} {
			same(t, "phase", c.Status().Phase, engine.PhaseSignedOut)
			c.View(func(st *state.State) {
				if st.Me.ID != "" || len(st.Rooms) != 0 || len(st.Users) != 0 {
					t.Errorf("still known: %+v", st)
				}
			})
		}
		after(time.Hour)
		records, err := b.disk.All(t.Context(), "")
		if err != nil || len(records) != 0 {
			t.Errorf("the store still has %v (%v)", records, err)
		}
	})
}

func TestBeingSignedOutKeepsWhatWasNotSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		s.fill(room, 5, 5)
		disk := engine.NewMemory()
		c := reading(t, s, with(disk))
		after(5 * time.Second)
		s.set(func() { s.hold[wire.SendMessage.Type] = true })
		c.send("unsent")
		s.bye(wire.CodeSessionRevoked, 0)
		synctest.Wait()
		c.Stop()
		records, err := disk.All(t.Context(), "")
		if err != nil || len(records) != 1 {
			t.Errorf("the store has %v (%v), want the message only", records, err)
		}
		s.set(func() { s.hold = map[wire.Type]bool{} })
		c = start(t, s, with(disk)) // signed in again
		defer c.Stop()
		c.OpenRoom(room)
		same(t, "the log", s.texts(room)[5:], []string{"unsent"})
	})
}

// browser is what the tabs of one browser share.
type browser struct {
	disk *engine.Memory

	mu     sync.Mutex
	holder chan struct{} // closed to take the lock away; nil: free
	queue  []chan struct{}
	tabs   map[int]func(string)
	next   int
}

func newBrowser() *browser { return &browser{disk: engine.NewMemory(), tabs: map[int]func(string){}} }

// tab gives an engine its place in the browser.
func (b *browser) tab(o *engine.Options) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.next++
	o.Store, o.Lock, o.Channel = b.disk, b.lock, &tab{b, b.next}
}

// lock is a Web Lock.
func (b *browser) lock(ctx context.Context, _ string, steal bool) (<-chan struct{}, func(), error) {
	for {
		b.mu.Lock()
		if b.holder == nil || steal {
			if b.holder != nil {
				close(b.holder)
			}
			mine := make(chan struct{})
			b.holder = mine
			b.mu.Unlock()
			return mine, func() { b.release(mine) }, nil
		}
		free := make(chan struct{})
		b.queue = append(b.queue, free)
		b.mu.Unlock()
		select {
		case <-free:
		case <-ctx.Done():
			return nil, nil, ctx.Err()
		}
	}
}

func (b *browser) release(mine chan struct{}) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.holder != mine {
		return
	}
	b.holder = nil
	for _, waiting := range b.queue {
		close(waiting)
	}
	b.queue = nil
}

// tab is a BroadcastChannel.
type tab struct {
	b  *browser
	id int
}

func (c *tab) Say(text string) {
	c.b.mu.Lock()
	defer c.b.mu.Unlock()
	for id, hear := range c.b.tabs {
		if id != c.id {
			hear(text)
		}
	}
}

func (c *tab) Listen(hear func(string)) func() {
	c.b.mu.Lock()
	defer c.b.mu.Unlock()
	c.b.tabs[c.id] = hear
	return func() {
		c.b.mu.Lock()
		defer c.b.mu.Unlock()
		delete(c.b.tabs, c.id)
	}
}

func TestOneTabSendsForAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		b := newBrowser()
		one, two := start(t, s, b.tab), start(t, s, b.tab)
		defer two.Stop()
		same(t, "who sends", []bool{one.Status().Drains, two.Status().Drains}, []bool{false, true})

		one.OpenRoom(room)
		two.OpenRoom(room)
		one.send("from one") // and takes the sending over
		two.send("from two")
		same(t, "in one", one.rows(room), []string{"from one", "from two"})
		same(t, "in two", two.rows(room), []string{"from one", "from two"})
		same(t, "who sends now", []bool{one.Status().Drains, two.Status().Drains}, []bool{false, true})
		same(t, "the log", s.texts(room), []string{"from one", "from two"})

		// Written in a tab that goes away before it could be sent.
		s.set(func() { s.down = true })
		s.restart()
		one.send("left behind")
		after(time.Second)
		same(t, "pending in the other tab too", two.rows(room), []string{"from one", "from two", "?left behind"})
		one.Stop()
		s.set(func() { s.down = false })
		after(time.Minute)
		same(t, "sent by the other tab", two.rows(room), []string{"from one", "from two", "left behind"})
		same(t, "the log", s.texts(room), []string{"from one", "from two", "left behind"})
	})
}

func TestTheSendingIsTakenOverHoweverQuicklyTabsChange(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		b := newBrowser()
		one, two := start(t, s, b.tab), start(t, s, b.tab)
		defer one.Stop()
		defer two.Stop()
		var want []string
		for i := range 20 {
			c := []*client{one, two}[i/3%2]
			c.SetActive(false)
			c.SetActive(true)
			if _, err := c.Send(room, numbered(20)[i], 0); err != nil {
				t.Fatal(err)
			}
			c.SetActive(true)
			if i%4 == 0 {
				synctest.Wait()
			}
			want = append(want, numbered(20)[i])
		}
		after(time.Minute)
		same(t, "one tab sends", one.Status().Drains != two.Status().Drains, true)
		got := s.texts(room)
		slices.Sort(got)
		slices.Sort(want)
		same(t, "the log", got, want)
	})
}

func TestATabMayBeLookedAtBeforeItStarts(t *testing.T) {
	for name, seen := range map[string]bool{"looked at": true, "opened in the background": false} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newServer(t)
				b := newBrowser()
				other := start(t, s, b.tab)
				defer other.Stop()
				var steals []bool
				c := unstarted(t, s, b.tab, func(o *engine.Options) {
					take := o.Lock
					o.Lock = func(ctx context.Context, name string, steal bool) (<-chan struct{}, func(), error) {
						steals = append(steals, steal)
						return take(ctx, name, steal)
					}
				})
				c.SetActive(!seen)
				c.SetActive(seen)
				c.Connect()
				c.SetActive(seen)
				c.Start()
				defer c.Stop()
				synctest.Wait()
				same(t, "the lock is asked for", steals, []bool{seen})
				same(t, "who sends", []bool{other.Status().Drains, c.Status().Drains}, []bool{!seen, seen})
				if n := s.count(func() int { return s.asked[wire.TypeHello] }); n != 2 {
					t.Errorf("%d connections said hello, want one of each tab", n)
				}
				c.send("from here")
				same(t, "the log", s.texts(room), []string{"from here"})
			})
		})
	}
}

// In a browser a tab that takes the lock away is refused if another one takes
// it away in the same moment.
func TestATabThatIsRefusedTheSendingTakesItLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		b := newBrowser()
		refuse := true
		one := start(t, s, b.tab)
		two := start(t, s, b.tab, func(o *engine.Options) {
			take := o.Lock
			o.Lock = func(ctx context.Context, name string, steal bool) (<-chan struct{}, func(), error) {
				if steal && refuse {
					refuse = false
					return nil, nil, errors.New("stolen")
				}
				return take(ctx, name, steal)
			}
		})
		defer two.Stop()
		same(t, "who sends", []bool{one.Status().Drains, two.Status().Drains}, []bool{true, false})
		one.Stop()
		synctest.Wait()
		same(t, "the second tab sends once the first is gone", two.Status().Drains, true)
		two.send("from two")
		same(t, "the log", s.texts(room), []string{"from two"})
	})
}

func TestATabWithoutAChannelTakesOverWhatAnotherLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		b := newBrowser()
		deaf := func(o *engine.Options) { b.tab(o); o.Channel = nil }
		one, two := start(t, s, deaf), start(t, s, deaf)
		defer two.Stop()
		two.OpenRoom(room)
		s.set(func() { s.down = true })
		s.restart()
		one.send("left behind")
		one.Stop()
		s.set(func() { s.down = false })
		after(time.Minute)
		same(t, "sent by the other tab", two.rows(room), []string{"left behind"})
	})
}

func TestAFailureIsSeenAndSettledInEveryTab(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		b := newBrowser()
		one, two := start(t, s, b.tab), start(t, s, b.tab)
		defer one.Stop()
		defer two.Stop()
		s.set(func() { s.refuse = func(*wire.Send) *wire.Nack { return &wire.Nack{Code: wire.CodeForbidden} } })
		first, second := two.send("first"), two.send("second")
		same(t, "in the other tab", one.rows(room), []string{"!first", "!second"})
		one.Outbox().Discard(first)
		same(t, "discarded there", two.rows(room), []string{"!second"})
		s.set(func() { s.refuse = nil })
		one.OpenRoom(room)
		one.Outbox().Retry(second)
		same(t, "sent there", one.rows(room), []string{"second"})
		after(time.Second)
		same(t, "the log", s.texts(room), []string{"second"})
		same(t, "gone here", two.rows(room), []string{})
	})
}

// What the first person could not send stays theirs, also when the server has
// ended their session before somebody else signs in.
func TestNothingGoesOutUnderAnotherName(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		disk := engine.NewMemory()
		c := reading(t, s, with(disk))
		after(5 * time.Second)
		s.set(func() {
			s.refuse = func(*wire.Send) *wire.Nack { return &wire.Nack{Code: wire.CodeOverload, RetryMS: 60_000} }
		})
		c.send("secret of sam")
		synctest.Wait()
		s.bye(wire.CodeSessionRevoked, 0)
		after(3 * time.Second)
		c.Stop()
		s.set(func() {
			s.refuse = func(m *wire.Send) *wire.Nack {
				t.Errorf("%q went out under another name", m.Body)
				return nil
			}
			s.people[sam] = wire.User{ID: "0e", Name: "Someone else"}
		})
		c = start(t, s, with(disk))
		after(10 * time.Second)
		c.Stop()
	})
}
