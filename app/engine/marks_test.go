package engine_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

func unread(c *client) int {
	return ask(c, room, func(_ *state.State, r *state.Room) int { return r.Info.Unread })
}

func (s *server) markers() []int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := []int64{}
	for _, r := range s.reads {
		list = append(list, r.Seq)
	}
	return list
}

func TestReadMarkersAreGatheredAndNeverGoBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		s.fill(room, 20, 0)
		c := reading(t, s)
		defer c.Stop()
		same(t, "unread", unread(c), 20)
		for seq := int64(1); seq <= 10; seq++ {
			c.MarkRead(room, seq)
			after(10 * time.Millisecond)
		}
		c.MarkRead(room, 4)
		same(t, "unread at once", unread(c), 10)
		after(5 * time.Second)
		same(t, "told", s.markers(), []int64{1, 10})
		c.MarkRead(room, 999) // no further than there is
		after(5 * time.Second)
		same(t, "told in the end", s.markers(), []int64{1, 10, 20})
		same(t, "unread in the end", unread(c), 0)
	})
}

func TestAMarkerMovedOfflineIsToldLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		s.fill(room, 20, 0)
		disk := engine.NewMemory()
		c := reading(t, s, with(disk))
		synctest.Wait()
		s.set(func() { s.down = true })
		s.restart()
		c.MarkRead(room, 7)
		after(time.Minute)
		c.Stop()
		s.set(func() { s.down = false })
		c = start(t, s, with(disk))
		defer c.Stop()
		after(5 * time.Second)
		same(t, "told after a reload", s.markers(), []int64{7})
		same(t, "unread", unread(c), 13)
	})
}

func TestReadingElsewhereClearsTheBadgeHere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		s.fill(room, 20, 0)
		here, there := start(t, s), start(t, s)
		defer here.Stop()
		defer there.Stop()
		there.OpenRoom(room)
		synctest.Wait()
		there.MarkRead(room, 15)
		after(time.Second)
		same(t, "unread here, where no window is loaded", unread(here), 5)
		s.say(room, hana, "one more")
		same(t, "and one more", unread(here), 6)
	})
}

func TestOnesOwnMessagesAreNotUnread(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		c := start(t, s)
		defer c.Stop()
		c.send("mine")
		s.say(room, hana, "hers")
		same(t, "unread", unread(c), 1)
	})
}

func TestTypingIsToldSeldomAndTakenDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		c := start(t, s)
		defer c.Stop()
		for range 100 { // a key each tenth of a second
			c.Typing(room)
			after(100 * time.Millisecond)
		}
		same(t, "told in ten seconds", s.asked[wire.TypeTyping], 4)
		c.Typing(state.ThreadID(room, 1))
		after(time.Millisecond)
		same(t, "told with the thread, which is another place", s.asked[wire.TypeTyping], 5)

		typing := func() int {
			return ask(c, room, func(_ *state.State, r *state.Room) int { return len(r.Typing) })
		}
		notice := &wire.Typing{Head: wire.Head{Type: wire.TypeTyping}, Room: room, User: hana}
		s.set(func() { s.conns[0].say(notice) })
		same(t, "someone types", typing(), 1)
		after(limits.TypingLasts / 2)
		s.set(func() { s.conns[0].say(notice) })
		after(limits.TypingLasts - time.Millisecond)
		same(t, "and goes on", typing(), 1)
		after(2 * time.Millisecond)
		same(t, "and stops", typing(), 0)
		s.set(func() { s.conns[0].say(notice) })
		s.say(room, hana, "done")
		same(t, "and has sent it", typing(), 0)

		s.say(room, hana, "a root")
		c.OpenThread(room, 1)
		inThread := func() int {
			return ask(c, room, func(s *state.State, _ *state.Room) int { return len(s.Thread.Typing) })
		}
		notice.Thread = 1
		s.set(func() { s.conns[0].say(notice) })
		same(t, "someone types in the thread", inThread(), 1)
		same(t, "and not in the room", typing(), 0)
		after(limits.TypingLasts)
		same(t, "and stops", inThread(), 0)
	})
}

func TestWhatIsMarkedUnreadOfflineIsToldLaterAndOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		s.fill(room, 20, 0)
		disk := engine.NewMemory()
		c := reading(t, s, with(disk))
		c.MarkRead(room, 20)
		after(5 * time.Second)
		s.set(func() { s.down = true })
		s.restart()
		c.MarkUnread(room, 7)
		after(time.Minute)
		same(t, "unread at once", unread(c), 14)
		c.Stop()
		s.set(func() { s.down = false })
		c = start(t, s, with(disk))
		defer c.Stop()
		after(time.Minute)
		same(t, "told after a reload", s.unreads, []int64{7})
		same(t, "unread in the end", unread(c), 14)
	})
}
