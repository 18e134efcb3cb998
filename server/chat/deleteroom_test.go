package chat_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// emptied carries out the jobs that empty rooms, and returns how many there were.
func emptied(w *chattest.World) (n int) {
	w.T.Helper()
	kind := w.Chat.EmptyRooms()
	for ; ; n++ {
		var j store.Job
		err := w.Store.View(w.T.Context(), func(tx store.Tx) (err error) {
			j, err = tx.Jobs().Next(w.Now().UnixMilli(), store.JobKinds{Only: []string{kind.Name}})
			return err
		})
		if errors.Is(err, store.ErrNotFound) {
			return n
		}
		if err != nil {
			w.T.Fatal(err)
		}
		w.Update(func(tx store.Tx) error {
			if err := kind.Write(tx, j); err != nil {
				return err
			}
			return tx.Jobs().Drop(j.Key)
		})
	}
}

func TestADeletedRoomIsGoneForEverybodyAndLeavesNothing(t *testing.T) {
	w := chattest.New(t)
	room, name, kind := w.Room(wire.RoomPrivate), "The attic", wire.RoomPublic
	setRoom(w, w.Hana, &wire.RoomSet{Room: room, Name: &name, Kind: &kind})
	seq := w.Say(w.Sam, room, "said")
	const many = limits.DeleteMost + 5
	for i := range many {
		w.Say(w.Hana, room, fmt.Sprint(i))
	}
	file := w.Upload(w.Sam, "a.txt", "content")
	w.MustDo(w.Sam, &wire.Send{CID: id.New(), Room: room, Files: []string{file.ID}}, wire.SendMessage.Type)
	w.MustDo(w.Sam, &wire.Save{Room: room, Seq: seq, On: true}, wire.SaveMessage.Type)
	w.MustDo(w.Sam, &wire.DraftSet{Room: room, Body: "begun"}, wire.SetDraft.Type)
	mustPlan(w, w.Sam, wire.LaterAdd{Does: wire.DeedSend, When: "in 20 minutes", Room: room, Body: "soon"})
	kept := mustPlan(w, w.Sam, wire.LaterAdd{Does: wire.DeedSend, When: "in 20 minutes", Room: w.Main, Body: "soon"})

	w.MustDo(w.Hana, &wire.RoomRef{Room: room}, wire.DeleteRoom.Type)
	for _, p := range []chattest.Person{w.Hana, w.Sam, w.Nora} {
		for _, command := range []wire.Type{wire.GetRoom.Type, wire.JoinRoom.Type, wire.DeleteRoom.Type, wire.LeaveRoom.Type} {
			_, e := w.Do(p, &wire.RoomRef{Room: room}, command)
			refused(t, e, wire.CodeRoomGone)
		}
		_, e := w.Do(p, &wire.Fetch{Room: room}, wire.FetchHistory.Type)
		refused(t, e, wire.CodeRoomGone)
		refused(t, attempt(w, p, room, "hello?"), wire.CodeRoomGone)
	}
	again := &wire.RoomCreate{Name: name, Kind: wire.RoomPublic}
	w.MustDo(w.Hana, again, wire.CreateRoom.Type) // the name is free
	if l := planned(w, w.Sam, 0); len(l) != 1 || l[0].ID != kept.ID {
		t.Errorf("planned is %+v", l)
	}
	if s := w.MustDo(w.Sam, &wire.SavedList{}, wire.ListSaved.Type).(*wire.SavedMessages); len(s.Saved) != 0 || s.Todo != 0 {
		t.Errorf("saved is %+v", s)
	}
	if d := w.MustDo(w.Sam, &wire.DraftList{}, wire.ListDrafts.Type).(*wire.Drafts); len(d.Drafts) != 0 {
		t.Errorf("begun is %+v", d)
	}

	if n := emptied(w); n < 2 {
		t.Errorf("%d messages were erased in %d parts", many, n)
	}
	w.Update(func(tx store.Tx) error {
		log, err := tx.Events().After(room, 0, 10*many)
		if err != nil {
			return err
		}
		for _, e := range log {
			if e.Body != "" || len(e.Files) > 0 {
				t.Errorf("%+v was left", e)
			}
		}
		if _, err := tx.Files().ByID(file.ID); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("the file is there: %v", err)
		}
		return nil
	})
	database(t, w) // nothing is wrong with what is left
}

func TestAllLeaveALargeRoomThatIsDeletedInParts(t *testing.T) {
	w := chattest.New(t)
	room := w.Room(wire.RoomPrivate)
	const many = 2*limits.MemberPage + 5
	var last string
	w.Update(func(tx store.Tx) error {
		for i := range many {
			last = id.New()
			u := store.User{User: wire.User{ID: last, Handle: fmt.Sprintf("zz%04d", i), Name: "N", Role: wire.RoleMember}}
			if err := tx.Users().Create(u); err != nil {
				return err
			}
			if err := tx.Members().Put(store.Member{Room: room, User: last, Host: true}); err != nil {
				return err
			}
		}
		return nil
	})
	w.MustDo(w.Hana, &wire.RoomRef{Room: room}, wire.DeleteRoom.Type)
	_, e := w.Do(w.Hana, &wire.RoomRef{Room: room}, wire.GetRoom.Type)
	refused(t, e, wire.CodeRoomGone)
	host, open, name := chattest.Person{User: wire.User{ID: last}}, false, "The attic again"
	host.Session = w.SignIn(host)
	_, e = w.Do(host, &wire.RoomSet{Room: room, Archived: &open, Name: &name}, wire.SetRoom.Type)
	refused(t, e, wire.CodeRoomGone) // though nobody has taken them out yet
	emptied(w)
	w.Update(func(tx store.Tx) error {
		r, err := tx.Rooms().ByID(room)
		if err != nil || r.Members != 0 {
			t.Errorf("the room is %+v, %v", r, err)
		}
		in, err := tx.Inbox().After(last, 0)
		if err != nil || len(in) != 1 || in[0].Kind != wire.InboxLeft {
			t.Errorf("the inbox is %+v, %v", in, err)
		}
		return nil
	})
}
