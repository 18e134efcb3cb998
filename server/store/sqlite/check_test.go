package sqlite

import (
	"context"
	"slices"
	"testing"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// kitchen fills s with two people, a room, and a message each of every fate.
func kitchen(t testing.TB, s *Store) {
	t.Helper()
	write(t, s, func(tx store.Tx) error {
		for _, h := range []string{"ada", "grace"} {
			if err := tx.Users().Create(store.User{User: wire.User{ID: h, Handle: h, Name: h, Role: wire.RoleMember}}); err != nil {
				return err
			}
		}
		if err := tx.Rooms().Create(store.Room{ID: "kitchen", Kind: wire.RoomPublic, Name: "Kitchen", Epoch: "e"}); err != nil {
			return err
		}
		for _, h := range []string{"ada", "grace"} {
			if err := tx.Members().Put(store.Member{Room: "kitchen", User: h}); err != nil {
				return err
			}
		}
		if err := tx.Sessions().Create(store.Session{ID: "s", User: "ada", Token: []byte("t")}); err != nil {
			return err
		}
		f := store.File{File: wire.File{ID: "f", Name: "plan"}, User: "ada", CID: "c", Bytes: 5, Received: 5, Done: true}
		if err := tx.Files().Create(f); err != nil {
			return err
		}
		if _, err := tx.Files().Use(store.FileBlob{File: "f", Role: store.RoleWhole, Name: "b", Size: 5}); err != nil {
			return err
		}
		if err := tx.Turns().Put(store.Turn{Holder: "s", Instance: "tab", Lane: "kitchen", Number: 1}); err != nil {
			return err
		}
		if err := tx.Invites().Create(store.Invite{ID: "i", Hash: []byte("h"), By: "ada", Room: "kitchen"}); err != nil {
			return err
		}
		if err := tx.Settings().Set(store.SettingMainRoom, "kitchen"); err != nil {
			return err
		}
		if err := tx.Rooms().Create(store.Room{ID: "two", Kind: wire.RoomDM, Creator: "ada", Pair: "ada:grace", Epoch: "e"}); err != nil {
			return err
		}
		if err := tx.Inbox().Put(&store.InboxEntry{User: "ada", Kind: wire.InboxRoom, Room: "kitchen"}); err != nil {
			return err
		}
		for _, e := range []wire.Event{
			{Kind: wire.KindMessage, CID: "1", Body: "plain @grace", Mentions: []string{"grace"}},
			{Kind: wire.KindMessage, CID: "2", Body: "the first secret @grace", Mentions: []string{"grace"}, ReplyTo: 1},
			{Kind: wire.KindEdit, Target: 2, Body: "the second secret @ada", Mentions: []string{"ada"}},
			{Kind: wire.KindEdit, Target: 2, Body: "the third secret"},
			{Kind: wire.KindReaction, Target: 2, Emoji: "👍", On: true},
			{Kind: wire.KindReaction, Target: 1, Emoji: "👍", On: true},
			{Kind: wire.KindDelete, Target: 2},
		} {
			e.Room, e.Author, e.Event = "kitchen", "ada", "event"
			if err := tx.Events().Append(&e); err != nil {
				return err
			}
			if e.Target == 0 {
				continue
			}
			if err := tx.Events().Change(e); err != nil {
				return err
			}
		}
		return nil
	})
}

func write(t testing.TB, s *Store, fn func(store.Tx) error) {
	t.Helper()
	if err := s.Update(context.Background(), fn); err != nil {
		t.Fatal(err)
	}
}

// spoil runs SQL behind the store's back.
func spoil(t testing.TB, s *Store, sql string) {
	t.Helper()
	write(t, s, func(tt store.Tx) error {
		_, err := tt.(*nouns).tx.exec(sql)
		return err
	})
}

func problems(t testing.TB, s *Store) []string {
	t.Helper()
	found, err := s.Check(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func shut(t testing.TB, s *Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

func TestCheckFindsNothingInASoundStore(t *testing.T) {
	s := open(t, Options{})
	defer shut(t, s)
	if found := problems(t, s); len(found) > 0 {
		t.Errorf("an empty store has problems: %q", found)
	}
	kitchen(t, s)
	if found := problems(t, s); len(found) > 0 {
		t.Errorf("a sound store has problems: %q", found)
	}
}

func TestErasedTextIsNowhereInTheDatabase(t *testing.T) {
	s := open(t, Options{})
	defer shut(t, s)
	kitchen(t, s)
	for _, word := range []string{"secret", "first", "second", "third"} {
		if where := search(t, s, word); len(where) > 0 {
			t.Errorf("%q is still in %q", word, where)
		}
	}
	if where := search(t, s, "plain"); !slices.Equal(where, []string{"events.body"}) {
		t.Errorf("the text that was not erased is in %q: the search is blind", where)
	}
}

// search returns the columns of any table in which text occurs.
func search(t testing.TB, s *Store, text string) []string {
	t.Helper()
	var where []string
	err := s.View(context.Background(), func(tt store.Tx) error {
		c := tt.(*nouns).tx.conn
		var columns [][2]string
		if err := c.each(func(r row) { columns = append(columns, [2]string{r.Text(0), r.Text(1)}) },
			`SELECT m.name, c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'`); err != nil {
			return err
		}
		for _, k := range columns {
			r, err := c.one(`SELECT count(*) FROM "`+k[0]+`" WHERE instr(CAST("`+k[1]+`" AS TEXT), ?) > 0`, text)
			if err != nil {
				return err
			}
			if r.Int(0) > 0 {
				where = append(where, k[0]+"."+k[1])
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return where
}
