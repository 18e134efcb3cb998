package engine_test

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// shows are the rows of a room as they are shown, with "*" before those that have
// changes which wait.
func (c *client) shows(room string) []string {
	synctest.Wait()
	list := []string{}
	c.View(func(s *state.State) {
		for _, it := range s.Rooms[room].Timeline() {
			mark := map[state.Status]string{state.Pending: "?", state.Failed: "!"}[it.Status]
			if len(it.Waiting) > 0 {
				mark += "*"
			}
			list = append(list, mark+described(it.Event))
		}
	})
	return list
}

func (c *client) edits(of engine.Target, body string) {
	c.t.Helper()
	if err := c.Outbox().Edit(of, body); err != nil {
		c.t.Fatal(err)
	}
	synctest.Wait()
}

func (c *client) deletes(of engine.Target) {
	c.t.Helper()
	if err := c.Outbox().Delete(of); err != nil {
		c.t.Fatal(err)
	}
	synctest.Wait()
}

func (c *client) reacts(of engine.Target, emoji string, on bool) {
	c.t.Helper()
	if err := c.Outbox().React(of, emoji, on); err != nil {
		c.t.Fatal(err)
	}
	synctest.Wait()
}

// cut takes the network away, and gives it back.
func (s *server) cut() {
	s.set(func() { s.down = true })
	s.restart()
	synctest.Wait()
}

func (s *server) mend() {
	s.set(func() { s.down = false })
	after(time.Minute)
}

func of(seq int64) engine.Target { return engine.Target{Room: room, Seq: seq} }

func waiting(cid string) engine.Target { return engine.Target{Room: room, CID: cid} }

func TestAnEditIsShownAtOnceAndKeepsItsRow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		c := reading(t, s)
		defer c.Stop()
		c.send("helo")
		s.set(func() { s.latency = time.Second })
		c.edits(of(1), "hello")
		same(t, "before the answer", c.shows(room), []string{"*hello"})
		it := ask(c, room, func(_ *state.State, r *state.Room) *state.Item { return r.Timeline()[0] })
		again := ask(c, room, func(_ *state.State, r *state.Room) *state.Item { return r.Timeline()[0] })
		if it != again || !it.Waits(wire.KindEdit) || it.Waits(wire.KindDelete) {
			t.Errorf("the row is %+v, then %+v", it, again)
		}
		after(5 * time.Second)
		same(t, "after the answer", c.shows(room), []string{"hello"})
		same(t, "for the others", s.now(room), []string{"hello"})
	})
}

func TestChangesMadeOfflineWaitAndGoOutOnceInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		disk := engine.NewMemory()
		c := reading(t, s, with(disk))
		for _, body := range numbered(4) {
			c.send(body)
		}
		after(5 * time.Second)
		s.cut()
		c.edits(of(1), "better")
		c.deletes(of(2))
		c.reacts(of(3), "👍", true)
		if err := c.Outbox().Pin(of(4), true); err != nil {
			t.Fatal(err)
		}
		c.send("last")
		want := []string{"*better", "*-", "*message 3 👍+", "*message 4 pinned", "?last"}
		same(t, "offline", c.shows(room), want)
		c.Stop()

		c = reading(t, s, with(disk)) // the page is reloaded, still offline
		same(t, "after a reload", c.shows(room), want)
		n, _ := c.Outbox().Count()
		same(t, "waiting", n, 5)
		s.mend()
		want = []string{"better", "-", "message 3 👍+", "message 4 pinned", "last"}
		same(t, "online", c.shows(room), want)
		same(t, "for the others", s.now(room), want)
		var kinds []wire.Kind
		s.set(func() {
			for _, e := range s.changes.got {
				kinds = append(kinds, e.Kind)
			}
		})
		same(t, "each once, in order", kinds, []wire.Kind{wire.KindEdit, wire.KindDelete, wire.KindReaction, wire.KindPin})
		kept, err := disk.All(t.Context(), "outbox")
		if err != nil || len(kept) != 0 {
			t.Errorf("the store still has %v (%v)", kept, err)
		}
		c.Stop()
	})
}

func TestANewerEditReplacesOneThatWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		b := newBrowser()
		c := reading(t, s, b.tab)
		defer c.Stop()
		c.send("first")
		after(5 * time.Second)
		s.cut()
		c.edits(of(1), "second")
		c.reacts(of(1), "👍", true)
		c.edits(of(1), "third")
		c.reacts(of(1), "👍", false)
		same(t, "offline", c.shows(room), []string{"*third"})
		same(t, "entries", len(c.Outbox().List()), 2)
		other := reading(t, s, b.tab)
		defer other.Stop()
		same(t, "in another tab", other.shows(room), []string{"*third"})
		c.edits(of(1), "fourth")
		same(t, "in the other tab too", other.shows(room), []string{"*fourth"})
		s.mend()
		same(t, "online", c.shows(room), []string{"fourth"})
		same(t, "there", other.shows(room), []string{"fourth"})
		same(t, "edits", s.kinds(room, wire.KindEdit), 1)
		same(t, "reactions", s.kinds(room, wire.KindReaction), 0)
		same(t, "entries", len(c.Outbox().List())+len(other.Outbox().List()), 0)
	})
}

func TestAMessageThatWaitsIsSentWithItsNewText(t *testing.T) {
	for name, reload := range map[string]bool{"in the same page": false, "after a reload": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newServer(t)
				disk := engine.NewMemory()
				c := reading(t, s, with(disk))
				after(5 * time.Second)
				s.cut()
				one, two := c.send("one"), c.send("two")
				c.send("three")
				if reload {
					c.Stop()
					c = reading(t, s, with(disk))
				}
				c.edits(waiting(one), "one, better")
				c.deletes(waiting(two))
				same(t, "offline", c.shows(room), []string{"?one, better", "?three"})
				c.Stop()
				c = reading(t, s, with(disk))
				defer c.Stop()
				s.mend()
				same(t, "the log", s.texts(room), []string{"one, better", "three"})
				same(t, "changes", s.count(func() int { return len(s.changes.got) }), 0)
				same(t, "the rows", c.shows(room), []string{"one, better", "three"})
			})
		})
	}
}

// The message may be in the log already, so its text cannot be changed any more without
// the others knowing.
func TestAnEditOfAMessageThatMayHaveBeenSentFollowsIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		disk := engine.NewMemory()
		c := reading(t, s, with(disk))
		after(5 * time.Second)
		s.set(func() { s.hold[wire.SendMessage.Type] = true })
		one, two := c.send("one"), c.send("two")
		s.cut()
		c.edits(waiting(one), "one, better")
		c.deletes(waiting(two))
		same(t, "offline", c.shows(room), []string{"?*one, better", "?*-"})
		c.Stop()
		s.set(func() { s.hold = map[wire.Type]bool{} })
		c = reading(t, s, with(disk))
		defer c.Stop()
		s.mend()
		same(t, "the rows", c.shows(room), []string{"one, better", "-"})
		same(t, "for the others", s.now(room), []string{"one, better", "-"})
		same(t, "entries", len(c.Outbox().List()), 0)
	})
}

func TestALostAnswerToAnEditIsFoundInTheLog(t *testing.T) {
	for name, reload := range map[string]bool{"in the same page": false, "after a reload": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newServer(t)
				disk := engine.NewMemory()
				c := reading(t, s, with(disk))
				c.send("one")
				after(5 * time.Second)
				// Carried out; then the connection ends before the answer and the event arrive.
				s.set(func() {
					s.changes.silent = 1
					s.latency = time.Hour
				})
				c.edits(of(1), "one, better")
				s.cut()
				s.set(func() { s.latency = 0 })
				if reload {
					c.Stop()
					c = reading(t, s, with(disk))
				}
				same(t, "offline", c.shows(room), []string{"*one, better"})
				s.change(room, wire.Event{Kind: wire.KindEdit, Author: sam, Target: 1, Body: "from another device"})
				s.mend()
				same(t, "the later text stays", c.shows(room), []string{"from another device"})
				same(t, "for the others", s.now(room), []string{"from another device"})
				same(t, "entries", len(c.Outbox().List()), 0)
				c.Stop()
			})
		})
	}
}

func TestARefusedEditIsUndoneAndItsTextStays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		disk := engine.NewMemory()
		var refused []state.Refused
		c := reading(t, s, with(disk), func(o *engine.Options) {
			o.OnChange = func(c state.Changes) { refused = append(refused, c.Refused...) }
		})
		c.send("one")
		after(5 * time.Second)
		s.cut()
		c.edits(of(1), "one, better")
		c.reacts(of(1), "👍", true)
		s.change(room, wire.Event{Kind: wire.KindDelete, Author: hana, Target: 1})
		s.mend()
		same(t, "the rows", c.shows(room), []string{"-"})
		list := c.Outbox().List()
		if len(list) != 1 || list[0].Fail == nil {
			t.Fatalf("the outbox has %+v", list)
		}
		same(t, "it says", []string{list[0].Body, list[0].Place, string(list[0].Kind)}, []string{"one, better", "room " + room, "edit"})
		same(t, "the person is told of both", []wire.Kind{refused[0].Kind, refused[1].Kind}, []wire.Kind{wire.KindEdit, wire.KindReaction})
		c.Stop()
		c = reading(t, s, with(disk))
		defer c.Stop()
		after(time.Minute)
		same(t, "after a reload", c.Outbox().List()[0].Body, "one, better")
		same(t, "it was sent", s.count(func() int { return len(s.changes.got) }), 2)
		c.Outbox().Retry(list[0].ID)
		after(time.Second)
		same(t, "tried again", s.count(func() int { return len(s.changes.got) }), 3)
		c.Outbox().Discard(list[0].ID)
		after(time.Second)
		same(t, "dismissed", len(c.Outbox().List()), 0)
	})
}

func TestWhatIsPutOffStaysInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		c := reading(t, s)
		defer c.Stop()
		c.send("one")
		begun := time.Now()
		s.set(func() {
			s.changes.refuse = func(*wire.Event) *wire.Nack {
				if time.Since(begun) < 10*time.Second {
					return &wire.Nack{Code: wire.CodeRate, Message: "Later.", RetryMS: 4000}
				}
				return nil
			}
		})
		c.edits(of(1), "better")
		c.send("two")
		same(t, "meanwhile", c.shows(room), []string{"*better", "?two"})
		after(time.Minute)
		same(t, "in the end", c.shows(room), []string{"better", "two"})
		s.mu.Lock()
		defer s.mu.Unlock()
		same(t, "the log", []wire.Kind{s.rooms[room].log[1].Kind, s.rooms[room].log[2].Kind}, []wire.Kind{wire.KindEdit, wire.KindMessage})
	})
}

func TestAnotherTabTakesOverTheChanges(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		b := newBrowser()
		one, two := reading(t, s, b.tab), reading(t, s, b.tab)
		defer two.Stop()
		one.send("one")
		s.cut()
		one.edits(of(1), "one, better")
		mine := one.send("waits")
		same(t, "in the other tab", two.shows(room), []string{"*one, better", "?waits"})
		two.edits(waiting(mine), "waits, better")
		same(t, "here", one.shows(room), []string{"*one, better", "?*waits, better"})
		two.SetActive(true)
		one.Stop()
		s.mend()
		same(t, "sent by the other tab", two.shows(room), []string{"one, better", "waits, better"})
		same(t, "the log", s.texts(room), []string{"one", "waits, better"})
		same(t, "edits", s.kinds(room, wire.KindEdit), 1)
	})
}

func TestWhatWasWrittenInARoomThatIsGoneIsNotThrownAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		disk := engine.NewMemory()
		c := reading(t, s, with(disk))
		c.send("one")
		after(5 * time.Second)
		s.cut()
		c.send("my words")
		c.edits(of(1), "one, better")
		s.set(func() {
			gone := func() *wire.Nack { return &wire.Nack{Code: wire.CodeRoomGone, Message: "You are not in this room."} }
			s.refuse = func(*wire.Send) *wire.Nack { return gone() }
		})
		s.leave(room)
		s.mend()
		c.Stop()
		c = start(t, s, with(disk))
		defer c.Stop()
		list := c.Outbox().List()
		if len(list) != 2 || list[0].Body != "my words" || list[1].Body != "one, better" {
			t.Fatalf("the outbox has %+v", list)
		}
		for _, l := range list {
			if l.Fail == nil || l.Fail.Code != wire.CodeRoomGone || l.Place != "room "+room || l.At == 0 {
				t.Errorf("it has %+v", l)
			}
		}
		waiting, failed := c.Outbox().Count()
		same(t, "waiting and failed", []int{waiting, failed}, []int{0, 2})
		// Let in again, they send it.
		s.set(func() {
			s.refuse = nil
			s.rooms[room].member = true
			s.entry(wire.Inbox{Kind: wire.InboxRoom, Room: room})
		})
		c.OpenRoom(room)
		after(time.Second)
		same(t, "the rows", c.shows(room), []string{"one", "!my words"})
		c.Outbox().Retry(list[0].ID)
		c.Outbox().Retry(list[1].ID)
		after(time.Second)
		same(t, "sent again", s.now(room), []string{"one, better", "my words"})
	})
}

func TestWhatOthersDoToAMessageIsSeenUnderAChangeThatWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		c := reading(t, s)
		defer c.Stop()
		c.send("one")
		s.set(func() { s.hold[wire.EditMessage.Type] = true })
		c.edits(of(1), "one, better")
		s.change(room, wire.Event{Kind: wire.KindReaction, Author: hana, Target: 1, Emoji: "👍", On: true})
		same(t, "the rows", c.shows(room), []string{"*one, better 👍+"})
	})
}

func TestWhatSomebodyElseDoesIsNotTakenForOnesOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		c := reading(t, s)
		defer c.Stop()
		c.send("one")
		s.set(func() { s.hold[wire.ReactToMessage.Type] = true })
		c.reacts(of(1), "👍", true)
		s.change(room, wire.Event{Kind: wire.KindReaction, Author: hana, Target: 1, Emoji: "👍", On: true})
		same(t, "the rows", c.shows(room), []string{"*one 👍++"})
		same(t, "entries", len(c.Outbox().List()), 1)
	})
}

func TestAnEarlierVoteIsNotTakenForTheLast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		c := reading(t, s)
		defer c.Stop()
		c.send("when?")
		s.set(func() { s.hold[wire.CastVote.Type] = true })
		for _, choice := range []int{1, 2} {
			if err := c.Outbox().Vote(of(1), choice); err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
		}
		voted := func(was, now int) {
			s.change(room, wire.Event{
				Kind: wire.KindVote, Author: sam, Target: 1, Detail: wire.DetailOf(&wire.Ballot{Of: 2, Was: was, Now: now}),
			})
			synctest.Wait()
		}
		voted(0, 1)
		same(t, "entries after the first", len(c.Outbox().List()), 1)
		voted(1, 2)
		same(t, "entries after the second", len(c.Outbox().List()), 0)
	})
}

func TestTheOutboxOfAnEarlierVersionIsSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		disk := engine.NewMemory()
		reading(t, s, with(disk)).Stop()
		old := engine.Record{Key: "outbox/0197f3a2b1c07d4e8f00112233445566", Value: `{"cid":"0197f3a2b1c07d4e8f00112233445566","user":"` +
			sam + `","room":"` + room + `","body":"from before","at":1}`}
		if err := disk.Write(t.Context(), []engine.Record{old}, nil); err != nil {
			t.Fatal(err)
		}
		c := reading(t, s, with(disk))
		defer c.Stop()
		after(time.Second)
		same(t, "the log", s.texts(room), []string{"from before"})
	})
}

func TestAChangeThatCannotBeWaitedForIsRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		c := reading(t, s)
		defer c.Stop()
		c.send("one")
		for body, want := range map[string]wire.Code{
			" \n":                              wire.CodeInvalid,
			strings.Repeat("x", limits.Body+1): wire.CodeTooLarge,
		} {
			var fail *wire.Error
			if err := c.Outbox().Edit(of(1), body); !errors.As(err, &fail) || fail.Code != want {
				t.Errorf("an edit of %d bytes: %v, want %s", len(body), err, want)
			}
		}
		s.cut()
		for range limits.OutboxMessages {
			c.send("x")
		}
		var fail *wire.Error
		if err := c.Outbox().Delete(of(1)); !errors.As(err, &fail) || fail.Code != wire.CodeOverload {
			t.Errorf("a full outbox: %v", err)
		}
	})
}

func TestNothingIsKeptWithoutAStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		c := start(t, s)
		defer c.Stop()
		c.send("hello")
		if c.Status().Kept {
			t.Error("without a store, the status says that it works")
		}
		disk := engine.NewMemory()
		reading(t, s, with(disk)).Stop()
		full := start(t, s, with(slowStore{Memory: disk, fails: true}))
		defer full.Stop()
		after(5 * time.Second)
		if full.Status().Kept {
			t.Error("before anything is written, it is not known that the store fails")
		}
	})
}
