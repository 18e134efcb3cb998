package sqlite

import (
	"context"
	"fmt"
	"testing"

	sqlite "modernc.org/sqlite"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/form"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// pagesRead is at how many pages of the database fn looks when it does the same
// for the second time: work, as SQLite counts it, which no clock and no other
// process has a part in.
func pagesRead(t *testing.T, s *Store, fn func(tx store.Tx) error) int {
	t.Helper()
	var looked int
	if err := s.View(context.Background(), func(tt store.Tx) error {
		if err := fn(tt); err != nil {
			return err
		}
		counters := tt.(*nouns).tx.conn.raw.(sqlite.DBStatus)
		for _, op := range []sqlite.DBStatusOp{sqlite.DBStatusCacheHit, sqlite.DBStatusCacheMiss} {
			if _, _, err := counters.Status(op, true); err != nil {
				return err
			}
		}
		if err := fn(tt); err != nil {
			return err
		}
		for _, op := range []sqlite.DBStatusOp{sqlite.DBStatusCacheHit, sqlite.DBStatusCacheMiss} {
			n, _, err := counters.Status(op, true)
			if err != nil {
				return err
			}
			looked += n
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return looked
}

// imported is a store with n imported people, all of them in one room, and ten
// real ones.
func imported(t testing.TB, n int) *Store {
	t.Helper()
	s := open(t, Options{})
	write(t, s, func(tx store.Tx) error {
		return tx.Rooms().Create(store.Room{ID: "hall", Kind: wire.RoomPublic, Name: "hall", Epoch: "e"})
	})
	const batch = 500 // in a transaction, which has to end within the store's deadline
	for from := 0; from < n+10; from += batch {
		write(t, s, func(tx store.Tx) error {
			for i := from; i < min(from+batch, n+10); i++ {
				u := store.User{User: wire.User{ID: fmt.Sprint("u", i), Handle: fmt.Sprintf("anna%06d", i),
					Name: fmt.Sprintf("Anna Person %d", i),
					Role: wire.RoleMember, Ghost: i < n}}
				if err := tx.Users().Create(u); err != nil {
					return err
				}
				if err := tx.Members().Put(store.Member{Room: "hall", User: u.ID}); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return s
}

// TestAPageOfPeopleCostsWhatItHolds reads pages of few and of many people: the
// work is that of a page, whatever is looked for.
func TestAPageOfPeopleCostsWhatItHolds(t *testing.T) {
	few, many := imported(t, 500), imported(t, 8000)
	defer shut(t, few)
	defer shut(t, many)
	for _, query := range []string{"", "a", "an", "person", "anna00", "anna person", "anna000007x", "p", "nobody"} {
		for _, after := range []string{"", "anna000250", "zzz"} {
			for _, ghosts := range []bool{true, false} {
				for what, list := range map[string]func(tx store.Tx) error{
					"members": func(tx store.Tx) error {
						_, _, err := tx.Members().List("hall", query, after, ghosts, limits.MemberPage)
						return err
					},
					"people": func(tx store.Tx) error {
						_, _, err := tx.Users().List(query, after, ghosts, limits.PageMax)
						return err
					},
				} {
					small, large := pagesRead(t, few, list), pagesRead(t, many, list)
					// The trees are a level higher. A query that is longer than what people
					// are listed by costs so many looks.
					if large > 2*small+120 && (len(query) <= form.PrefixRunes || large > 4*form.LooksMax) {
						t.Errorf("%s by %q after %q, ghosts %v: %d pages are looked at among 500, and %d among 8,000",
							what, query, after, ghosts, small, large)
					}
				}
			}
		}
	}
}
