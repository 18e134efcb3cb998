package chat_test

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/sqlite"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// counting returns a person at a client that numbers its commands.
func counting(p chattest.Person, instance string) chattest.Person {
	return p.Through(func(a *chat.Actor) { a.Instance = instance })
}

// copyOf returns req with the number n.
func copyOf[Q any, P interface {
	*Q
	wire.Headed
}](n int64, req P) P {
	again := *req
	P(&again).Header().N = n
	return &again
}

// numbered returns any request with the number n.
func numbered(n int64, req wire.Headed) wire.Headed {
	again := reflect.New(reflect.TypeOf(req).Elem())
	again.Elem().Set(reflect.ValueOf(req).Elem())
	h := again.Interface().(wire.Headed)
	h.Header().N = n
	return h
}

// database returns a checksum of everything that is stored.
func database(t *testing.T, w *chattest.World) string {
	t.Helper()
	still, err := sqlite.OpenReadOnly(t.Context(), w.Dir)
	if err != nil {
		t.Fatal(err)
	}
	r, err := still.Examine(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if p := r.Problems(); len(p) > 0 {
		t.Errorf("%q", p)
	}
	if err := still.Close(); err != nil {
		t.Fatal(err)
	}
	return r.Sums.All().Hash()
}

// lastTurn returns the last number of a person's client in a lane.
func lastTurn(w *chattest.World, p chattest.Person, instance, lane string) (n int64) {
	w.T.Helper()
	err := w.Store.View(context.Background(), func(tx store.Tx) error {
		last, err := tx.Turns().Last(p.Session, instance, lane)
		n = last.Number
		return err
	})
	if err != nil {
		w.T.Errorf("the last turn of %s in %q: %v", p.Handle, lane, err)
	}
	return n
}

// dup reports whether an answer says that the command was executed before.
func dup(answer wire.Headed) bool {
	f := reflect.ValueOf(answer).Elem().FieldByName("Dup")
	return f.IsValid() && f.Bool()
}

// For each row of the command table: a numbered command that changes something is
// executed once, in its turn, and its repetition says so.
func TestEveryChangingCommandRepeatsHarmlessly(t *testing.T) {
	w := chattest.New(t)
	tried := map[wire.Type]bool{}
	for _, c := range chattest.Cases {
		command := chat.Lookup(c.Type)
		column := slices.Index(strings.Fields(c.Want), "ok")
		if !command.Numbered() || column < 0 {
			continue
		}
		tried[c.Type] = true
		person := []chattest.Person{w.Nora, w.Mara, w.Hana, w.Sam, w.Finn, w.Stan}[column]
		instance := id.New()
		who, req := counting(person, instance), c.Request(w, person)
		first := w.MustDo(who, numbered(7, req), c.Type)
		if dup(first) && c.Type != wire.ReactToMessage.Type {
			t.Errorf("%s %s: answered at first as if it was there: %+v", c.Type, c.On, first)
		}
		if n := lastTurn(w, person, instance, command.LaneOf(req)); n != 7 {
			t.Errorf("%s %s: took turn %d, want 7", c.Type, c.On, n)
		}
		before := database(t, w)
		again := w.MustDo(who, numbered(7, req), c.Type)
		if !dup(again) {
			t.Errorf("%s %s: the repetition is answered with %+v", c.Type, c.On, again)
		}
		if _, err := w.Do(who, numbered(6, req), c.Type); err == nil || err.Code != wire.CodeOvertaken {
			t.Errorf("%s %s: with a smaller number: %v, want %s", c.Type, c.On, err, wire.CodeOvertaken)
		}
		if after := database(t, w); after != before {
			t.Errorf("%s %s: the repetition changed something", c.Type, c.On)
		}
	}
	for _, c := range chat.Table() {
		if c.Numbered() && !tried[c.Type] {
			t.Errorf("nobody tried to repeat %s", c.Type)
		}
	}
}

// A command that an abandoned connection still delivers must come after what the
// client sent since.
func TestAnOlderEditThatComesLaterHasNoEffect(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	seq := w.Say(w.Sam, room, "first words")
	sam := counting(w.Sam, id.New())
	older, newer := &wire.Edit{Room: room, Seq: seq, Body: "older words"}, &wire.Edit{Room: room, Seq: seq, Body: "newest words"}
	w.MustDo(sam, copyOf(2, newer), wire.EditMessage.Type)
	_, err := w.Do(sam, copyOf(1, older), wire.EditMessage.Type)
	refused(t, err, wire.CodeOvertaken)
	if e := at(w, room, seq); e.Body != "newest words" {
		t.Errorf("it reads %q", e.Body)
	}
	// Another tab has numbers of its own.
	w.MustDo(counting(w.Sam, id.New()), copyOf(1, older), wire.EditMessage.Type)
	if e := at(w, room, seq); e.Body != "older words" {
		t.Errorf("after another tab's edit it reads %q", e.Body)
	}
}

func TestARepeatedCommandIsAnsweredAsItWas(t *testing.T) {
	w := chattest.New(t)
	nora := counting(w.Nora, id.New())

	made := w.MustDo(nora, copyOf(1, &wire.RoomCreate{Name: "atlas", Kind: wire.RoomPublic}), wire.CreateRoom.Type).(*wire.RoomInfo)
	again := w.MustDo(nora, copyOf(1, &wire.RoomCreate{Name: "atlas", Kind: wire.RoomPublic}), wire.CreateRoom.Type).(*wire.RoomInfo)
	if again.Room.ID != made.Room.ID || !again.Dup || !again.Room.Joined {
		t.Errorf("the room that was made is told as %+v, want %+v", again, made)
	}

	invite := w.MustDo(nora, copyOf(2, &wire.InviteCreate{}), wire.CreateInvite.Type).(*wire.InviteInfo)
	told := w.MustDo(nora, copyOf(2, &wire.InviteCreate{}), wire.CreateInvite.Type).(*wire.InviteInfo)
	if told.Invite.ID != invite.Invite.ID || !told.Dup || told.Invite.Token != "" || invite.Invite.Token == "" {
		t.Errorf("the invite is told as %+v, want %+v without its token", told, invite)
	}

	room := made.Room.ID
	seq := w.Say(w.Nora, room, "helo")
	ack := w.MustDo(nora, copyOf(1, &wire.Edit{Room: room, Seq: seq, Body: "hello"}), wire.EditMessage.Type).(*wire.Ack)
	w.Say(w.Nora, room, "and more")
	same := w.MustDo(nora, copyOf(1, &wire.Edit{Room: room, Seq: seq, Body: "hello"}), wire.EditMessage.Type).(*wire.Ack)
	if same.Seq != ack.Seq || same.Event != ack.Event || same.Room != room || !same.Dup {
		t.Errorf("the edit is acknowledged with %+v, want %+v", same, ack)
	}

	// What was done stays done, also for a person who cannot see it any more.
	dm := counting(w.Sam, id.New())
	w.MustDo(dm, copyOf(1, &wire.RoomRef{Room: room}), wire.JoinRoom.Type)
	w.MustDo(w.Nora, &wire.MemberRef{Room: room, User: w.Sam.ID}, wire.RemoveMember.Type)
	back := w.MustDo(dm, copyOf(1, &wire.RoomRef{Room: room}), wire.JoinRoom.Type).(*wire.RoomInfo)
	if !back.Dup || back.Room.Joined {
		t.Errorf("a repeated join brought somebody back who was removed: %+v", back)
	}
}

func TestARefusedCommandStaysRefused(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPublic)
	name := "atlas"
	rename := &wire.RoomSet{Room: room, Name: &name}
	mara := w.MustDo(w.Hana, &wire.RoomCreate{Name: name, Kind: wire.RoomPublic}, wire.CreateRoom.Type).(*wire.RoomInfo).Room.ID
	hana := counting(w.Hana, id.New())
	_, err := w.Do(hana, copyOf(1, rename), wire.SetRoom.Type)
	refused(t, err, wire.CodeConflict)
	other := "pacific"
	w.MustDo(w.Hana, &wire.RoomSet{Room: mara, Name: &other}, wire.SetRoom.Type)
	_, again := w.Do(hana, copyOf(1, rename), wire.SetRoom.Type)
	refused(t, again, wire.CodeConflict)
	if again.Message != err.Message || again.Key == "" || !reflect.DeepEqual(again.Reason, err.Reason) {
		t.Errorf("refused with %+v, and then with %+v", err, again)
	}
	w.MustDo(hana, copyOf(2, rename), wire.SetRoom.Type)
}

// A command that was refused for now was not executed, and may come again with
// the same number.
func TestACommandThatWasPutOffKeepsItsTurn(t *testing.T) {
	var busy bool
	w := chattest.New(t)
	s := chat.New(failing{w.Store, &busy}, chat.Options{Clock: w.Now})
	nora, q := w.Nora.Actor(), copyOf(1, &wire.RoomCreate{Name: "atlas", Kind: wire.RoomPublic})
	nora.Instance = id.New()
	busy = true
	if _, err := s.Do(t.Context(), nora, chat.Lookup(wire.CreateRoom.Type), q); err == nil {
		t.Fatal("a store that takes nothing took it")
	}
	busy = false
	answer, err := s.Do(t.Context(), nora, chat.Lookup(wire.CreateRoom.Type), q)
	if err != nil || dup(answer) {
		t.Fatalf("%+v, %v", answer, err)
	}
}

// failing is a store that refuses everything while busy.
type failing struct {
	store.Store
	busy *bool
}

func (f failing) Update(ctx context.Context, fn func(store.Tx) error) error {
	if *f.busy {
		return store.ErrOverload
	}
	return f.Store.Update(ctx, fn)
}

func TestCopiesThatComeAtOnceAreCarriedOutOnce(t *testing.T) {
	w := chattest.New(t)
	nora := counting(w.Nora, id.New())
	for n := int64(1); n <= 20; n++ {
		var all sync.WaitGroup
		var mu sync.Mutex
		firsts, rooms := 0, map[string]bool{}
		for range 4 {
			all.Go(func() {
				a, err := w.Chat.Do(context.Background(), nora.Actor(), chat.Lookup(wire.CreateRoom.Type),
					copyOf(n, &wire.RoomCreate{Name: "atlas " + id.New(), Kind: wire.RoomPublic}))
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				defer mu.Unlock()
				if !dup(a) {
					firsts++
				}
				rooms[a.(*wire.RoomInfo).Room.ID] = true
			})
		}
		all.Wait()
		if firsts != 1 || len(rooms) != 1 {
			t.Errorf("number %d: carried out %d times, %d rooms", n, firsts, len(rooms))
		}
	}
}

func TestWhatCannotBeNumberedIsRefused(t *testing.T) {
	w := chattest.New(t)
	sam := counting(w.Sam, id.New())
	for _, q := range []struct {
		who chattest.Person
		typ wire.Type
		req wire.Headed
	}{
		{sam, wire.SendMessage.Type, copyOf(1, &wire.Send{CID: id.New(), Room: w.Main, Body: "hello"})},
		{sam, wire.FetchHistory.Type, copyOf(1, &wire.Fetch{Room: w.Main})},
		{sam, wire.MarkRead.Type, copyOf(-1, &wire.Read{Room: w.Main, Seq: 1})},
		{w.Sam, wire.MarkRead.Type, copyOf(1, &wire.Read{Room: w.Main, Seq: 1})},
	} {
		_, err := w.Do(q.who, q.req, q.typ)
		refused(t, err, wire.CodeInvalid)
	}
}
