package storetest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/form"
	"github.com/confab/confab/shared/wire"
)

// crowd makes people of those handles, some of them ghosts and some gone, and a
// room with those of them who are to be in it.
func crowd(w *world, people []store.User, in func(store.User) bool) (room string) {
	w.Helper()
	r := publicRoom("crowd")
	w.update(func(tx store.Tx) error { return tx.Rooms().Create(r) })
	for some := range slices.Chunk(people, 200) {
		w.update(func(tx store.Tx) error {
			for _, u := range some {
				if err := tx.Users().Create(u); err != nil {
					return err
				}
				if !in(u) {
					continue
				}
				if err := tx.Members().Put(store.Member{Room: r.ID, User: u.ID}); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return r.ID
}

// lister reads one page.
type lister func(tx store.Tx, after string, limit int) (handles []string, next string, err error)

func listPeople(query string, ghosts bool) lister {
	return func(tx store.Tx, after string, limit int) ([]string, string, error) {
		us, next, err := tx.Users().List(query, after, ghosts, limit)
		return handlesOf(us), next, err
	}
}

func listMembers(room, query string, ghosts bool) lister {
	return func(tx store.Tx, after string, limit int) (out []string, next string, err error) {
		ms, next, err := tx.Members().List(room, query, after, ghosts, limit)
		for _, m := range ms {
			out = append(out, m.User.Handle)
		}
		return out, next, err
	}
}

// pages reads a list to its end and returns what it has, and in how many pages.
func pages(w *world, list lister, limit int) (all []string, n int) {
	w.Helper()
	for after := ""; ; {
		var page []string
		var next string
		w.view(func(tx store.Tx) (err error) {
			page, next, err = list(tx, after, limit)
			return err
		})
		if len(page) > limit {
			w.Fatalf("a page of %d has %d", limit, len(page))
		}
		all = append(all, page...)
		if n++; next == "" {
			return all, n
		}
		if next <= after || len(page) == limit && next != page[limit-1] {
			w.Fatalf("after %q a page of %d ends at %q", after, len(page), next)
		}
		after = next
	}
}

var crowdStories = []story{
	{"page by page a list has everyone who is meant, and nobody else", func(w *world) {
		random := rand.New(rand.NewPCG(7, 11))
		words := []string{"ann", "anna", "annabella", "bo", "bob", "élan", "李", "Ａnn", "constantinople", "constantinoples", "x"}
		var people []store.User
		for i := range 400 {
			u := person(fmt.Sprintf("%s%03d", words[random.IntN(5)], i))
			u.Name = words[random.IntN(len(words))] + " " + words[random.IntN(len(words))]
			u.Ghost, u.Gone = random.IntN(3) == 0, random.IntN(10) == 0
			people = append(people, u)
		}
		room := crowd(w, people, func(u store.User) bool { return u.Handle[len(u.Handle)-1] < '7' })
		slices.SortFunc(people, func(a, b store.User) int { return strings.Compare(a.Handle, b.Handle) })
		for _, query := range []string{"", "a", "an", "ann", "annabell", "b", "é", "李", "constantin", "constantinople", "constantinoples",
			"ann constan", "constantinoples x", "x", "nobody", "annabella constantinopley"} {
			for _, ghosts := range []bool{true, false} {
				var all, members []string
				for _, u := range people {
					if u.Ghost && !ghosts || query != "" && !slices.ContainsFunc(form.Words(u.Handle, u.Name), func(word string) bool {
						return strings.HasPrefix(word, form.Found(query))
					}) {
						continue
					}
					if !u.Gone {
						all = append(all, u.Handle)
					}
					if (!u.Gone || query == "") && u.Handle[len(u.Handle)-1] < '7' {
						members = append(members, u.Handle)
					}
				}
				for _, limit := range []int{1, 7, 500} {
					got, _ := pages(w, listPeople(query, ghosts), limit)
					equal(w, fmt.Sprintf("people by %q, ghosts %v", query, ghosts), got, all)
					got, _ = pages(w, listMembers(room, query, ghosts), limit)
					equal(w, fmt.Sprintf("members by %q, ghosts %v", query, ghosts), got, members)
				}
			}
		}
	}},
	{"a page ends though nobody was found yet, and the next goes on", func(w *world) {
		// Those who are in the room and those who are meant take turns, but for the last.
		const n = 3 * form.LooksMax / 2
		var people []store.User
		for i := range n {
			u := person(fmt.Sprintf("p%05d", i))
			u.Name = "Odd"
			if i%2 == 0 || i == n-1 {
				u.Name = "Even"
			}
			people = append(people, u)
		}
		room := crowd(w, people, func(u store.User) bool { return u.Name == "Odd" || u.Handle == people[n-1].Handle })
		last := []string{people[n-1].Handle}
		got, reads := pages(w, listMembers(room, "even", true), 50)
		equal(w, "the even member", got, last)
		if reads < 2 || reads > 3 {
			w.Errorf("%d looks at most for a page, and %d people are in %d pages", form.LooksMax, n, reads)
		}
		got, reads = pages(w, listMembers(room, "odd", true), 50)
		equal(w, "the odd members", len(got), n/2-1)
		equal(w, "pages of them", reads, n/2/50)
	}},
	{"who is gone is not found, and is again when they are back", func(w *world) {
		w.people("ada", "grace")
		room := w.room("kitchen", "ada", "grace")
		u := person("grace")
		u.Gone = true
		w.update(func(tx store.Tx) error { return tx.Users().Update(u) })
		equal(w, "people while gone", len(directory(w, "gr", "", 9)), 0)
		equal(w, "members while gone", len(roster(w, room, "gr", "", 9)), 0)
		equal(w, "all members while gone", roster(w, room, "", "", 9), []string{"ada", "grace"})
		u.Gone, u.Name = false, "Amazing"
		w.update(func(tx store.Tx) error { return tx.Users().Update(u) })
		equal(w, "people", directory(w, "amaz", "", 9), []string{"grace"})
		equal(w, "members", roster(w, room, "gr", "", 9), []string{"grace"})
	}},
	{"a name that unfolds to many words is found by the first, and is let go of", func(w *world) {
		u := store.User{User: wire.User{ID: "u", Handle: "long", Name: strings.Repeat("\uFDFA", 80), Role: wire.RoleMember}}
		w.update(func(tx store.Tx) error { return tx.Users().Create(u) })
		equal(w, "by its first word", directory(w, "\uFDFA", "", 9), []string{"long"})
		u.Name = "Short"
		w.update(func(tx store.Tx) error { return tx.Users().Update(u) })
		equal(w, "by the old name", len(directory(w, "\uFDFA", "", 9)), 0)
		equal(w, "by the new name", directory(w, "sh", "", 9), []string{"long"})
	}},
}
