package chat_test

import (
	"slices"
	"testing"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/sqlite"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// TestTheFounderTakesImportedRoomsOver creates a workspace in which rooms were
// imported before, one of them with the name of the main room.
func TestTheFounderTakesImportedRoomsOver(t *testing.T) {
	st, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	s := chat.New(st, chat.Options{})
	ghost := store.User{User: wire.User{ID: id.New(), Handle: "ann", Name: "ann", Role: wire.RoleMember, Ghost: true}}
	nora := store.User{User: wire.User{ID: id.New(), Handle: "nora", Name: "Nora", Role: wire.RoleOwner}, Email: "nora@acme.example"}
	err = st.Update(t.Context(), func(tx store.Tx) error {
		for _, u := range []store.User{ghost, nora} {
			if err := tx.Users().Create(u); err != nil {
				return err
			}
		}
		for _, name := range []string{"General", "ubuntu"} {
			r := store.Room{ID: id.New(), Kind: wire.RoomPublic, Name: name, Creator: ghost.ID, Epoch: "e"}
			if err := tx.Rooms().Create(r); err != nil {
				return err
			}
			e := &wire.Event{Room: r.ID, Event: id.New(), Author: ghost.ID, Kind: wire.KindMessage, Body: "long ago", At: 1}
			if err := tx.Events().Append(e); err != nil {
				return err
			}
		}
		return s.Found(tx, nora, "Acme")
	})
	if err != nil {
		t.Fatal(err)
	}
	c, err := s.Resume(t.Context(), chat.SignedIn(nora.ID, ""), wire.Resume{})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, i := range c.Inbox {
		names = append(names, i.Info.Name)
		if i.Info.Unread != 0 || !i.Info.Host || i.Info.Read != 1 {
			t.Errorf("the founder finds %+v, want a room of theirs, all read", *i.Info)
		}
	}
	slices.Sort(names)
	if !slices.Equal(names, []string{"General", "ubuntu"}) {
		t.Errorf("the founder is in %v", names)
	}
	err = st.View(t.Context(), func(tx store.Tx) error {
		main, err := tx.Settings().Get(store.SettingMainRoom)
		if err != nil {
			return err
		}
		r, err := tx.Rooms().ByID(main)
		if r.Name != "General" {
			t.Errorf("the main room is %q", r.Name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
