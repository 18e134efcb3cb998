package chat_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/server/jobs"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// plan has something done later.
func plan(w *chattest.World, p chattest.Person, q wire.LaterAdd) (*wire.LaterInfo, *wire.Error) {
	q.CID = id.New()
	answer, err := w.Do(p, &q, wire.AddLater.Type)
	if err != nil {
		return nil, err
	}
	return answer.(*wire.LaterInfo), nil
}

func mustPlan(w *chattest.World, p chattest.Person, q wire.LaterAdd) wire.Later {
	w.T.Helper()
	info, err := plan(w, p, q)
	if err != nil {
		w.T.Fatal(err)
	}
	return info.Later
}

// planned are a person's plans, a page of limit at a time.
func planned(w *chattest.World, p chattest.Person, limit int) (all []wire.Later) {
	w.T.Helper()
	for after := "first"; after != ""; {
		q := &wire.LaterList{Limit: limit}
		if after != "first" {
			q.After = after
		}
		page := w.MustDo(p, q, wire.ListLater.Type).(*wire.Laters)
		all, after = append(all, page.Laters...), page.Next
	}
	return all
}

// saidIn are the texts of the messages of a room.
func saidIn(w *chattest.World, p chattest.Person, room string) (all []string) {
	w.T.Helper()
	for _, e := range w.MustDo(p, &wire.Fetch{Room: room}, wire.FetchHistory.Type).(*wire.Page).Events {
		if e.Kind == wire.KindMessage {
			all = append(all, e.Body)
		}
	}
	return all
}

func mustDue(w *chattest.World) {
	w.T.Helper()
	if err := chattest.Due(w); err != nil {
		w.T.Fatal(err)
	}
}

func TestAMessageIsSentAtItsTimeByItsAuthor(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	first := w.Say(w.Hana, room, "who is there?")
	l := mustPlan(w, w.Sam, wire.LaterAdd{Does: wire.DeedSend, When: "in 20 minutes", Room: room, ReplyTo: first, Body: "I am, @hana"})
	if want := w.Now().Add(20 * time.Minute).UnixMilli(); l.At != want || l.State != wire.LaterWaiting || l.Zone != "UTC" {
		t.Errorf("planned for %d, want %d: %+v", l.At, want, l)
	}
	w.Advance(20*time.Minute - time.Second)
	mustDue(w)
	if got := saidIn(w, w.Sam, room); len(got) != 1 {
		t.Errorf("before its time there is %q", got)
	}
	w.Advance(time.Second)
	mustDue(w)
	page := w.MustDo(w.Hana, &wire.Fetch{Room: room, Limit: 1}, wire.FetchHistory.Type).(*wire.Page)
	e := page.Events[0]
	if e.Author != w.Sam.ID || e.CID != l.ID || e.Body != "I am, @hana" || e.Quote == nil ||
		!slices.Equal(e.Mentions, []string{w.Hana.ID}) ||
		e.At != w.Now().UnixMilli() {
		t.Errorf("sent: %+v", e)
	}
	if got := planned(w, w.Sam, 0); len(got) != 0 {
		t.Errorf("after it was sent there is still %+v", got)
	}
}

func TestAJobThatRunsTwiceSendsOnce(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	l := mustPlan(w, w.Sam, wire.LaterAdd{Does: wire.DeedSend, When: "in 1 minute", Room: room, Body: "once"})
	var j store.Job
	w.Advance(time.Minute)
	w.View(func(tx store.Tx) (err error) {
		j, err = tx.Jobs().Next(w.Now().UnixMilli(), store.JobKinds{})
		return err
	})
	for range 3 {
		if err := chattest.Carry(w, w.Chat.Later(), j); err != nil {
			t.Fatal(err)
		}
	}
	other := mustPlan(w, w.Sam, wire.LaterAdd{Does: wire.DeedSend, When: "in 1 minute", Room: room, Body: "once more"})
	// By the client, which has the same cid.
	w.MustDo(w.Sam, &wire.Send{CID: other.ID, Room: room, Body: "once more"}, wire.SendMessage.Type)
	w.Advance(time.Minute)
	mustDue(w)
	if got := saidIn(w, w.Sam, room); !slices.Equal(got, []string{"once", "once more"}) {
		t.Errorf("sent: %q", got)
	}
	if got := planned(w, w.Sam, 0); len(got) != 0 {
		t.Errorf("planned after that: %+v, once %s", got, l.ID)
	}
}

func TestWhatMayNotBeSentAnyMoreIsKept(t *testing.T) {
	w := chattest.New(t)
	room, other := w.Room(wire.RoomPrivate), w.Room(wire.RoomPrivate)
	asked := w.Say(w.Hana, room, "hm")
	mustPlan(w, w.Sam, wire.LaterAdd{Does: wire.DeedSend, When: "in 1 hour", Room: room, ReplyTo: asked, Body: "good morning"})
	w.MustDo(w.Sam, &wire.RoomRef{Room: room}, wire.LeaveRoom.Type)
	w.Advance(time.Hour)
	mustDue(w)
	got := planned(w, w.Sam, 0)
	if len(got) != 1 || got[0].State != wire.LaterFailed || got[0].Failed == nil || got[0].Failed.Code != wire.CodeRoomGone ||
		got[0].Failed.Key == "" || got[0].Body != "good morning" {
		t.Fatalf("kept: %+v", got)
	}
	_, err := w.Do(w.Sam, &wire.LaterSet{Item: got[0].ID, When: "now"}, wire.SetLater.Type)
	refused(t, err, wire.CodeRoomGone)
	w.MustDo(w.Sam, &wire.LaterSet{Item: got[0].ID, When: "now", To: &other}, wire.SetLater.Type)
	mustDue(w)
	if said := saidIn(w, w.Sam, other); !slices.Equal(said, []string{"good morning"}) {
		t.Errorf("sent to the other room: %q", said)
	}

	mustPlan(w, w.Sam, wire.LaterAdd{Does: wire.DeedSend, When: "in 1 hour", Room: other, Body: "good evening"})
	w.MustDo(w.Nora, &wire.UserBan{User: w.Sam.ID, Banned: true}, wire.BanUser.Type)
	w.Advance(time.Hour)
	mustDue(w)
	w.MustDo(w.Nora, &wire.UserBan{User: w.Sam.ID}, wire.BanUser.Type)
	if got := planned(w, w.Sam, 0); len(got) != 1 || got[0].State != wire.LaterFailed || got[0].Body != "good evening" {
		t.Errorf("of somebody who was banned: %+v", got)
	}
	if said := saidIn(w, w.Nora, other); len(said) != 1 {
		t.Errorf("somebody who is banned said %q", said)
	}
}

func TestAReminderIsDueUntilItIsDoneWith(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	seq := w.Say(w.Hana, room, "the pumps are *in*")
	about := mustPlan(w, w.Sam, wire.LaterAdd{Does: wire.DeedRemind, When: "in 2 hours", Room: room, Seq: seq})
	said := mustPlan(w, w.Sam, wire.LaterAdd{Does: wire.DeedRemind, Body: "me in 20 minutes to stretch"})
	if said.Body != "stretch" || said.At != w.Now().Add(20*time.Minute).UnixMilli() {
		t.Errorf("a reminder in words: %+v", said)
	}
	w.Advance(3 * time.Hour)
	mustDue(w)
	got := planned(w, w.Sam, 1)
	if len(got) != 2 || got[0].ID != said.ID || got[0].State != wire.LaterDue || got[1].Quote == nil ||
		got[1].Quote.Text != "the pumps are in" ||
		got[1].Quote.Author != w.Hana.ID || got[1].State != wire.LaterDue {
		t.Errorf("due: %+v", got)
	}
	w.MustDo(w.Sam, &wire.LaterRef{Item: said.ID}, wire.EndLater.Type)
	_, err := w.Do(w.Sam, &wire.LaterRef{Item: said.ID}, wire.EndLater.Type)
	refused(t, err, wire.CodeNotFound)
	w.MustDo(w.Sam, &wire.LaterSet{Item: about.ID, When: "tomorrow"}, wire.SetLater.Type) // again, later
	if got := planned(w, w.Sam, 0); len(got) != 1 || got[0].State != wire.LaterWaiting {
		t.Errorf("once more: %+v", got)
	}
	w.MustDo(w.Sam, &wire.RoomRef{Room: room}, wire.LeaveRoom.Type)
	if got := planned(w, w.Sam, 0); got[0].Quote != nil {
		t.Errorf("who left is told %+v", got[0].Quote)
	}
	w.Advance(48 * time.Hour)
	mustDue(w)
	if got := planned(w, w.Sam, 0); got[0].State != wire.LaterDue {
		t.Errorf("who left is reminded all the same: %+v", got)
	}
}

func TestDevicesAreToldOfWhatIsPlannedAndDue(t *testing.T) {
	w := chattest.New(t)
	var last int64
	told := func(what string) {
		t.Helper()
		frames, top, err := w.Chat.InboxAfter(t.Context(), w.Sam.ID, last)
		n := len(frames)
		if err != nil || n == 0 || frames[n-1].Kind != wire.InboxOwn || frames[n-1].Item != wire.ItemLater || frames[n-1].Room != "" {
			t.Errorf("when it is %s: %+v %v", what, frames, err)
		}
		last = top
	}
	l := mustPlan(w, w.Sam, wire.LaterAdd{Does: wire.DeedRemind, When: "in 1 hour", Body: "stretch"})
	told("planned")
	w.Advance(time.Hour)
	mustDue(w)
	told("due")
	w.MustDo(w.Sam, &wire.LaterRef{Item: l.ID}, wire.EndLater.Type)
	told("done with")
}

func TestATimeIsInTheZoneOfThePerson(t *testing.T) {
	w := chattest.New(t)
	ask := func(zone, here string) (string, string) {
		l := mustPlan(w, w.Sam, wire.LaterAdd{Does: wire.DeedRemind, When: "tomorrow 9:00", Zone: zone, Here: here, Body: "x"})
		return time.UnixMilli(l.At).UTC().Format("15:04"), l.Zone
	}
	told := "Asia/Shanghai"
	for i, c := range []struct{ zone, here, want, in string }{
		{"", "", "09:00", "UTC"},
		{"", "Asia/Tokyo", "00:00", "Asia/Tokyo"},
		{"Asia/Dubai", "Asia/Tokyo", "05:00", "Asia/Dubai"},
		{"", "Asia/Tokyo", "01:00", told},
		{"", "Nowhere/AtAll", "01:00", told},
	} {
		if i == 3 {
			w.MustDo(w.Sam, &wire.ProfileSet{User: w.Sam.ID, Zone: &told}, wire.SetProfile.Type)
		}
		if at, in := ask(c.zone, c.here); at != c.want || in != c.in {
			t.Errorf("in %q, here %q: %s in %s, want %s in %s", c.zone, c.here, at, in, c.want, c.in)
		}
	}
}

func TestTimesThatAreRefused(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	for _, q := range []wire.LaterAdd{
		{When: "today 0:00", Body: "x"}, {When: "1999-01-01", Body: "x"}, {When: "in 400 days", Body: "x"}, {When: "soon", Body: "x"},
		{When: strings.Repeat("9", 400), Body: "x"}, {When: "tomorrow"}, {Body: "to stretch"}, {Body: "in 20 minutes"}, {Body: ""},
		{When: "tomorrow", Zone: "Mars/Olympus", Body: "x"}, {When: "tomorrow", Zone: "'; --", Body: "x"},
		{Does: wire.DeedSend, When: "tomorrow", Body: "x"}, {Does: wire.DeedSend, When: "tomorrow", Room: room},
		{Does: wire.DeedSend, Room: room, Body: "in 5 minutes"},
		{Does: "dance", When: "tomorrow", Body: "x"}, {When: "tomorrow", Body: strings.Repeat("x", limits.Body+1)},
	} {
		if q.Does == "" {
			q.Does = wire.DeedRemind
		}
		if _, err := plan(w, w.Sam, q); err == nil || err.Code != wire.CodeInvalid && err.Code != wire.CodeTooLarge || err.Key == "" {
			t.Errorf("%.200v: %v", q, err)
		}
	}
	if got := planned(w, w.Sam, 0); len(got) != 0 {
		t.Errorf("planned all the same: %+v", got)
	}
	deleted := w.Say(w.Hana, room, "never mind")
	w.MustDo(w.Hana, &wire.Delete{Room: room, Seq: deleted}, wire.DeleteMessage.Type)
	_, err := plan(w, w.Sam, wire.LaterAdd{Does: wire.DeedRemind, When: "tomorrow", Room: room, Seq: deleted})
	refused(t, err, wire.CodeDeleted)
	_, err = plan(w, w.Sam, wire.LaterAdd{Does: wire.DeedRemind, When: "tomorrow", Room: room, Seq: 999})
	refused(t, err, wire.CodeNotFound)
}

func TestAPersonPlansSoMuch(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	var first wire.Later
	for i := range limits.Later {
		l := mustPlan(w, w.Sam, wire.LaterAdd{Does: wire.DeedSend, When: fmt.Sprintf("in %d minutes", i+1), Room: room,
			Body: strings.Repeat("x", 9000)})
		if i == 0 {
			first = l
		}
	}
	more := wire.LaterAdd{Does: wire.DeedRemind, When: "tomorrow", Body: "x"}
	_, err := plan(w, w.Sam, more)
	refused(t, err, wire.CodeConflict)
	mustPlan(w, w.Hana, more)
	got := planned(w, w.Sam, 50) // more than fits into a page of that size
	if len(got) != limits.Later || !slices.IsSortedFunc(got, func(a, b wire.Later) int { return int(a.At - b.At) }) {
		t.Errorf("%d are listed", len(got))
	}
	w.MustDo(w.Sam, &wire.LaterRef{Item: first.ID}, wire.EndLater.Type)
	mustPlan(w, w.Sam, more)
}

func TestWhatIsChangedOrCancelledIsDoneAtItsNewTimeOrNever(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	moved := mustPlan(w, w.Sam, wire.LaterAdd{Does: wire.DeedSend, When: "in 1 hour", Room: room, Body: "moved"})
	gone := mustPlan(w, w.Sam, wire.LaterAdd{Does: wire.DeedSend, When: "in 1 hour", Room: room, Body: "cancelled"})
	better := "moved, and better"
	w.MustDo(w.Sam, &wire.LaterSet{Item: moved.ID, When: "in 3 hours", Body: &better}, wire.SetLater.Type)
	w.MustDo(w.Sam, &wire.LaterRef{Item: gone.ID}, wire.EndLater.Type)
	w.Advance(2 * time.Hour)
	mustDue(w)
	if got := saidIn(w, w.Sam, room); len(got) != 0 {
		t.Errorf("said at the old time: %q", got)
	}
	w.Advance(2 * time.Hour)
	mustDue(w)
	if got := saidIn(w, w.Sam, room); !slices.Equal(got, []string{better}) {
		t.Errorf("said: %q", got)
	}
}

func TestAFullRoomHasPlannedMessagesWait(t *testing.T) {
	w := chattest.New(t, limited)
	room := w.Room(wire.RoomPrivate)
	for i := range limits.RateRoom.Burst + 5 {
		w.Advance(time.Second)
		mustPlan(w, w.Sam, wire.LaterAdd{Does: wire.DeedSend, When: "in 1 hour", Room: room, Body: fmt.Sprint(i)})
	}
	w.Advance(time.Hour)
	for range 2 {
		if err := chattest.Due(w); !errors.Is(err, jobs.ErrAway) {
			t.Fatalf("a full room: %v", err)
		}
	}
	w.Advance(time.Minute)
	mustDue(w)
	if got := planned(w, w.Sam, 0); len(got) != 0 {
		t.Errorf("%d are left", len(got))
	}
}

func TestAMessageWithFilesInAThreadIsSentAtItsTime(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	root := w.Say(w.Hana, room, "who has the plan?")
	f := w.Upload(w.Sam, "plan.txt", "first this, then that")
	l := mustPlan(w, w.Sam, wire.LaterAdd{Does: wire.DeedSend, When: "in 3 days", Room: room, Thread: root, InRoom: true,
		Files: []string{f.ID}, Captions: []string{"the plan"}})
	if len(l.Files) != 1 || l.Files[0].Name != "plan.txt" || l.Files[0].Caption != "the plan" || l.Thread != root || !l.InRoom {
		t.Errorf("planned: %+v", l)
	}
	_, refusal := plan(w, w.Sam, wire.LaterAdd{Does: wire.DeedSend, When: "in 1 hour", Room: room, Files: []string{f.ID}})
	refused(t, refusal, wire.CodeConflict)
	_, refusal = w.Do(w.Sam, &wire.LaterSet{Item: l.ID, Body: new(string)}, wire.SetLater.Type)
	if refusal != nil {
		t.Errorf("a message with a file needs no text: %v", refusal)
	}
	w.Advance(3*24*time.Hour - time.Second)
	w.View(func(tx store.Tx) error {
		gone, err := tx.Files().Expired(w.Now().UnixMilli(), 10)
		if len(gone) > 0 {
			t.Error("its file is swept before it is sent")
		}
		return err
	})
	w.Advance(time.Second)
	mustDue(w)
	e := w.MustDo(w.Hana, &wire.Fetch{Room: room, Limit: 1}, wire.FetchHistory.Type).(*wire.Page).Events[0]
	if e.CID != l.ID || e.Thread != root || !e.InRoom || len(e.Files) != 1 || e.Files[0].Caption != "the plan" {
		t.Errorf("sent: %+v", e)
	}
	if body, _, err := w.Download(w.Hana, f.ID, wire.SizeWhole); err != nil || body != "first this, then that" {
		t.Errorf("its file: %q, %v", body, err)
	}
}

func TestTheFilesOfAMessageThatIsCancelledAreRemoved(t *testing.T) {
	w := chattest.New(t)
	room, other := w.Room(wire.RoomPrivate), w.Room(wire.RoomPrivate)
	root := w.Say(w.Hana, room, "who has the plan?")
	f, kept := w.Upload(w.Sam, "plan.txt", "this"), w.Upload(w.Sam, "kept.txt", "that")
	l := mustPlan(w, w.Sam, wire.LaterAdd{Does: wire.DeedSend, When: "in 1 hour", Room: room, Thread: root, Files: []string{f.ID}})
	moved := w.MustDo(w.Sam, &wire.LaterSet{Item: l.ID, To: &other}, wire.SetLater.Type).(*wire.LaterInfo).Later
	if moved.Thread != 0 || len(moved.Files) != 1 {
		t.Errorf("in another room: %+v", moved)
	}
	w.MustDo(w.Sam, &wire.LaterRef{Item: l.ID}, wire.EndLater.Type)
	if _, _, err := w.Download(w.Sam, f.ID, wire.SizeWhole); code(err) != wire.CodeNotFound {
		t.Errorf("the file of the cancelled message: %v", err)
	}
	if _, _, err := w.Download(w.Sam, kept.ID, wire.SizeWhole); err != nil {
		t.Errorf("another file: %v", err)
	}
}

func TestWhatAMessageCannotHaveIsRefusedWhenItIsPlanned(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	root, aside := w.Say(w.Hana, room, "who?"), w.Say(w.Hana, room, "what?")
	begun, foreign := w.Begin(w.Sam, "half.txt", 10).File, w.Upload(w.Hana, "hers.txt", "hers")
	mine := w.Upload(w.Sam, "mine.txt", "mine")
	for _, c := range []struct {
		q    wire.LaterAdd
		code wire.Code
	}{
		{wire.LaterAdd{Files: []string{begun.ID}}, wire.CodeConflict},
		{wire.LaterAdd{Files: []string{foreign.ID}}, wire.CodeNotFound},
		{wire.LaterAdd{Files: []string{mine.ID, mine.ID}}, wire.CodeInvalid},
		{wire.LaterAdd{Files: []string{mine.ID}, Captions: []string{"a", "b"}}, wire.CodeInvalid},
		{wire.LaterAdd{Body: "hi", Thread: 999}, wire.CodeNotFound},
		{wire.LaterAdd{Body: "hi", Thread: root, ReplyTo: aside}, wire.CodeInvalid},
	} {
		c.q.Does, c.q.When, c.q.Room = wire.DeedSend, "in 1 hour", room
		_, err := plan(w, w.Sam, c.q)
		if code(err) != c.code {
			t.Errorf("%+v: %v, want %s", c.q, err, c.code)
		}
	}
	mustPlan(w, w.Sam, wire.LaterAdd{Does: wire.DeedSend, When: "in 1 hour", Room: room, Files: []string{mine.ID}})
}
