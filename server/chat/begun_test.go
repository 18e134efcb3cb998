package chat_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// begin keeps a draft of a person's.
func begin(w *chattest.World, p chattest.Person, q wire.DraftSet) *wire.DraftInfo {
	w.T.Helper()
	return w.MustDo(p, &q, wire.SetDraft.Type).(*wire.DraftInfo)
}

// begun are the texts of a person's drafts, by room and thread.
func begun(w *chattest.World, p chattest.Person, room string) (all []string) {
	w.T.Helper()
	for after := "0"; after != ""; {
		page := w.MustDo(p, &wire.DraftList{Room: room, After: after}, wire.ListDrafts.Type).(*wire.Drafts)
		for _, d := range page.Drafts {
			all = append(all, d.Body)
		}
		after = page.Next
	}
	return all
}

func TestADraftIsKeptForThePersonsOtherDevices(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	first := begin(w, w.Sam, wire.DraftSet{Room: room, Body: "half a "})
	begin(w, w.Sam, wire.DraftSet{Room: room, Thread: 7, Body: "in a thread", ReplyTo: 8})
	begin(w, w.Hana, wire.DraftSet{Room: room, Body: "hers"})
	if got := begun(w, w.Sam, room); !slices.Equal(got, []string{"half a ", "in a thread"}) {
		t.Errorf("begun: %q", got)
	}
	frames, _, err := w.Chat.InboxAfter(t.Context(), w.Sam.ID, first.Draft.Rev-1)
	if n := len(frames); err != nil || n == 0 || frames[n-1].Item != wire.ItemDraft || frames[n-1].Room != room {
		t.Errorf("the devices are told %+v, %v", frames, err)
	}
	before := w.Commits()
	again := begin(w, w.Sam, wire.DraftSet{Room: room, Body: "half a "})
	if again.Draft.Rev != first.Draft.Rev || again.Conflict || w.Commits() != before {
		t.Errorf("the same once more: %+v", again)
	}
	second := begin(w, w.Sam, wire.DraftSet{Room: room, Base: first.Draft.Rev, Body: "half a thought"})
	if second.Conflict || second.Draft.Rev <= first.Draft.Rev {
		t.Errorf("changed: %+v", second)
	}
	begin(w, w.Sam, wire.DraftSet{Room: room, Base: second.Draft.Rev}) // it was sent
	if got := begun(w, w.Sam, ""); !slices.Equal(got, []string{"in a thread"}) {
		t.Errorf("after it was sent: %q", got)
	}
	w.MustDo(w.Sam, &wire.RoomRef{Room: room}, wire.LeaveRoom.Type)
	if got := begun(w, w.Sam, ""); len(got) != 0 {
		t.Errorf("of a room that was left: %q", got)
	}
}

func TestNeitherOfTwoDevicesOverwritesWhatTheOtherWrote(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	known := begin(w, w.Sam, wire.DraftSet{Room: room, Body: "hm"}).Draft.Rev
	phone := begin(w, w.Sam, wire.DraftSet{Room: room, Base: known, Body: "hm, by phone"})
	for _, q := range []wire.DraftSet{{Body: "hm, at the desk", Base: known}, {Base: known}, {Body: "new"}} {
		q.Room = room
		got := begin(w, w.Sam, q)
		if !got.Conflict || got.Draft != phone.Draft {
			t.Errorf("%+v: %+v", q, got)
		}
	}
	if got := begin(w, w.Sam, wire.DraftSet{Room: room, Base: phone.Draft.Rev, Body: "hm, at the desk"}); got.Conflict {
		t.Errorf("of a device that knows it: %+v", got)
	}
	begin(w, w.Sam, wire.DraftSet{Room: room, Base: known}) // it is not there to be removed by who knew another
	if got := begun(w, w.Sam, room); !slices.Equal(got, []string{"hm, at the desk"}) {
		t.Errorf("kept: %q", got)
	}
}

func TestAPersonHasSoManyDrafts(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	for i := range limits.Drafts {
		begin(w, w.Sam, wire.DraftSet{Room: room, Thread: int64(i + 1), Body: fmt.Sprint(i, strings.Repeat("x", 9000))})
	}
	more := wire.DraftSet{Room: room, Body: "one more"}
	_, err := w.Do(w.Sam, &more, wire.SetDraft.Type)
	refused(t, err, wire.CodeConflict)
	begin(w, w.Hana, more)
	if got := begun(w, w.Sam, room); len(got) != limits.Drafts {
		t.Errorf("%d are listed", len(got))
	}
	w.MustDo(w.Sam, &wire.DraftSet{Room: room, Thread: 1, Base: 0, Body: "0" + strings.Repeat("x", 9000)}, wire.SetDraft.Type)
	first := w.MustDo(w.Sam, &wire.DraftList{Room: room}, wire.ListDrafts.Type).(*wire.Drafts).Drafts[0]
	begin(w, w.Sam, wire.DraftSet{Room: room, Thread: first.Thread, Base: first.Rev})
	begin(w, w.Sam, more)
	long := wire.DraftSet{Room: room, Body: strings.Repeat("x", limits.Body+1)}
	_, err = w.Do(w.Sam, &long, wire.SetDraft.Type)
	refused(t, err, wire.CodeTooLarge)
}
