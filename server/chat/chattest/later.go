package chattest

import (
	"context"
	"errors"

	"github.com/confab/confab/server/jobs"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// laterCases are those about drafts, and about what is done at a time.
var laterCases = []Case{
	{wire.SetDraft.Type, "a private room", "ok ok ok ok room_gone room_gone unauthorized unauthorized", beginIn(wire.RoomPrivate)},
	{wire.SetDraft.Type, "others' conversation", "room_gone room_gone ok ok room_gone room_gone unauthorized unauthorized",
		beginIn(wire.RoomDM)},
	{wire.ListActivity.Type, "one's own", "ok ok ok ok ok ok unauthorized unauthorized", fixed(&wire.ActivityList{})},
	{wire.ReadActivity.Type, "one's own", "ok ok ok ok ok ok unauthorized unauthorized", fixed(&wire.ActivityRead{Num: 9, All: true})},
	{wire.ListDrafts.Type, "one's own", "ok ok ok ok ok ok unauthorized unauthorized", fixed(&wire.DraftList{})},
	{wire.AddLater.Type, "a message", "ok ok ok ok room_gone room_gone unauthorized unauthorized",
		laterIn(wire.DeedSend, wire.RoomPrivate)},
	{wire.AddLater.Type, "others' conversation", "room_gone room_gone ok ok room_gone room_gone unauthorized unauthorized",
		laterIn(wire.DeedSend, wire.RoomDM)},
	{wire.AddLater.Type, "a reminder of a message", "ok ok ok ok room_gone room_gone unauthorized unauthorized",
		laterIn(wire.DeedRemind, wire.RoomPrivate)},
	{wire.AddLater.Type, "a reminder", "ok ok ok ok ok ok unauthorized unauthorized", remind},
	{wire.SetLater.Type, "one's own", "ok ok ok ok ok ok unauthorized unauthorized", setLater(own)},
	{wire.SetLater.Type, "another's", "not_found not_found not_found not_found not_found not_found unauthorized unauthorized",
		setLater(others)},
	{wire.EndLater.Type, "one's own", "ok ok ok ok ok ok unauthorized unauthorized", endLater(own)},
	{wire.EndLater.Type, "another's", "not_found not_found not_found not_found not_found not_found unauthorized unauthorized",
		endLater(others)},
	{wire.ListLater.Type, "one's own", "ok ok ok ok ok ok unauthorized unauthorized", fixed(&wire.LaterList{})},
}

// Due carries out the jobs of plans that are due, and returns what went wrong with the first that failed.
func Due(w *World) error {
	w.T.Helper()
	return carryDue(w, w.Chat.Later())
}

// Over ends the statuses of people that are over, and their quiet hours, and begins those.
func Over(w *World) {
	w.T.Helper()
	for _, kind := range []jobs.Kind{w.Chat.Statuses(), w.Chat.Quiets()} {
		if err := carryDue(w, kind); err != nil {
			w.T.Fatal(err)
		}
	}
}

// carryDue carries out the jobs of a kind that are due.
func carryDue(w *World, kind jobs.Kind) error {
	w.T.Helper()
	for {
		var j store.Job
		err := w.Store.View(context.Background(), func(tx store.Tx) (err error) {
			j, err = tx.Jobs().Next(w.Now().UnixMilli(), store.JobKinds{Only: []string{kind.Name}})
			return err
		})
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		if err == nil {
			err = Carry(w, kind, j)
		}
		if err != nil {
			return err
		}
	}
}

// Carry carries out a job.
func Carry(w *World, kind jobs.Kind, j store.Job) error {
	if kind.Do != nil {
		if err := kind.Do(context.Background(), j); err != nil {
			return err
		}
	}
	return w.Store.Update(context.Background(), func(tx store.Tx) error {
		if err := kind.Write(tx, j); err != nil {
			return err
		}
		return tx.Jobs().Drop(j.Key)
	})
}

// laterIn plans something in a room of that kind.
func laterIn(does wire.Deed, kind wire.RoomKind) request {
	return func(w *World, _ Person) wire.Headed {
		room := make1(w, kind)
		q := &wire.LaterAdd{CID: id.New(), Does: does, When: "tomorrow", Room: room, Body: "morning"}
		if does == wire.DeedRemind {
			q.Seq = said(w, w.Hana, room)
		}
		return q
	}
}

func remind(*World, Person) wire.Headed {
	return &wire.LaterAdd{CID: id.New(), Does: wire.DeedRemind, Body: "in 20 minutes to stretch"}
}

// planned is a reminder of somebody's.
func planned(w *World, by Person) string {
	q := &wire.LaterAdd{CID: id.New(), Does: wire.DeedRemind, When: "tomorrow", Body: "stretch"}
	w.MustDo(by, q, wire.AddLater.Type)
	return q.CID
}

func setLater(whose func(*World, Person) Person) request {
	return func(w *World, who Person) wire.Headed {
		return &wire.LaterSet{Item: planned(w, whose(w, who)), When: "monday"}
	}
}

func endLater(whose func(*World, Person) Person) request {
	return func(w *World, who Person) wire.Headed { return &wire.LaterRef{Item: planned(w, whose(w, who))} }
}

// beginIn begins a message in a room of that kind.
func beginIn(kind wire.RoomKind) request {
	return func(w *World, _ Person) wire.Headed {
		return &wire.DraftSet{Room: make1(w, kind), Body: "I wonder " + id.New()}
	}
}
