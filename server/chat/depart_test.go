package chat_test

import (
	"errors"
	"testing"

	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// What somebody had begun or planned goes with them or with the room, with the files that wait for it.
func TestNothingBegunOrPlannedStaysOfWhatIsDeleted(t *testing.T) {
	for name, deletes := range map[string]func(w *chattest.World, room string){
		"the account": func(w *chattest.World, _ string) {
			w.Update(func(tx store.Tx) error {
				u, err := tx.Users().ByID(w.Sam.ID)
				if err != nil {
					return err
				}
				return w.Chat.Depart(tx, u)
			})
		},
		"the room": func(w *chattest.World, room string) {
			w.MustDo(w.Hana, &wire.RoomRef{Room: room}, wire.DeleteRoom.Type)
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := chattest.New(t)
			room := w.Room(wire.RoomPrivate)
			f := w.Upload(w.Sam, "plan.txt", "first this")
			w.MustDo(w.Sam, &wire.DraftSet{Room: room, Body: "begun"}, wire.SetDraft.Type)
			l := mustPlan(w, w.Sam, wire.LaterAdd{Does: wire.DeedSend, When: "in 3 days", Room: room, Files: []string{f.ID}})
			deletes(w, room)
			w.View(func(tx store.Tx) error {
				drafts, err := tx.Drafts().List(w.Sam.ID)
				if err != nil || len(drafts) > 0 {
					t.Errorf("begun: %+v, %v", drafts, err)
				}
				if _, err := tx.Plans().Get(w.Sam.ID, l.ID); !errors.Is(err, store.ErrNotFound) {
					t.Errorf("the plan: %v", err)
				}
				if _, err := tx.Files().ByID(f.ID); !errors.Is(err, store.ErrNotFound) {
					t.Errorf("its file: %v", err)
				}
				return nil
			})
		})
	}
}
