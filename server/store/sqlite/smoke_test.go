package sqlite

import (
	"context"
	"testing"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

func open(t testing.TB, o Options) *Store {
	t.Helper()
	s, err := Open(context.Background(), t.TempDir(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestSmoke(t *testing.T) {
	s := open(t, Options{})
	ctx := context.Background()
	room, user := id.New(), id.New()
	err := s.Update(ctx, func(tx store.Tx) error {
		if err := tx.Users().Create(store.User{User: wire.User{ID: user, Handle: "ada", Name: "Ada L"}}); err != nil {
			return err
		}
		if err := tx.Rooms().Create(store.Room{ID: room, Kind: wire.RoomPublic, Name: "General", Epoch: "e"}); err != nil {
			return err
		}
		if err := tx.Members().Put(store.Member{Room: room, User: user}); err != nil {
			return err
		}
		for i := range 10 {
			e := wire.Event{Room: room, Event: id.New(), Author: user, CID: id.New(), Kind: wire.KindMessage, Body: "hello", ReplyTo: int64(i)}
			if err := tx.Events().Append(&e); err != nil {
				return err
			}
		}
		ed := wire.Event{Room: room, Event: id.New(), Author: user, Kind: wire.KindEdit, Target: 3, Body: "changed"}
		if err := tx.Events().Append(&ed); err != nil {
			return err
		}
		if err := tx.Events().Edit(ed); err != nil {
			return err
		}
		ed.Kind, ed.Target = wire.KindReaction, 4
		ed.Emoji, ed.On = "x", true
		if err := tx.Events().Append(&ed); err != nil {
			return err
		}
		if err := tx.Events().React(ed); err != nil {
			return err
		}
		ed = wire.Event{Room: room, Event: id.New(), Author: user, Kind: wire.KindDelete, Target: 3}
		if err := tx.Events().Append(&ed); err != nil {
			return err
		}
		return tx.Events().Erase(ed)
	})
	if err != nil {
		t.Fatal(err)
	}
	err = s.View(ctx, func(tx store.Tx) error {
		p, err := tx.Events().Page(wire.Fetch{Room: room, Limit: 5})
		t.Logf("%+v", p)
		if err != nil {
			return err
		}
		j, err := tx.Members().Joined(user, "")
		t.Logf("%+v", j)
		if err != nil {
			return err
		}
		l, err := tx.Members().List(room, "l", "", 10)
		t.Logf("%+v", l)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func BenchmarkUpdate(b *testing.B) {
	s := open(b, Options{})
	ctx := context.Background()
	room, user := id.New(), id.New()
	if err := s.Update(ctx, func(tx store.Tx) error {
		if err := tx.Users().Create(store.User{User: wire.User{ID: user, Handle: "ada", Name: "Ada L"}}); err != nil {
			return err
		}
		if err := tx.Rooms().Create(store.Room{ID: room, Kind: wire.RoomPublic, Name: "General", Epoch: "e"}); err != nil {
			return err
		}
		return tx.Members().Put(store.Member{Room: room, User: user})
	}); err != nil {
		b.Fatal(err)
	}
	body := string(make([]byte, 150))
	one := func() error {
		e := wire.Event{Room: room, Event: id.New(), Author: user, CID: id.New(), Kind: wire.KindMessage, Body: body}
		return s.Update(ctx, func(tx store.Tx) error {
			if _, err := tx.Members().Get(room, user); err != nil {
				return err
			}
			return tx.Events().Append(&e)
		})
	}
	b.Run("one at a time", func(b *testing.B) {
		for range b.N {
			if err := one(); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("from many", func(b *testing.B) {
		b.SetParallelism(64)
		b.RunParallel(func(p *testing.PB) {
			for p.Next() {
				if err := one(); err != nil {
					b.Error(err)
				}
			}
		})
	})
}
