package fold

import (
	"cmp"
	"slices"
	"sort"
)

// Sort sorts things for a list that people read: by the keys of their names, so that É stands
// beside e, and where these are the same by the names as they are written and the ids. decompose
// brings a text into the form that Key expects.
func Sort[T any](list []T, decompose func(string) string, of func(T) (name, id string)) {
	entries := make([]entry, len(list))
	for i, thing := range list {
		name, id := of(thing)
		entries[i] = entry{Key(decompose(name)), name, id, i}
	}
	arrange(entries)
	was := slices.Clone(list)
	for i, e := range entries {
		list[i] = was[e.at]
	}
}

// entry is what decides where a thing stands, and where it stood.
type entry struct {
	key, name, id string
	at            int
}

// arrange is apart from Sort, and has sort do it, so that the program has it once and not for each
// sort of things.
func arrange(entries []entry) {
	sort.SliceStable(entries, func(i, j int) bool {
		a, b := &entries[i], &entries[j]
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.name, b.name), cmp.Compare(a.id, b.id)) < 0
	})
}
