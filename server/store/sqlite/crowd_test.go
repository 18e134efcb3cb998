//go:build unix

package sqlite

import (
	"context"
	"flag"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// benchPeople is how many imported people are in the room of BenchmarkCrowd.
var benchPeople = flag.Int("people", 50_000, "imported people in the room of BenchmarkCrowd")

// asking is the context of what a person asks for.
func asking(person string) context.Context { return store.For(context.Background(), person) }

// membersBy looks for members of the hall.
func membersBy(query string) func(tx store.Tx) error {
	return func(tx store.Tx) error {
		_, _, err := tx.Members().List("hall", query, "", true, limits.MemberPage)
		return err
	}
}

// BenchmarkCrowd has a room of people who were imported: what looking for some
// of them costs, and how long others wait for their rooms while one person
// sends a burst of such requests, as many as the rates let through.
func BenchmarkCrowd(b *testing.B) {
	s := open(b, Options{})
	defer func() {
		if err := s.Close(); err != nil {
			b.Error(err)
		}
	}()
	update := func(fn func(tx store.Tx) error) {
		if err := s.Update(context.Background(), fn); err != nil {
			b.Fatal(err)
		}
	}
	update(func(tx store.Tx) error {
		return tx.Rooms().Create(store.Room{ID: "hall", Kind: wire.RoomPublic, Name: "hall", Epoch: "e"})
	})
	began := time.Now()
	for done := 0; done < *benchPeople; done += 1000 {
		update(func(tx store.Tx) error {
			for i := done; i < min(done+1000, *benchPeople); i++ {
				u := store.User{User: wire.User{ID: fmt.Sprintf("u%035d", i),
					Handle: fmt.Sprintf("anna.%c%c%05d", 'a'+i%26, 'a'+i/26%26, i),
					Name:   fmt.Sprintf("Anna %c%c Almquist", 'A'+i%26, 'a'+i/26%26), Role: wire.RoleMember, Ghost: true}}
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
	b.Logf("%d people came in %v", *benchPeople, time.Since(began))
	for _, query := range []string{"a", "an", "almq", "q", "anna bb alm", ""} {
		b.Run(fmt.Sprintf("members by %q", query), func(b *testing.B) {
			timed(b, func() {
				if err := s.View(asking("mallory"), membersBy(query)); err != nil {
					b.Fatal(err)
				}
			})
		})
	}
	b.Run("rooms of others meanwhile", func(b *testing.B) {
		var burst sync.WaitGroup
		for range 100 {
			burst.Go(func() {
				if err := s.View(asking("mallory"), membersBy("a")); err != nil {
					b.Log("of the burst one was refused:", err)
				}
			})
		}
		timed(b, func() {
			if err := s.View(asking("grace"), func(tx store.Tx) error { _, err := tx.Rooms().Public("", "", 50); return err }); err != nil {
				b.Fatal(err)
			}
		})
		burst.Wait()
	})
}
