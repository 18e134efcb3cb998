package engine_test

import (
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// fill puts n messages of Hana into a room; read of them are read.
func (s *server) fill(id string, n int, read int64) {
	for _, body := range numbered(n) {
		s.say(id, hana, body)
	}
	s.set(func() { s.rooms[id].info.Read = read })
}

// window is the extent of a room's window and whether it is live.
func window(c *client, id string) string {
	return ask(c, id, func(_ *state.State, r *state.Room) string {
		return fmt.Sprintf("%d-%d of %d, live %v, %d rows", r.From, r.To, r.Info.Top, r.Live(), len(r.Items))
	})
}

func TestARoomOpensAtItsEndOrAtTheFirstUnread(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		s.fill(room, 200, 200)
		s.open("0b")
		s.fill("0b", 200, 100)
		c := reading(t, s)
		defer c.Stop()
		same(t, "all read", window(c, room), "151-200 of 200, live true, 50 rows")
		c.OpenRoom("0b")
		same(t, "half read", window(c, "0b"), "76-125 of 200, live false, 50 rows")
		first := ask(c, "0b", func(st *state.State, r *state.Room) int64 { return r.FirstUnread(st.Me.ID).Event.Seq })
		same(t, "the divider stands above", first, 101)
	})
}

func TestScrollingBothWaysAndJumping(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		s.fill(room, 1000, 1000)
		c := reading(t, s)
		defer c.Stop()
		synctest.Wait()
		c.LoadOlder(room)
		c.LoadOlder(room) // while one is on its way: nothing
		same(t, "older", window(c, room), "901-1000 of 1000, live true, 100 rows")
		for from := int64(900); from > 600; from -= 50 {
			c.Viewing(room, from)
			c.LoadOlder(room)
			synctest.Wait()
		}
		same(t, "far up", window(c, room), "601-900 of 1000, live false, 300 rows")
		s.say(room, hana, "new")
		same(t, "a new message while far up", window(c, room), "601-900 of 1001, live false, 300 rows")
		c.JumpTo(room, 10)
		same(t, "a jump", window(c, room), "1-34 of 1001, live false, 34 rows")
		c.LoadOlder(room)
		same(t, "older than the start", window(c, room), "1-34 of 1001, live false, 34 rows")
		c.LoadNewer(room)
		same(t, "newer", window(c, room), "1-84 of 1001, live false, 84 rows")
		c.JumpToEnd(room)
		same(t, "the end", window(c, room), "952-1001 of 1001, live true, 50 rows")
		c.JumpTo(room, 960)
		same(t, "a jump to what is there", s.count(func() int { return s.asked[wire.FetchHistory.Type] }), 11)
	})
}

func TestOnlyTheLatestJumpCounts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		s.fill(room, 1000, 1000)
		c := reading(t, s)
		defer c.Stop()
		synctest.Wait()
		s.set(func() { s.latency = time.Second })
		c.JumpTo(room, 100)
		after(100 * time.Millisecond)
		c.JumpTo(room, 500)
		c.LoadOlder(room)
		after(900 * time.Millisecond)
		same(t, "when the first answer has come", window(c, room), "951-1000 of 1000, live true, 50 rows")
		after(10 * time.Second)
		same(t, "when both have", window(c, room), "475-524 of 1000, live false, 50 rows")
		same(t, "loading", ask(c, room, func(_ *state.State, r *state.Room) state.Loading { return r.Loading }), 0)
	})
}

func TestAPageForAnEndThatIsGoneIsDropped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		s.fill(room, 1000, 1000)
		c := reading(t, s)
		defer c.Stop()
		for range 5 {
			synctest.Wait()
			c.LoadOlder(room)
		}
		same(t, "before", window(c, room), "701-1000 of 1000, live true, 300 rows")
		s.set(func() {
			s.before = func(conn *conn, h wire.Head) bool {
				if h.Type == wire.FetchHistory.Type { // answered late, events pass it
					time.AfterFunc(time.Second, func() {
						s.set(func() {
							p := s.page(wire.Fetch{Room: room, Before: 701, Limit: 50})
							p.Head = wire.Head{Type: wire.TypePage, ID: h.ID}
							conn.say(&p)
						})
					})
				}
				return h.Type == wire.FetchHistory.Type
			}
		})
		c.LoadOlder(room)
		synctest.Wait()
		for range 3 {
			s.say(room, hana, "the upper end moves on")
		}
		after(5 * time.Second)
		same(t, "after", window(c, room), "704-1003 of 1003, live true, 300 rows")
	})
}

func TestALongConversationIsHeldToAWindow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		c := reading(t, s)
		defer c.Stop()
		synctest.Wait()
		for range 400 {
			s.say(room, hana, "x")
		}
		same(t, "following", window(c, room), "101-400 of 400, live true, 300 rows")
		c.Viewing(room, 110) // reading near the upper end
		synctest.Wait()
		s.say(room, hana, "y")
		s.say(room, hana, "y")
		same(t, "not following", window(c, room), "101-400 of 402, live false, 300 rows")
		if _, err := c.Send(room, "mine", 0); err != nil {
			t.Fatal(err)
		}
		same(t, "after sending", c.rows(room)[len(c.rows(room))-1], "mine")
	})
}

func TestAFailedPageIsToldAndCanBeTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		s.fill(room, 200, 200)
		c := reading(t, s)
		defer c.Stop()
		synctest.Wait()
		trouble := func() bool {
			return ask(c, room, func(_ *state.State, r *state.Room) bool { return r.Trouble != nil && r.Loading == 0 })
		}
		s.set(func() { s.hold[wire.FetchHistory.Type] = true })
		c.LoadOlder(room)
		after(limits.SendTimeout + time.Second)
		same(t, "no answer is told", trouble(), true)
		s.set(func() { s.down = true })
		s.restart()
		c.LoadOlder(room)
		same(t, "no connection is told", trouble(), true)
		s.set(func() { s.down, s.hold = false, map[wire.Type]bool{} })
		c.Connect()
		synctest.Wait()
		c.LoadOlder(room)
		same(t, "tried again", window(c, room), "101-200 of 200, live true, 100 rows")
		same(t, "trouble is over", trouble(), false)
	})
}

func TestWhatHappensWhileAPageIsOnItsWayIsInIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		s.fill(room, 60, 60)
		c := start(t, s)
		defer c.Stop()
		s.set(func() { s.latency = time.Second })
		c.OpenRoom(room)
		after(100 * time.Millisecond)
		s.change(room, wire.Event{Author: hana, Kind: wire.KindEdit, Target: 60, Body: "edited"})
		s.say(room, hana, "meanwhile")
		after(5 * time.Second)
		rows := c.rows(room)
		same(t, "the end", rows[len(rows)-2:], []string{"edited", "meanwhile"})
		same(t, "the window", window(c, room), "11-62 of 62, live true, 51 rows")
	})
}

func TestTooMuchMissedStartsOverWhereTheReaderIs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		s.fill(room, 500, 500)
		s.open("0b")
		s.fill("0b", 10, 10)
		c := start(t, s)
		defer c.Stop()
		c.OpenRoom("0b")
		synctest.Wait()
		c.OpenRoom(room)
		c.JumpTo(room, 250)
		same(t, "before", window(c, room), "225-274 of 500, live false, 50 rows")
		s.set(func() { s.down = true })
		s.restart()
		synctest.Wait()
		for range limits.ReplayRoom + 1 {
			s.say(room, hana, "missed")
			s.say("0b", hana, "missed")
		}
		s.change(room, wire.Event{Author: hana, Kind: wire.KindEdit, Target: 250, Body: "edited meanwhile"})
		same(t, "offline, the rows stay", len(c.rows(room)), 50)
		s.set(func() { s.down = false })
		c.Connect()
		synctest.Wait()
		same(t, "after", window(c, room), "225-274 of 802, live false, 50 rows")
		at := ask(c, room, func(_ *state.State, r *state.Room) string { return r.Item(250).Event.Body })
		same(t, "what was edited meanwhile", at, "edited meanwhile")
		unread := ask(c, "0b", func(_ *state.State, r *state.Room) int { return r.Info.Unread })
		same(t, "unread in the other room", unread, limits.ReplayRoom+1)
		c.OpenRoom("0b")
		same(t, "the other room", window(c, "0b"), "1-35 of 311, live false, 35 rows")
	})
}

func TestALossWhileFiguresAreAskedForIsSurvived(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		for i := range 20 {
			s.open(fmt.Sprintf("2%d", i))
		}
		c := start(t, s)
		defer c.Stop()
		s.set(func() {
			for _, r := range s.rooms {
				r.info.Epoch, r.info.Read = "e2", 1
			}
			s.hold[wire.GetRoom.Type] = true
		})
		for id := range s.rooms {
			s.say(id, hana, "one")
			s.say(id, hana, "two")
		}
		s.restart()
		after(5 * time.Second)
		s.set(func() { s.hold = map[wire.Type]bool{} })
		s.restart()
		after(time.Minute)
		for id := range s.rooms {
			unread := ask(c, id, func(_ *state.State, r *state.Room) int { return r.Info.Unread })
			if unread > 1 {
				t.Errorf("room %s has %d unread", id, unread)
			}
		}
		same(t, "phase", c.Status().Phase, engine.PhaseLive)
	})
}

func TestABanChangesTheNumberOfMembers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		s.open("0b")
		c := reading(t, s)
		defer c.Stop()
		synctest.Wait()
		members := func(id string) int {
			synctest.Wait()
			return ask(c, id, func(_ *state.State, r *state.Room) int { return r.Info.Members })
		}
		banned := func(is bool, members int) {
			s.set(func() {
				for _, r := range s.rooms {
					r.info.Members = members
				}
				for _, conn := range s.conns {
					conn.say(&wire.Users{Head: wire.Head{Type: wire.TypePeople}, Users: []wire.User{{ID: hana, Gone: is}}})
				}
			})
		}
		same(t, "members before", members(room), 2)
		banned(true, 1)
		same(t, "members of the open room", members(room), 1)
		c.OpenRoom("0b")
		same(t, "members of a room that is opened later", members("0b"), 1)
		banned(false, 2)
		same(t, "members after the ban", members("0b"), 2)
		s.set(func() { s.rooms["0b"].info.Members = 1 })
		s.restart()
		after(5 * time.Second)
		same(t, "members after a ban that was not heard of", members("0b"), 1)
	})
}

func TestAnotherEpochDropsWhatWasKnown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		s.fill(room, 10, 10)
		c := reading(t, s)
		defer c.Stop()
		synctest.Wait()
		s.set(func() {
			s.rooms[room].info.Epoch = "e2"
			s.rooms[room].log = s.rooms[room].log[:3]
		})
		s.restart()
		after(time.Second)
		same(t, "the window", window(c, room), "1-3 of 3, live true, 3 rows")
		s.say(room, hana, "goes on")
		same(t, "the end", c.rows(room)[3], "goes on")
	})
}

func TestARoomThatWasLeftIsGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		s.open("0b")
		s.open("0c")
		disk := engine.NewMemory()
		c := start(t, s, with(disk))
		c.OpenRoom("0b")
		synctest.Wait()
		s.leave("0b") // while connected
		synctest.Wait()
		s.set(func() { s.down = true })
		s.restart()
		s.leave("0c") // while away
		s.set(func() { s.down = false })
		after(time.Minute)
		known := func(c *client) []string {
			var ids []string
			c.View(func(st *state.State) {
				for id := range st.Rooms {
					ids = append(ids, id)
				}
			})
			slices.Sort(ids)
			return ids
		}
		same(t, "rooms", known(c), []string{room})
		c.Stop()
		s.set(func() { s.down = true })
		c = start(t, s, with(disk))
		defer c.Stop()
		same(t, "rooms kept", known(c), []string{room})
	})
}

func TestWindowsOfRoomsLongClosedAreLetGo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		s.fill(room, 10, 10)
		c := reading(t, s)
		defer c.Stop()
		synctest.Wait()
		for i := range 10 {
			id := fmt.Sprintf("1%d", i)
			s.open(id)
			c.OpenRoom(id)
			synctest.Wait()
		}
		same(t, "a room closed long ago", window(c, room), "0-0 of 10, live false, 0 rows")
		s.say(room, hana, "still counted")
		unread := ask(c, room, func(_ *state.State, r *state.Room) int { return r.Info.Unread })
		same(t, "unread", unread, 1)
		c.OpenRoom(room)
		same(t, "opened again", window(c, room), "1-11 of 11, live true, 11 rows")
	})
}
