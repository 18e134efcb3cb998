package sqlite

import (
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// Those of the oldest database.
const (
	generalRoom = "01a1f963147b73698d8ddefad17c5a96"
	crewRoom    = "01a1f963156675448ec4a6fd9e7322e0" // private
	noraID      = "01a1f963147a7d37aab9fda651184dc9"
	adaID       = "01a1f96314df760ab9a79f5124e31f13"
	samID       = "01a1f963151474d0b117aa191441b094"
)

// moves appends to the log of a room, as servers of the first schema did, that
// people left it or were taken out.
func moves(t *testing.T, path string, room int, lines ...[3]string) {
	t.Helper()
	db, err := sql.Open("sqlite", dsn(path, nil))
	if err != nil {
		t.Fatal(err)
	}
	for i, l := range lines {
		by, user, action := l[0], l[1], l[2]
		if _, err := db.ExecContext(t.Context(), `INSERT INTO events (key, id, author, kind, at, extra)
			SELECT max(key) + 1, ?, ?, 'member', ?, json_object('user', ?, 'action', ?) FROM events WHERE key >> 40 = ?`,
			fmt.Sprintf("%d-%d", room, i), by, 1795185400000+i, user, action, room); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// Who was taken out of a private room before an update is known after it, and
// who is in one sees what they saw.
func TestAnUpgradeKnowsWhoHadLeft(t *testing.T) {
	dir := t.TempDir()
	oldest(t, dir)
	moves(t, filepath.Join(dir, fileName), 3, [3]string{noraID, noraID, "left"}, [3]string{adaID, noraID, "added"},
		[3]string{adaID, noraID, "removed"}, [3]string{adaID, noraID, "added"})
	moves(t, filepath.Join(dir, fileName), 1, [3]string{samID, samID, "left"})
	s := openAt(t, dir, Options{})
	defer shut(t, s)
	if err := s.View(t.Context(), func(tx store.Tx) error {
		for _, want := range []store.Departure{
			{Room: crewRoom, User: samID, By: adaID, At: 1795185382765},
			{Room: crewRoom, User: noraID, By: adaID, At: 1795185400002}, // the last of two, though she came back
		} {
			if got, err := tx.Departures().Get(want.Room, want.User); err != nil || got != want {
				t.Errorf("the departure is %+v (%v), want %+v", got, err, want)
			}
		}
		for _, none := range [][2]string{{crewRoom, adaID}, {generalRoom, samID}} {
			if got, err := tx.Departures().Get(none[0], none[1]); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("a departure from nowhere: %+v (%v)", got, err)
			}
		}
		for id, want := range map[string]wire.History{crewRoom: wire.HistoryNone, generalRoom: ""} {
			if r, err := tx.Rooms().ByID(id); err != nil || r.History != want {
				t.Errorf("newcomers of %s see %q (%v), want %q", id, r.History, err, want)
			}
		}
		m, err := tx.Members().Get(crewRoom, adaID)
		if m.Since != 0 {
			t.Errorf("who was in the room sees it from %d on", m.Since)
		}
		return err
	}); err != nil {
		t.Error(err)
	}
}

// What messages show of their reactions was made of all of them each time. An old database
// has one emoji in several forms.
func TestAnUpgradeKnowsWhatMessagesShowOfTheirReactions(t *testing.T) {
	dir := t.TempDir()
	oldest(t, dir)
	c, err := dial(t.Context(), filepath.Join(dir, fileName), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, sql := range []string{
		`DELETE FROM reactions`,
		`INSERT INTO reactions (key, emoji, user, place, seq)
			SELECT (SELECT min(key) FROM message_state WHERE NOT deleted), column1, column2, column3, column4 FROM (VALUES
			('❤' || char(65039) || '', 'a', 3, 3), ('❤', 'b', 4, 4), ('👍', 'b', 5, 5), ('❤', 'a', 4, 6), ('❤' || char(65039) || '', 'c', 3, 7),
			('❤', 'd', 4, 8), ('❤' || char(65039) || '', 'e', 3, 9), ('❤' || char(65039) || '', 'f', 3, 10), ('❤', 'g', 4, 11))`,
	} {
		if _, err := c.exec(sql); err != nil {
			t.Fatal(err)
		}
	}
	r, err := c.one(`SELECT min(key) >> 40, min(key) & 1099511627775 FROM message_state WHERE NOT deleted`)
	if err != nil {
		t.Fatal(err)
	}
	room, seq := r.Int(0), r.Int(1)
	r, err = c.one(`SELECT id FROM rooms WHERE num = ?`, room)
	if err != nil {
		t.Fatal(err)
	}
	id := r.Text(0)
	if err := c.close(); err != nil {
		t.Fatal(err)
	}
	s := openAt(t, dir, Options{})
	defer shut(t, s)
	if err := s.View(t.Context(), func(tx store.Tx) error {
		m, err := tx.Events().Get(id, seq)
		if err != nil {
			return err
		}
		want := "[{❤\ufe0f 7 false [a b c d e]} {👍 1 false [b]}]"
		if got := fmt.Sprint(m.State.Reactions); got != want {
			t.Errorf("the message shows %s, want %s", got, want)
		}
		all, err := tx.Reactions().Of(id, seq, "❤\ufe0f", 0, 9)
		if len(all) != 7 || all[6].User != "g" {
			t.Errorf("all of them: %v", all)
		}
		return err
	}); err != nil {
		t.Error(err)
	}
}
