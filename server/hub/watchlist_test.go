package hub_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/coder/websocket"

	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/server/hub"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// presences are the presence objects that came after the first n objects.
func (c *client) presences(n int) (all []wire.Presence) {
	for _, o := range c.said()[n:] {
		if o.Type == wire.TypePresence {
			var p wire.Presence
			o.into(c.t, &p)
			all = append(all, p)
		}
	}
	return all
}

func TestOnlyOfThoseWatchedIsAnythingTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		st := newStage(t, piped)
		mara, hana := st.enter(t, st.Mara), st.enter(t, st.Hana)
		nora := st.enter(t, st.Nora)
		time.Sleep(time.Second)
		if p := nora.presences(0); p != nil {
			t.Errorf("who watches nobody was told %v", p)
		}
		nora.watch(st.Mara, st.Sam, st.Nora)
		wantPresence(t, nora, st.Mara.ID, wire.Online)
		wantPresence(t, nora, st.Sam.ID, "")
		wantPresence(t, nora, st.Nora.ID, wire.Online) // herself

		before := len(nora.said())
		for _, c := range []*client{mara, hana} {
			c.say(&wire.Presence{Head: wire.Head{Type: wire.TypePresence}, State: wire.Away})
		}
		st.enter(t, st.Sam)
		time.Sleep(time.Second)
		if p := nora.presences(before); len(p) != 1 || len(p[0].Users) != 2 ||
			p[0].Users[st.Mara.ID] != wire.Away || p[0].Users[st.Sam.ID] != wire.Online {
			t.Errorf("told %v, want of Mara and Sam, who are watched", p)
		}

		nora.watch(st.Hana)
		wantPresence(t, nora, st.Hana.ID, wire.Away)
		before = len(nora.said())
		mara.say(&wire.Presence{Head: wire.Head{Type: wire.TypePresence}, State: wire.Online})
		time.Sleep(time.Second)
		if p := nora.presences(before); p != nil {
			t.Errorf("told %v of who is watched no more", p)
		}
	})
}

// loner is a member of the workspace who is in no room.
func loner(c *chattest.World, handle string) chattest.Person {
	p := chattest.Person{User: wire.User{ID: id.New(), Handle: handle, Name: handle, Role: wire.RoleMember}, Session: id.New()}
	now := c.Now()
	c.Update(func(tx store.Tx) error {
		if err := tx.Users().Create(store.User{User: p.User, Email: handle + "@example.com", Created: now.UnixMilli()}); err != nil {
			return err
		}
		return tx.Sessions().Create(store.Session{
			ID: p.Session, User: p.ID, Device: "test", Created: now.UnixMilli(), Seen: now.UnixMilli(),
			Token: []byte(p.Session), Expires: now.Add(90 * 24 * time.Hour).UnixMilli(),
		})
	})
	return p
}

// Who shares no room any more is not told of any more, and learns it.
func TestPresenceEndsWithTheRoomInCommon(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		st := newStage(t, piped)
		room := st.Room(wire.RoomPrivate)
		eve := loner(st.World, "eve")
		st.enter(t, eve)
		sam := st.enter(t, st.Sam).watch(eve)
		wantPresence(t, sam, eve.ID, "")
		st.MustDo(st.Hana, &wire.MemberAdd{Room: room, User: eve.ID}, wire.AddMember.Type)
		time.Sleep(time.Second)
		wantPresence(t, sam, eve.ID, wire.Online)

		st.MustDo(st.Hana, &wire.MemberRef{Room: room, User: eve.ID}, wire.RemoveMember.Type)
		time.Sleep(time.Second)
		wantPresence(t, sam, eve.ID, wire.Offline)
		st.MustDo(st.Hana, &wire.MemberAdd{Room: room, User: eve.ID}, wire.AddMember.Type)
		time.Sleep(time.Second)
		wantPresence(t, sam, eve.ID, wire.Online)
		st.MustDo(st.Sam, &wire.RoomRef{Room: room}, wire.LeaveRoom.Type)
		time.Sleep(time.Second)
		wantPresence(t, sam, eve.ID, wire.Offline)
	})
}

func TestABannedPersonIsOfflineAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		st := newStage(t, piped)
		st.enter(t, st.Mara)
		sam := st.enter(t, st.Sam).watch(st.Mara)
		wantPresence(t, sam, st.Mara.ID, wire.Online)
		st.MustDo(st.Nora, &wire.UserBan{User: st.Mara.ID, Banned: true}, wire.BanUser.Type)
		time.Sleep(time.Second)
		wantPresence(t, sam, st.Mara.ID, wire.Offline)
		if here, n := st.hub.Here(st.Main, limits.MemberPage); n != 1 || here[st.Sam.ID] != wire.Online {
			t.Errorf("%v are here, %d in all", here, n)
		}
		time.Sleep(2 * limits.AwayGrace)
		st.MustDo(st.Nora, &wire.UserBan{User: st.Mara.ID}, wire.BanUser.Type)
		back := st.Mara
		back.Session = st.SignIn(st.Mara)
		st.enter(t, back)
		time.Sleep(time.Second)
		wantPresence(t, sam, st.Mara.ID, wire.Online)
	})
}

// arrival is how many bytes a person is sent up to ready.
func (st *stage) arrival(t *testing.T, p chattest.Person, at wire.Resume) (bytes int) {
	t.Helper()
	c := st.connect(t, p, at)
	c.next(wire.TypeReady)
	for _, o := range c.said() {
		bytes += len(o.raw)
	}
	c.drop()
	return bytes
}

func TestAnArrivalIsAsLargeHoweverManyAreOnline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		st := newStage(t, piped)
		crowd := make([]chattest.Person, 60)
		for i := range crowd {
			crowd[i] = st.Person(fmt.Sprintf("p%02d", i), wire.RoleMember)
		}
		alone := st.arrival(t, st.Sam, wire.Resume{})
		time.Sleep(time.Minute)
		for _, p := range crowd {
			st.enter(t, p)
		}
		time.Sleep(time.Second)
		if among := st.arrival(t, st.Sam, wire.Resume{}); among != alone {
			t.Errorf("an arrival is %d bytes alone, %d among %d", alone, among, len(crowd))
		}
		sam := st.enter(t, st.Sam).watch(crowd...)
		if p := sam.presences(0); len(p) != 1 || len(p[0].Users) != len(crowd) {
			t.Errorf("told %v when asked", p)
		}
		if here, n := st.hub.Here(st.Main, 20); n != len(crowd)+1 || len(here) != 20 {
			t.Errorf("%d of %d are here", len(here), n)
		}
	})
}

func TestWatchesAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		st := newStage(t, piped, func(_ *stage, o *hub.Options) { o.Loose = false })
		phone, laptop := st.enter(t, st.Sam), st.enter(t, st.Sam)
		many := make([]string, limits.Watched+1)
		for i := range many {
			many[i] = id.New()
		}
		watch := func(c *client, users ...string) object {
			c.say(&wire.Watch{Head: wire.Head{Type: wire.TypeWatch, ID: "7"}, Users: users})
			return c.next(wire.TypePresence, wire.TypeNack)
		}
		for _, users := range [][]string{many, {"nobody"}} {
			var n wire.Nack
			watch(phone, users...).into(t, &n)
			if n.Code != wire.CodeInvalid || n.ID != "7" {
				t.Errorf("watching %.40q was answered %+v", users, n)
			}
		}
		answered := 0
		var refused wire.Nack
		for i := 0; refused.Code == ""; i++ {
			o := watch([]*client{phone, laptop}[i%2], many[1:]...)
			if o.Type == wire.TypeNack {
				o.into(t, &refused)
			}
			answered++
			time.Sleep(50 * time.Millisecond) // the connection's own rate is no matter here
		}
		if most := limits.RateWatch.Burst * 3 / 2; refused.Code != wire.CodeRate || refused.RetryMS <= 0 || answered > most {
			t.Errorf("refused after %d watches of one person: %+v", answered, refused)
		}
		time.Sleep(time.Duration(refused.RetryMS) * time.Millisecond)
		if o := watch(phone, st.Sam.ID); o.Type != wire.TypePresence {
			t.Errorf("answered %s when the time had come", o.raw)
		}
	})
}

// A page that was open during an update speaks version 1: it works as before,
// but for presence, and learns of the update from welcome.
func TestAPageOfTheVersionBeforeLosesNothing(t *testing.T) {
	st := newStage(t)
	st.enter(t, st.Mara)
	old := st.dial(t, st.Sam)
	old.listen()
	old.write(websocket.MessageText, fmt.Appendf(nil, `{"type":"hello","v":1,"client":"confab-web","device":"%s","resume":{}}`, id.New()))
	var w wire.Welcome
	old.next(wire.TypeWelcome).into(t, &w)
	if w.Server != "v-test" || w.Me.ID != st.Sam.ID {
		t.Errorf("welcome %+v", w)
	}
	if o := old.next(wire.TypePresence); string(o.raw) != `{"type":"presence","users":{},"all":true}` {
		t.Errorf("told %s of presence", o.raw)
	}
	old.next(wire.TypeReady)
	old.send(st.Main, "written before the update")
	old.next(wire.TypeAck)
	seq := st.Say(st.Hana, st.Main, "heard after it")
	old.waitFor(st.Main, seq)

	for _, v := range []int{0, wire.Version + 1} {
		c := st.dial(t, st.Sam)
		c.listen()
		c.write(websocket.MessageText, fmt.Appendf(nil, `{"type":"hello","v":%d,"client":"c","device":"d","resume":{}}`, v))
		c.wantBye(wire.CodeProtocol, websocket.StatusPolicyViolation)
	}
}

func TestAWelcomeToManyRoomsComesInFramesOfTheirSize(t *testing.T) {
	st := newStage(t)
	const rooms = 900
	for i := range rooms - 1 { // and the main one
		st.MustDo(st.Stan, &wire.RoomCreate{Name: fmt.Sprintf("room %d", i), Kind: wire.RoomPrivate}, wire.CreateRoom.Type)
	}
	stan := st.connect(t, st.Stan, wire.Resume{})
	stan.next(wire.TypeReady)
	modes, told := 0, 0
	for _, o := range stan.said() {
		if len(o.raw) > limits.Frame {
			t.Errorf("a %s of %d bytes", o.Type, len(o.raw))
		}
		switch o.Type {
		case wire.TypeWelcome:
			var w wire.Welcome
			o.into(t, &w)
			modes += len(w.Rooms)
		case wire.TypeInbox:
			told++
		}
	}
	if modes != rooms || told != rooms {
		t.Errorf("told of %d rooms, of %d in welcomes, want %d", told, modes, rooms)
	}
}

// What is said after somebody's rooms were read and before they are subscribed
// is heard, also where nobody else is, however long that takes.
func TestWhatIsSaidDuringAnArrivalIsHeard(t *testing.T) {
	for _, wait := range []time.Duration{0, time.Second, time.Minute} {
		synctest.Test(t, func(t *testing.T) {
			l := slowResume{read: make(chan struct{}), open: make(chan struct{})}
			st := newStage(t, piped, func(_ *stage, o *hub.Options) { l.Chat = o.Chat; o.Chat = l })
			room := st.Room(wire.RoomPrivate)
			sam := st.connect(t, st.Sam, wire.Resume{})
			<-l.read
			first := st.Say(st.Hana, room, "one")
			time.Sleep(wait)
			last := st.Say(st.Hana, room, "two")
			time.Sleep(wait)
			close(l.open)
			sam.waitFor(room, last)
			sam.until(room, first, last)
		})
	}
}
