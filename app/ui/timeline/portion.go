package timeline

import (
	"time"

	"github.com/confab/confab/app/state"
)

// A page of history has some 50 messages. If all were added at once, the page would not answer for a
// fifth of a second on a slow phone.
const (
	atOnce       = 10                    // so many are added at an end of the timeline
	portionEvery = 20 * time.Millisecond // and then the browser has a frame's time to paint them
)

// portion leaves out of a sight what is shown with the next frames. A reader who is led to a message
// gets all of it.
func (a *scroll) portion(sight *Sight) {
	a.t.more = false
	if !a.placed || a.target != 0 {
		return
	}
	from, to := portion(a.t.items, sight.Items, a.end)
	sight.AtStart = sight.AtStart && from == 0
	sight.Live = sight.Live && to == len(sight.Items)
	a.t.more = from > 0 || to < len(sight.Items)
	sight.Items = sight.Items[from:to]
}

// portion returns which of the items are to be shown now, if those of shown are on the page: all from
// the index from to the one before to. What is new at an end comes in portions, except what has
// arrived there while the reader is at the end.
func portion(shown, all []*state.Item, atEnd bool) (from, to int) {
	from, to = 0, len(all)
	if len(shown) == 0 || len(all) == 0 {
		return from, to
	}
	if all[0].Key != shown[0].Key {
		if first := indexOfAny(all, shown); first > atOnce {
			from = first - atOnce
		}
	}
	if last := all[len(all)-1]; !atEnd && last.Key != shown[len(shown)-1].Key {
		if end := endOfAny(all, shown); end >= 0 && end+atOnce < len(all) {
			to = end + atOnce
		}
	}
	return from, to
}

// indexOfAny returns the index of the first of the items that is among those shown, -1 if none is.
func indexOfAny(all, shown []*state.Item) int {
	keys := keysOf(shown)
	for i, it := range all {
		if keys[it.Key] {
			return i
		}
	}
	return -1
}

// endOfAny returns the index after the last of the items that is among those shown, -1 if none is.
func endOfAny(all, shown []*state.Item) int {
	keys := keysOf(shown)
	for i := len(all) - 1; i >= 0; i-- {
		if keys[all[i].Key] {
			return i + 1
		}
	}
	return -1
}

func keysOf(items []*state.Item) map[string]bool {
	keys := make(map[string]bool, len(items))
	for _, it := range items {
		keys[it.Key] = true
	}
	return keys
}
