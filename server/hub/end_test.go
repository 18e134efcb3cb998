package hub_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/hub"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

func TestSigningOutEndsTheSocketsOfThatSessionOnly(t *testing.T) {
	st := newStage(t)
	other := st.Sam
	other.Session = st.SignIn(st.Sam)
	phone, laptop := st.enter(t, st.Sam), st.enter(t, other)
	began := time.Now()
	st.MustDo(st.Sam, &wire.SessionEnd{Session: st.Sam.Session}, wire.EndSession.Type)
	phone.wantBye(wire.CodeSessionRevoked, websocket.StatusPolicyViolation)
	if d := time.Since(began); d > time.Second {
		t.Errorf("it took %v", d)
	}
	seq := st.Say(st.Hana, st.Main, "is Sam there?")
	laptop.until(st.Main, seq, seq)
}

func TestABanEndsEverySocketOfThePerson(t *testing.T) {
	st := newStage(t)
	phone, laptop, mara := st.enter(t, st.Sam), st.enter(t, st.Sam), st.enter(t, st.Mara)
	st.MustDo(st.Nora, &wire.UserBan{User: st.Sam.ID, Banned: true}, wire.BanUser.Type)
	seq := st.Say(st.Hana, st.Main, "not for Sam")
	phone.wantBye(wire.CodeSessionRevoked, websocket.StatusPolicyViolation)
	laptop.wantBye(wire.CodeSessionRevoked, websocket.StatusPolicyViolation)
	mara.until(st.Main, seq, seq)
	if n := len(phone.events(st.Main)) + len(laptop.events(st.Main)); n != 0 {
		t.Errorf("%d events reached a banned person", n)
	}
}

func TestARemovedMemberGetsNothingMore(t *testing.T) {
	st := newStage(t)
	room := st.Room(wire.RoomPrivate)
	sam, hana := st.enter(t, st.Sam), st.enter(t, st.Hana)
	stop := make(chan struct{})
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case <-stop:
				return
			default:
				st.Say(st.Nora, room, "talk, talk")
			}
		}
	}()
	hana.waitFor(room, 40)
	st.MustDo(st.Hana, &wire.MemberRef{Room: room, User: st.Sam.ID}, wire.RemoveMember.Type)
	last, before := int64(0), int64(0)
	for last == 0 && before != 1 { // the talk goes on: the removal may be pages back
		page := st.MustDo(st.Hana, &wire.Fetch{Room: room, Before: before, Limit: limits.PageMax}, wire.FetchHistory.Type).(*wire.Page)
		before = page.From
		for _, e := range page.Events {
			if e.Kind == wire.KindMember && e.Action == wire.ActionRemoved {
				last = e.Seq
			}
		}
	}
	hana.waitFor(room, last+50)
	close(stop)
	<-done
	var in wire.Inbox
	for in.Kind != wire.InboxLeft {
		sam.next(wire.TypeInbox).into(t, &in)
	}
	if in.Room != room {
		t.Errorf("told %+v", in)
	}
	for _, e := range sam.events(room) {
		if e.Seq > last {
			t.Fatalf("seq %d reached Sam, who was removed at %d", e.Seq, last)
		}
	}
	seq := st.Say(st.Nora, st.Main, "for all")
	sam.until(st.Main, seq, seq) // the rest goes on
}

func TestWhoJoinsHearsTheRoomFromThenOnAndAgainAfterLeaving(t *testing.T) {
	st := newStage(t)
	room := st.Room(wire.RoomPublic)
	stan := st.enter(t, st.Stan)
	for range 3 {
		st.Say(st.Hana, room, "before")
		st.MustDo(st.Stan, &wire.RoomRef{Room: room}, wire.JoinRoom.Type)
		stan.comesIn(room)
		seq := st.Say(st.Hana, room, "welcome")
		stan.waitFor(room, seq)
		events := stan.events(room)
		if e := events[len(events)-1]; e.Seq != seq || e.Body != "welcome" {
			t.Fatalf("heard %+v, want seq %d", e, seq)
		}
		st.MustDo(st.Stan, &wire.RoomRef{Room: room}, wire.LeaveRoom.Type)
		gone := st.Say(st.Hana, room, "he cannot hear this")
		mark := st.Say(st.Hana, st.Main, "a mark")
		stan.waitFor(st.Main, mark)
		for _, e := range stan.events(room) {
			if e.Seq == gone {
				t.Fatalf("heard %+v after leaving", e)
			}
		}
	}
}

func TestTheOldestOfTooManySocketsGoes(t *testing.T) {
	st := newStage(t, func(_ *stage, o *hub.Options) { o.Loose = false })
	var all []*client
	for range limits.SocketsPerUser {
		all = append(all, st.enter(t, st.Sam))
	}
	newest := st.enter(t, st.Sam)
	all[0].wantBye(wire.CodeTooMany, websocket.StatusPolicyViolation)
	seq := st.Say(st.Hana, st.Main, "still here?")
	for _, c := range append(all[1:], newest) {
		c.waitFor(st.Main, seq)
	}
}

func TestDrainingFinishesWhatIsUnderWay(t *testing.T) {
	var g gate
	st := newStage(t, gated(&g))
	room := st.Room(wire.RoomPrivate)
	sam, mara := st.enter(t, st.Sam), st.enter(t, st.Mara)
	ask := sam.send(room, "just before the end")
	<-g.begun
	drained := make(chan error, 1)
	go func() { drained <- st.hub.Drain(context.Background()) }()
	b := mara.wantBye(wire.CodeDraining, websocket.StatusServiceRestart)
	if b.RetryMS < 250 || b.RetryMS > limits.BackoffMax.Milliseconds() {
		t.Errorf("retry_ms %d", b.RetryMS)
	}
	if st.hub.Ready() {
		t.Error("ready while draining")
	}
	close(g.open)
	if o := sam.next(wire.TypeAck); o.ID != ask {
		t.Errorf("acked %q", o.ID)
	}
	sam.wantBye(wire.CodeDraining, websocket.StatusServiceRestart)
	if err := <-drained; err != nil {
		t.Error(err)
	}
	if s := st.hub.Stats().Sockets; s != 0 {
		t.Errorf("%d sockets left", s)
	}
}

// panics is a Chat with a mistake in it.
type panics struct{ hub.Chat }

func (p panics) Do(ctx context.Context, who chat.Actor, c *chat.Command, req wire.Headed) (wire.Headed, error) {
	if q, ok := req.(*wire.Send); ok && q.Body == "boom" {
		panic("boom")
	}
	return p.Chat.Do(ctx, who, c, req)
}

func TestAPanicEndsOneCommandNotTheServer(t *testing.T) {
	st := newStage(t, func(_ *stage, o *hub.Options) { o.Chat = panics{o.Chat} })
	sam := st.enter(t, st.Sam)
	q := &wire.Send{Head: wire.Head{Type: wire.SendMessage.Type, ID: "1"}, CID: id.New(), Room: st.Main, Body: "boom"}
	sam.say(q)
	var n wire.Nack
	sam.next(wire.TypeNack).into(t, &n)
	if n.ID != "1" || n.CID != q.CID || n.Room != st.Main || n.Code != wire.CodeUnavailable {
		t.Errorf("told %+v", n)
	}
	sam.send(st.Main, "still here")
	sam.next(wire.TypeAck)
}

// broken is a Chat whose store cannot be read.
type broken struct {
	hub.Chat
	now *bool
}

func (b broken) ResumeWithin(ctx context.Context, who chat.Actor, r wire.Resume, events int, held *chat.Held) (*chat.Catchup, error) {
	if *b.now {
		return nil, errors.New("disk on fire")
	}
	return b.Chat.ResumeWithin(ctx, who, r, events, held)
}

func TestAStoreThatCannotBeReadSendsClientsAwayForAMoment(t *testing.T) {
	now := true
	st := newStage(t, func(_ *stage, o *hub.Options) { o.Chat = broken{o.Chat, &now} })
	sam := st.connect(t, st.Sam, wire.Resume{})
	if b := sam.wantBye(wire.CodeUnavailable, websocket.StatusInternalError); b.RetryMS == 0 {
		t.Errorf("bye %+v", b)
	}
}

func TestAClientThatClosesIsAnsweredInKind(t *testing.T) {
	st := newStage(t)
	sam := st.enter(t, st.Sam)
	if err := sam.ws.Close(websocket.StatusNormalClosure, "done"); err != nil {
		t.Errorf("the closing handshake failed: %v", err)
	}
	eventually(t, "the hub has forgotten Sam's socket", func() bool { return st.hub.Stats().Sockets == 0 })
}

func TestANewRoleReachesEverybodyConnected(t *testing.T) {
	st := newStage(t)
	sam, hana := st.enter(t, st.Sam), st.enter(t, st.Hana)
	st.MustDo(st.Nora, &wire.UserRole{User: st.Sam.ID, Role: wire.RoleAdmin}, wire.SetRole.Type)
	for _, c := range []*client{sam, hana} {
		var told wire.Users
		c.next(wire.TypePeople).into(t, &told)
		if len(told.Users) != 1 || told.Users[0].ID != st.Sam.ID || told.Users[0].Role != wire.RoleAdmin {
			t.Errorf("told of %+v, want Sam as an admin", told.Users)
		}
	}
}
