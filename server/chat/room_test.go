package chat_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// create creates a room as p.
func create(w *chattest.World, p chattest.Person, name string, kind wire.RoomKind) wire.Room {
	w.T.Helper()
	return w.MustDo(p, &wire.RoomCreate{Name: name, Kind: kind}, wire.CreateRoom.Type).(*wire.RoomInfo).Room
}

func TestWhoMakesARoomIsItsHost(t *testing.T) {
	w := chattest.New(t)
	q := &wire.RoomCreate{Name: "  Tea\u202e  room ", Topic: "hot\nwater", Kind: wire.RoomPublic}
	r := w.MustDo(w.Sam, q, wire.CreateRoom.Type).(*wire.RoomInfo).Room
	if r.Name != "Tea room" || r.Topic != "hot water" || !r.Host || !r.Joined || r.Members != 1 || r.Creator != w.Sam.ID || r.Top != 1 ||
		r.Unread != 0 {
		t.Fatalf("the room is %+v", r)
	}
	if len(r.Epoch) != 12 {
		t.Errorf("epoch = %q, want 12 characters", r.Epoch)
	}
	p := page(w, w.Sam, r.ID)
	if len(p.Events) != 1 || p.Events[0].Kind != wire.KindMember || p.Events[0].User != w.Sam.ID ||
		p.Events[0].Action != wire.ActionJoined {
		t.Errorf("its history begins with %+v", p.Events)
	}
}

func TestNamesOfPublicRoomsAreTakenOnce(t *testing.T) {
	w := chattest.New(t)
	create(w, w.Sam, "Café", wire.RoomPublic)
	_, e := w.Do(w.Hana, &wire.RoomCreate{Name: "CAFÉ", Kind: wire.RoomPublic}, wire.CreateRoom.Type)
	refused(t, e, wire.CodeConflict)
	create(w, w.Hana, "café", wire.RoomPrivate) // the name of a private room does not block others

	other := create(w, w.Hana, "bar", wire.RoomPublic)
	name := "café"
	_, e = w.Do(w.Hana, &wire.RoomSet{Room: other.ID, Name: &name}, wire.SetRoom.Type)
	refused(t, e, wire.CodeConflict)
	if r := w.MustDo(w.Hana, &wire.RoomRef{Room: other.ID}, wire.GetRoom.Type).(*wire.RoomInfo).Room; r.Name != "bar" {
		t.Errorf("a refused renaming left the name %q", r.Name)
	}
}

func TestWhatARoomMayBeCalled(t *testing.T) {
	w := chattest.New(t)
	for _, c := range []struct {
		name, topic string
		kind        wire.RoomKind
		want        wire.Code
	}{
		{"", "", wire.RoomPublic, wire.CodeInvalid},
		{" \u200b\u202e ", "", wire.RoomPublic, wire.CodeInvalid},
		{"\xff", "", wire.RoomPublic, wire.CodeInvalid},
		{strings.Repeat("ü", limits.NameRunes+1), "", wire.RoomPublic, wire.CodeTooLarge},
		{strings.Repeat("\uFDFA", limits.NameRunes), "", wire.RoomPublic, wire.CodeTooLarge}, // normalises to a sentence
		{"x", strings.Repeat("ü", limits.TopicRunes+1), wire.RoomPublic, wire.CodeTooLarge},
		{"x", strings.Repeat("x", 1<<20), wire.RoomPublic, wire.CodeTooLarge},
		{"x", "", wire.RoomDM, wire.CodeInvalid},
		{"x", "", "", wire.CodeInvalid},
		{"x", "", "secret", wire.CodeInvalid},
	} {
		_, e := w.Do(w.Sam, &wire.RoomCreate{Name: c.name, Topic: c.topic, Kind: c.kind}, wire.CreateRoom.Type)
		if e == nil || e.Code != c.want {
			t.Errorf("name %.20q topic %.20q kind %q: %v, want %s", c.name, c.topic, c.kind, e, c.want)
		}
	}
	create(w, w.Sam, strings.Repeat("ü", limits.NameRunes), wire.RoomPublic)
}

func TestRenamingIsAnEventUnlessNothingChanges(t *testing.T) {
	w := chattest.New(t)
	room := create(w, w.Sam, "draft", wire.RoomPublic)
	name, topic := "final", "all about it"
	r := w.MustDo(w.Sam, &wire.RoomSet{Room: room.ID, Name: &name, Topic: &topic}, wire.SetRoom.Type).(*wire.RoomInfo).Room
	if r.Name != name || r.Topic != topic || r.Top != room.Top+1 {
		t.Fatalf("the room is %+v", r)
	}
	if e := page(w, w.Sam, room.ID).Events[1]; e.Kind != wire.KindRoom || e.Name != name ||
		e.Topic != topic || e.Author != w.Sam.ID {
		t.Fatalf("the event is %+v", e)
	}
	r = w.MustDo(w.Sam, &wire.RoomSet{Room: room.ID, Name: &name}, wire.SetRoom.Type).(*wire.RoomInfo).Room
	if r.Top != room.Top+1 {
		t.Errorf("the same name again made event %d", r.Top)
	}
	gone := ""
	if r = w.MustDo(w.Sam, &wire.RoomSet{Room: room.ID, Topic: &gone}, wire.SetRoom.Type).(*wire.RoomInfo).Room; r.Topic != "" ||
		r.Name != name {
		t.Errorf("without its topic the room is %+v", r)
	}
	other, again := "ready", "all of it"
	w.MustDo(w.Sam, &wire.RoomSet{Room: room.ID, Name: &other, Topic: &gone}, wire.SetRoom.Type)
	w.MustDo(w.Sam, &wire.RoomSet{Room: room.ID, Topic: &again}, wire.SetRoom.Type)
	for i, want := range []string{"", wire.ActionTopic, wire.ActionNamed, wire.ActionTopic} {
		if e := page(w, w.Sam, room.ID).Events[1+i]; e.Action != want {
			t.Errorf("change %d says %q changed, want %q", i, e.Action, want)
		}
	}
}

func TestBrowsingShowsPublicRoomsPageByPage(t *testing.T) {
	w := chattest.New(t)
	for i := range 7 {
		create(w, w.Sam, fmt.Sprintf("plaza %d", i), wire.RoomPublic)
		create(w, w.Sam, fmt.Sprintf("plaza cellar %d", i), wire.RoomPrivate)
	}
	var names []string
	after := ""
	for {
		q := &wire.RoomList{Query: "Plaza", After: after, Limit: 3}
		l := w.MustDo(w.Stan, q, wire.ListRooms.Type).(*wire.Rooms)
		for _, r := range l.Rooms {
			names = append(names, r.Name)
			if r.Joined || r.Read != 0 || r.Unread != 0 || r.Kind != wire.RoomPublic {
				t.Errorf("Stan sees %+v", r)
			}
		}
		if after = l.Next; after == "" {
			break
		}
	}
	if got, want := strings.Join(names, ","), "plaza 0,plaza 1,plaza 2,plaza 3,plaza 4,plaza 5,plaza 6"; got != want {
		t.Errorf("rooms %s, want %s", got, want)
	}
	l := w.MustDo(w.Sam, &wire.RoomList{Query: "plaza 3"}, wire.ListRooms.Type).(*wire.Rooms)
	if len(l.Rooms) != 1 || !l.Rooms[0].Joined {
		t.Errorf("Sam sees %+v", l.Rooms)
	}
	for _, limit := range []int{-1, limits.PageMax + 1} {
		_, e := w.Do(w.Sam, &wire.RoomList{Limit: limit}, wire.ListRooms.Type)
		refused(t, e, wire.CodeInvalid)
	}
}

func TestADMIsOneRoomFromEitherSide(t *testing.T) {
	w := chattest.New(t)
	rooms := make([]string, 10)
	var wg sync.WaitGroup
	for i := range rooms {
		wg.Go(func() {
			a, b := w.Sam, w.Hana
			if i%2 == 1 {
				a, b = b, a
			}
			if res, e := w.Do(a, &wire.DMOpen{User: b.ID}, wire.OpenDM.Type); e != nil {
				t.Errorf("opening: %v", e)
			} else {
				rooms[i] = res.(*wire.RoomInfo).Room.ID
			}
		})
	}
	wg.Wait()
	for _, r := range rooms {
		if r != rooms[0] {
			t.Fatalf("two people have the rooms %v", rooms)
		}
	}
	r := w.MustDo(w.Sam, &wire.RoomRef{Room: rooms[0]}, wire.GetRoom.Type).(*wire.RoomInfo).Room
	if r.Kind != wire.RoomDM || r.Peer == nil || r.Peer.ID != w.Hana.ID || r.Host || r.Members != 2 || r.Name != "" {
		t.Errorf("Sam sees %+v", r)
	}
	w.Say(w.Hana, rooms[0], "hi")
}

func TestTheSamePeopleHaveOneConversation(t *testing.T) {
	w := chattest.New(t)
	open := func(who chattest.Person, users ...string) wire.Room {
		return w.MustDo(who, &wire.DMOpen{Users: users}, wire.OpenDM.Type).(*wire.RoomInfo).Room
	}
	made := open(w.Sam, w.Hana.ID, w.Mara.ID)
	if made.Kind != wire.RoomDM || made.Members != 3 || made.Peer != nil || len(made.Peers) != 2 || !made.Joined {
		t.Fatalf("Sam sees %+v", made)
	}
	for name, again := range map[string]wire.Room{
		"in another order":   open(w.Sam, w.Mara.ID, w.Hana.ID),
		"by another":         open(w.Mara, w.Hana.ID, w.Sam.ID),
		"named twice":        open(w.Sam, w.Mara.ID, w.Mara.ID, w.Hana.ID),
		"with the one asked": open(w.Hana, w.Mara.ID, w.Hana.ID, w.Sam.ID),
	} {
		if again.ID != made.ID {
			t.Errorf("%s they have another conversation", name)
		}
	}
	if r := open(w.Sam, w.Hana.ID, w.Mara.ID, w.Nora.ID); r.ID == made.ID || r.Members != 4 {
		t.Errorf("with one more: %+v", r)
	}
	if r := open(w.Sam, w.Hana.ID); r.Peer == nil || r.Peer.ID != w.Hana.ID || r.ID != w.DM(w.Hana, w.Sam) {
		t.Errorf("with one person: %+v", r)
	}
	w.Say(w.Mara, made.ID, "hi, both of you")
	now := w.MustDo(w.Hana, &wire.RoomRef{Room: made.ID}, wire.GetRoom.Type).(*wire.RoomInfo).Room
	if now.Unread != 1 {
		t.Errorf("Hana has %d unread", now.Unread)
	}
}

func TestAConversationHasSoManyPeople(t *testing.T) {
	w := chattest.New(t)
	var users []string
	for i := range limits.GroupMost - 1 {
		users = append(users, w.Person("p"+strconv.Itoa(i), wire.RoleMember).ID)
	}
	w.MustDo(w.Sam, &wire.DMOpen{Users: users}, wire.OpenDM.Type)
	more := w.Person("more", wire.RoleMember).ID
	for _, q := range []*wire.DMOpen{
		{Users: append(slices.Clone(users), more)}, {Users: users, User: more}, {Users: make([]string, 1000)},
		{}, {Users: []string{w.Sam.ID}}, {Users: []string{w.Hana.ID, "sam"}},
	} {
		_, e := w.Do(w.Sam, q, wire.OpenDM.Type)
		refused(t, e, wire.CodeInvalid)
	}
	_, e := w.Do(w.Sam, &wire.DMOpen{Users: []string{w.Hana.ID, id.New()}}, wire.OpenDM.Type)
	refused(t, e, wire.CodeNotFound)
	_, e = w.Do(w.Sam, &wire.DMOpen{Users: []string{w.Hana.ID, w.Bo.ID}}, wire.OpenDM.Type)
	refused(t, e, wire.CodeForbidden)
	w.MustDo(w.Sam, &wire.DMOpen{Users: append(users[1:len(users):len(users)], more)}, wire.OpenDM.Type)
}

func TestWhoCannotBeWrittenTo(t *testing.T) {
	w := chattest.New(t)
	ghost := id.New()
	w.Update(func(tx store.Tx) error {
		return tx.Users().Create(store.User{User: wire.User{ID: ghost, Handle: "ghost", Name: "Ghost", Role: wire.RoleMember, Ghost: true}})
	})
	for _, c := range []struct {
		who  string
		want wire.Code
	}{
		{w.Sam.ID, wire.CodeInvalid}, {w.Bo.ID, wire.CodeForbidden}, {ghost, wire.CodeForbidden},
		{id.New(), wire.CodeNotFound}, {"sam", wire.CodeInvalid},
	} {
		_, e := w.Do(w.Sam, &wire.DMOpen{User: c.who}, wire.OpenDM.Type)
		refused(t, e, c.want)
	}
	room := w.Room(wire.RoomPrivate)
	for _, who := range []string{w.Bo.ID, ghost} {
		fresh := create(w, w.Hana, "fresh", wire.RoomPrivate).ID
		_, e := w.Do(w.Hana, &wire.MemberAdd{Room: fresh, User: who}, wire.AddMember.Type)
		refused(t, e, wire.CodeForbidden)
	}
	_, e := w.Do(w.Hana, &wire.MemberAdd{Room: room, User: id.New()}, wire.AddMember.Type)
	refused(t, e, wire.CodeNotFound)
}
