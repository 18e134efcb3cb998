package chat_test

import (
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// screen is what a person sees first at the address of a room.
func screen(w *chattest.World, p chattest.Person, room string, at int64) *chat.Screen {
	w.T.Helper()
	s, err := w.Chat.Screen(w.T.Context(), p.Actor(), room, at)
	if err != nil {
		w.T.Fatal(err)
	}
	return s
}

// bodies are the texts on a screen.
func bodies(s *chat.Screen) string {
	var all []string
	for _, e := range s.Page.Events {
		if e.Kind == wire.KindMessage {
			all = append(all, e.Body)
		}
	}
	return strings.Join(all, " ")
}

func TestAScreenIsWhatThePersonMayRead(t *testing.T) {
	w := chattest.New(t)
	room, _ := w.Past("") // of before Stan came
	if e := add(w, w.Sam, room, "", 0); e != nil {
		t.Fatal(e)
	}
	w.Say(w.Hana, room, "welcome")

	seen := screen(w, w.Stan, room, 0)
	if got := bodies(seen); got != "welcome" || seen.Me.ID != w.Stan.ID {
		t.Errorf("the newcomer sees %q", got)
	}
	if got := bodies(screen(w, w.Stan, room, 1)); got != "welcome" {
		t.Errorf("at the address of a message from before, the newcomer sees %q", got)
	}
	if got := bodies(screen(w, w.Hana, room, 0)); !strings.HasSuffix(got, "welcome") || got == "welcome" {
		t.Errorf("who was there before sees %q", got)
	}
	for _, r := range seen.Rooms {
		if r.ID == room && r.Unread != 1 {
			t.Errorf("%d are unread, want 1", r.Unread)
		}
	}

	w.MustDo(w.Hana, &wire.MemberRef{Room: room, User: w.Stan.ID}, wire.RemoveMember.Type)
	gone := screen(w, w.Stan, room, 0)
	if len(gone.Page.Events) > 0 {
		t.Errorf("who was taken out sees %q", bodies(gone))
	}
	for _, r := range gone.Rooms {
		if r.ID == room {
			t.Error("the room is still in the list of who was taken out")
		}
	}
	if nowhere := screen(w, w.Stan, id.New(), 0); len(nowhere.Page.Events) > 0 || len(nowhere.Rooms) != len(gone.Rooms) {
		t.Error("a room that does not exist looks different from one that the person is not in")
	}
}

func TestAScreenIsBoundedAndCountsAsReading(t *testing.T) {
	w := chattest.New(t, limited)
	room := w.Room(wire.RoomPrivate)
	for range 40 {
		w.Advance(time.Hour)
		w.Say(w.Hana, room, strings.Repeat("x", 8<<10))
	}
	size := 0
	for _, e := range screen(w, w.Hana, room, 0).Page.Events {
		size += len(e.Body)
	}
	if size == 0 || size > 64<<10 {
		t.Errorf("a screen has %d bytes of messages", size)
	}
	var err error
	for range limits.RateReads.Burst + 1 {
		if _, err = w.Chat.Screen(t.Context(), w.Hana.Actor(), room, 0); err != nil {
			break
		}
	}
	known, _ := chat.Public(err)
	refused(t, known, wire.CodeRate)
	w.Advance(time.Second)
	screen(w, w.Hana, room, 0)
	if _, err := w.Chat.Screen(t.Context(), chat.Actor{}, room, 0); err == nil {
		t.Error("nobody gets a screen")
	}
}
