package fold

import (
	"cmp"
	"slices"
)

// Sort sorts things for a list that people read: by the keys of their names, so that É stands
// beside e, and where these are the same by the names as they are written and the ids. decompose
// brings a text into the form that Key expects.
func Sort[T any](list []T, decompose func(string) string, of func(T) (name, id string)) {
	type entry struct {
		thing         T
		key, name, id string
	}
	entries := make([]entry, len(list))
	for i, thing := range list {
		name, id := of(thing)
		entries[i] = entry{thing, Key(decompose(name)), name, id}
	}
	slices.SortFunc(entries, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.name, b.name), cmp.Compare(a.id, b.id))
	})
	for i, e := range entries {
		list[i] = e.thing
	}
}
