package sqlite

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// readEverything calls each method that reads.
func readEverything(tx store.Tx) error {
	fetch := func(f wire.Fetch) func() error {
		f.Room = "kitchen"
		return func() error { _, err := tx.Events().Page(f, 0); return err }
	}
	for _, read := range append(readOwn(tx), []func() error{
		func() error { _, err := tx.Settings().Get("k"); return err },
		func() error { _, err := tx.Users().ByID("ada"); return err },
		func() error { _, err := tx.Users().ByHandle("ada"); return err },
		func() error { _, err := tx.Users().ByEmail("ada"); return err },
		func() error { _, err := tx.Users().ByIDs([]string{"ada"}); return err },
		func() error { _, err := tx.Users().ByHandles([]string{"ada"}); return err },
		func() error { _, _, err := tx.Users().List("", "", false, 9); return err },
		func() error { _, _, err := tx.Users().List("a", "", false, 9); return err },
		func() error { _, _, err := tx.Users().List("", "", true, 9); return err },
		func() error { _, _, err := tx.Users().List("a", "", true, 9); return err },
		func() error { _, _, err := tx.Users().ListGone("", "", 9); return err },
		func() error { _, err := tx.Users().OfRole(wire.RoleOwner); return err },
		func() error { _, err := tx.Users().CountRole(wire.RoleOwner); return err },
		func() error { _, err := tx.Sessions().ByID("s"); return err },
		func() error { _, err := tx.Sessions().ByToken([]byte("t")); return err },
		func() error { _, err := tx.Sessions().OfUser("ada"); return err },
		func() error { _, err := tx.Invites().ByID("i"); return err },
		func() error { _, err := tx.Invites().ByHash([]byte("h")); return err },
		func() error { _, err := tx.Rooms().ByID("kitchen"); return err },
		func() error { _, err := tx.Rooms().ByPair("a:b"); return err },
		func() error { _, err := tx.Rooms().ByName("kitchen"); return err },
		func() error { _, err := tx.Rooms().Public("", "", 9); return err },
		func() error { _, err := tx.Members().Get("kitchen", "ada"); return err },
		func() error { _, _, err := tx.Members().List("kitchen", "", "", true, 9); return err },
		func() error { _, _, err := tx.Members().List("kitchen", "a", "", true, 9); return err },
		func() error { _, _, err := tx.Members().List("kitchen", "", "", false, 9); return err },
		func() error { _, _, err := tx.Members().List("kitchen", "a", "", false, 9); return err },
		func() error { _, err := tx.Members().Among("kitchen", []string{"ada"}, 9); return err },
		func() error { _, err := tx.Members().IDs("kitchen"); return err },
		func() error { _, err := tx.Members().Tops("ada"); return err },
		func() error { _, err := tx.Members().Joined("ada", ""); return err },
		func() error { _, err := tx.Members().Joined("grace", "kitchen"); return err },
		func() error { _, err := tx.Members().Peers("ada", []string{"grace"}); return err },
		func() error { _, err := tx.Events().ByCID("kitchen", "ada", "1"); return err },
		func() error { _, err := tx.Events().SameBody("kitchen", 1, "", 0, 0); return err },
		func() error { _, err := tx.Events().Get("kitchen", 1); return err },
		func() error { _, err := tx.Events().Marked("kitchen", "m", 0, 0, 9); return err },
		func() error { _, err := tx.Events().After("kitchen", 0, 9); return err },
		fetch(wire.Fetch{}), fetch(wire.Fetch{Before: 3}), fetch(wire.Fetch{Around: 2}), fetch(wire.Fetch{Thread: 1, After: 1}),
		func() error { _, err := tx.Inbox().After("ada", 0); return err },
		func() error { _, err := tx.Inbox().Top("ada"); return err },
		func() error { _, err := tx.Rooms().IDs("kitchen", 9); return err },
		func() error { _, err := tx.Cursors().Get("index", "kitchen"); return err },
		func() error { _, err := tx.Cursors().Range("index", "", "kitchen"); return err },
		func() error { _, err := tx.Jobs().Next(1, store.JobKinds{}); return err },
		func() error {
			_, err := tx.Jobs().Next(1, store.JobKinds{Only: []string{"mail"}, Except: []string{"sweep"}})
			return err
		},
		func() error { _, err := tx.Links().Get("https://soup.example/"); return err },
		func() error { _, err := tx.Activity().Days(1); return err },
		func() error { _, err := tx.SavedMessages().List("ada", true, store.SavedMessage{}, 9); return err },
		func() error { _, err := tx.SavedMessages().Count("ada"); return err },
		func() error { _, err := tx.Plans().Get("ada", "1"); return err },
		func() error { _, err := tx.Drafts().Get("ada", "kitchen", 0); return err },
		func() error { _, err := tx.Drafts().List("ada"); return err },
		func() error { _, err := tx.Plans().List("ada"); return err },
		func() error { _, err := tx.Plans().Count("ada"); return err },
		func() error { _, err := tx.Codes().ByHash(store.CodeReset, []byte("hash")); return err },
		func() error { _, err := tx.Files().ByID("file"); return err },
		func() error { _, err := tx.Files().ByCID("ada", "1"); return err },
		func() error { _, err := tx.Files().Among("ada", []string{"file"}); return err },
		func() error { _, err := tx.Files().Expired(1, 9); return err },
		func() error { _, err := tx.Files().Blob("file", "whole", 0); return err },
		func() error { _, err := tx.Files().Blobs("file", "part"); return err },
		func() error { _, _, err := tx.Files().Counted("ada"); return err },
		func() error { _, err := tx.Files().Used([]string{"blob"}); return err },
	}...) {
		if err := read(); err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
	}
	return nil
}

// readOwn are the methods that read what is a person's own.
func readOwn(tx store.Tx) []func() error {
	return []func() error{
		func() error { _, err := tx.Feed().List("ada", nil, false, 0, 9); return err },
		func() error { _, err := tx.Feed().Unread("ada"); return err },
		func() error { _, err := tx.Feed().Follows().List("ada", true, nil, 9); return err },
		func() error { _, err := tx.Feed().Follows().Unread("ada", 9); return err },
		func() error { _, err := tx.Feed().Follows().Get("ada", "kitchen", 1); return err },
		func() error { _, err := tx.Events().Replies("kitchen", 1, 0, 9); return err },
		func() error { _, err := tx.Reactions().Of("kitchen", 1, "👍", 0, 9); return err },
	}
}

// plan is how SQLite would carry out a statement, and whether that reads a
// table or an index from end to end, or builds one for the purpose.
func plan(c *conn, sql string) (steps []string, whole bool, err error) {
	err = c.each(func(r row) {
		step := r.Text(3)
		steps = append(steps, step)
		switch {
		case strings.Contains(step, "AUTOMATIC"):
			whole = true
		case !strings.HasPrefix(step, "SCAN"), strings.Contains(step, "VIRTUAL TABLE"), strings.HasPrefix(step, "SCAN (subquery"),
			step == "SCAN j", step == "SCAN w", step == "SCAN hop",
			step == "SCAN CONSTANT ROW": // a list that was handed over or found before
		default:
			whole = true
		}
	}, "EXPLAIN QUERY PLAN "+sql, make([]any, 16)...)
	return steps, whole, err
}

// TestNothingIsSearchedFromEndToEnd asks how each statement is carried out: a
// table read as a whole is quick with ten rows and not with ten million.
// Sweeping sessions and listing invites do read the whole: there are few.
func TestNothingIsSearchedFromEndToEnd(t *testing.T) {
	s := open(t, Options{})
	defer shut(t, s)
	kitchen(t, s)
	check := func(c *conn) (n int) {
		for _, sql := range slices.Collect(maps.Keys(c.stmts)) {
			word, _, _ := strings.Cut(sql, " ")
			if word == "PRAGMA" || word == "BEGIN" || word == "ROLLBACK" || word == "COMMIT" {
				continue
			}
			n++
			if steps, whole, err := plan(c, sql); err != nil || whole {
				t.Errorf("%s\n is carried out as %q %v", sql, steps, err)
			}
		}
		return n
	}
	if err := s.View(context.Background(), func(tt store.Tx) error {
		if err := readEverything(tt); err != nil {
			return err
		}
		c := tt.(*nouns).tx.conn
		if n := check(c); n < 35 {
			t.Errorf("only %d statements were looked at", n)
		}
		for _, sql := range []string{`SELECT count(*) FROM events WHERE author = ?`, `SELECT 1 FROM users WHERE name > ? ORDER BY handle`,
			`SELECT 1 FROM members m JOIN message_state s ON s.v = m.at`} {
			if steps, whole, err := plan(c, sql); err != nil || !whole {
				t.Errorf("%s\n was not found out: %q %v", sql, steps, err)
			}
		}
		return nil
	}); err != nil {
		t.Error(err)
	}
	write(t, s, func(tt store.Tx) error {
		if n := check(tt.(*nouns).tx.conn); n < 15 {
			t.Errorf("only %d statements were looked at", n)
		}
		return nil
	})
}
