package kit

import (
	"slices"
	"sort"
	"strings"

	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/shared/wire"
)

// peopleMax is how many people a palette offers at once.
const peopleMax = 20

// FindPeople ranks people for a query: whoever has it as their handle first, then those whose
// name or handle begins with it, then by who is here, then by name, at most limit. Each comes once.
func FindPeople(people []wire.User, query string, limit int, here func(user string) bool) []wire.User {
	type ranked struct {
		wire.User
		rank int
		here bool
	}
	var all []ranked
	for _, u := range people {
		score := max(Rank(u.Name, query), Rank(u.Handle, query))
		if strings.EqualFold(u.Handle, query) {
			score++
		}
		if score == 0 || u.Gone || slices.ContainsFunc(all, func(r ranked) bool { return r.ID == u.ID }) {
			continue
		}
		all = append(all, ranked{u, score, here(u.ID)})
	}
	sort.SliceStable(all, func(i, j int) bool {
		a, b := all[i], all[j]
		switch {
		case a.rank != b.rank:
			return a.rank > b.rank
		case a.here != b.here:
			return a.here
		case a.Ghost != b.Ghost:
			return b.Ghost
		}
		return Fold(a.Name) < Fold(b.Name)
	})
	var found []wire.User
	for _, r := range all[:min(len(all), limit)] {
		found = append(found, r.User)
	}
	return found
}

// PersonOptions are the people who answer a query, of those given and those known here, without
// the person who asks; act is done with the one chosen.
func PersonOptions(h *host.Host, people []wire.User, query string, act func(wire.User)) []Option {
	me := h.State.Me().ID
	people = slices.DeleteFunc(append(slices.Clone(people), h.State.Acquainted()...), func(u wire.User) bool { return u.ID == me })
	here := func(id string) bool { return h.State.Presence(id) != wire.Offline }
	var options []Option
	for _, u := range FindPeople(people, strings.TrimPrefix(query, "@"), peopleMax, here) {
		options = append(options, Option{Key: u.ID, User: u, Name: u.Name, Hint: "@" + u.Handle, Act: func() { act(u) }})
	}
	return options
}
