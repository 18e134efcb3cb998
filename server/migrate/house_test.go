package migrate_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/server/auth/keys"
	"github.com/confab/confab/server/importer"
	"github.com/confab/confab/server/proof/service"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/sqlite"
	"github.com/confab/confab/shared/wire"
)

func TestMain(m *testing.M) {
	if dir, url := childOf(); dir != "" {
		child(dir, url)
		return
	}
	service.Main(m)
}

// odd are texts that PostgreSQL refuses or that look like their escapes.
var odd = []string{"a\x00b", "\x01\x01", "broken \xff\xfe utf-8 \xc3", "\x01\x03\u00e9", "漢字 👍", "ends in nul\x00", "\xed\xa0\x80"}

// house makes a data directory with a workspace in it: an imported history of
// lines messages, and a kitchen with a message of every kind and state.
func house(t testing.TB, lines int) string {
	t.Helper()
	dir := t.TempDir()
	s, err := sqlite.Open(t.Context(), dir, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Update(t.Context(), furnish); err != nil {
		t.Fatal(err)
	}
	if _, err := importer.JSONL(t.Context(), s, strings.NewReader(history(lines)), importer.Options{}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := keys.Open(filepath.Join(dir, "keys"), time.Now); err != nil {
		t.Fatal(err)
	}
	return dir
}

// history returns a conversation in three rooms, to import.
func history(lines int) string {
	var b strings.Builder
	for n := 1; n <= lines; n++ {
		fmt.Fprintf(&b, `{"n":%d,"room":"room%d","at":"2004-12-25T09:14:00Z","nick":"nick%d","text":"line %d of a long conversation"`, n,
			n%3, n%17, n)
		if n > 30 && n%5 == 0 {
			fmt.Fprintf(&b, `,"reply_to":%d`, n-30)
		}
		b.WriteString("}\n")
	}
	return b.String()
}

// furnish creates people, a kitchen, a conversation of two, and what they said
// and did.
func furnish(tx store.Tx) error {
	if err := tx.Settings().Set(store.SettingWorkspace, "Acme \x00 & co"); err != nil {
		return err
	}
	if err := tx.Settings().Set(store.SettingMainRoom, "kitchen"); err != nil {
		return err
	}
	for _, h := range []string{"ada", "grace"} {
		u := store.User{User: wire.User{ID: h, Handle: h, Name: strings.ToUpper(h) + " of the Kitchen", Role: wire.RoleOwner},
			Email: h + "@example.com", Password: "hash"}
		if err := tx.Users().Create(u); err != nil {
			return err
		}
		s := store.Session{ID: "session of " + h, User: h, Token: []byte{0, 1, h[0]}, Previous: []byte{0xff, h[0]}, Expires: 1 << 50}
		if err := tx.Sessions().Create(s); err != nil {
			return err
		}
	}
	if err := tx.Invites().Create(store.Invite{ID: "i", Hash: []byte{0}, By: "ada", Room: "kitchen"}); err != nil {
		return err
	}
	for _, r := range []store.Room{
		{ID: "kitchen", Kind: wire.RoomPublic, Name: "Küche", Topic: odd[0], Creator: "ada", Epoch: "e"},
		{ID: "two", Kind: wire.RoomDM, Creator: "ada", Pair: "ada:grace", Epoch: "e"},
	} {
		if err := tx.Rooms().Create(r); err != nil {
			return err
		}
		for _, h := range []string{"ada", "grace"} {
			if err := tx.Members().Put(store.Member{Room: r.ID, User: h, Read: 0}); err != nil {
				return err
			}
			if err := tx.Inbox().Put(&store.InboxEntry{User: h, Kind: wire.InboxRoom, Room: r.ID}); err != nil {
				return err
			}
		}
	}
	return talk(tx)
}

// talk writes the messages in the kitchen.
func talk(tx store.Tx) error {
	events := []wire.Event{
		{Kind: wire.KindMessage, CID: "1", Body: "plain @grace", Mentions: []string{"grace"}},
		{Kind: wire.KindMessage, CID: "2", Body: "a secret", Mentions: []string{"grace"}, ReplyTo: 1},
		{Kind: wire.KindEdit, Target: 2, Body: "another secret"},
		{Kind: wire.KindEdit, Target: 1, Body: "changed \x00 @all", Mentions: []string{wire.MentionAll}},
		{Kind: wire.KindReaction, Target: 1, Emoji: "👍", On: true},
		{Kind: wire.KindDelete, Target: 2},
		{Kind: wire.KindRoom, Name: "Küche", Topic: odd[0]},
	}
	for i, body := range odd {
		events = append(events, wire.Event{Kind: wire.KindMessage, CID: fmt.Sprint("odd", i), Body: body})
	}
	for _, e := range events {
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
}

// bodies reads the kitchen as people see it.
func bodies(t testing.TB, s store.Store) []wire.Event {
	t.Helper()
	var page wire.Page
	err := s.View(context.Background(), func(tx store.Tx) (err error) {
		page, err = tx.Events().Page(wire.Fetch{Room: "kitchen", Limit: 100}, 0)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return page.Events
}
