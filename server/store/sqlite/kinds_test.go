package sqlite

import (
	"math/rand/v2"
	"path/filepath"
	"testing"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/effect/effecttest"
	"github.com/confab/confab/shared/wire"
)

// The examination replays a log of whatever kinds of events there are, and knows
// what they leave on messages, without knowing the kinds.
func TestWhatAnyKindOfEventLeavesIsHeldAgainstTheLog(t *testing.T) {
	dir := t.TempDir()
	s := openAt(t, dir, Options{})
	write(t, s, func(tx store.Tx) error {
		for _, id := range effect.SamplePeople {
			u := wire.User{ID: id, Handle: id, Name: id, Role: wire.RoleMember}
			if err := tx.Users().Create(store.User{User: u}); err != nil {
				return err
			}
		}
		kitchen := store.Room{ID: "kitchen", Kind: wire.RoomPublic, Name: "kitchen", Creator: effect.SamplePeople[0], Epoch: "e"}
		if err := tx.Rooms().Create(kitchen); err != nil {
			return err
		}
		c := &effecttest.Course{Room: "kitchen", Random: rand.New(rand.NewPCG(1, 1))}
		for range 300 {
			e := c.Next()
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
	shut(t, s)
	if r := examine(t, dir); names(r) != "" {
		t.Fatalf("a sound house: %q", r.Problems())
	}
	for sql, want := range map[string]string{
		`UPDATE message_state SET detail = NULL`: "copies state",
		`DELETE FROM marks`:                      "copies",
		`UPDATE events SET extra = json_set(extra, '$.on', json('false')) WHERE kind = 'test.star'`: "state",
		// The last event stays: without it the room's top is another one, which is a different finding.
		`DELETE FROM events WHERE kind = 'test.star' AND key < (SELECT max(key) FROM events)`: "density state",
	} {
		spoilt := twin(t, dir)
		c, err := connect(t.Context(), filepath.Join(spoilt, fileName), writing)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.exec(sql); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
		if err := c.close(); err != nil {
			t.Fatal(err)
		}
		if r := examine(t, spoilt); names(r) != want {
			t.Errorf("after %s: found %q, want %q: %q", sql, names(r), want, r.Problems())
		}
	}
}
