package ui

import (
	"strconv"

	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/wire"
)

// item returns the message at seq, if it is loaded.
func (v reader) item(room string, seq int64) (it *state.Item) {
	v.see(func(s *state.State) {
		if r := s.Rooms[room]; r != nil {
			it = r.Item(seq)
		}
	})
	return it
}

// rowItem returns the item of a row, by what the row says of itself.
func (v reader) rowItem(room, seq, cid string) (it *state.Item) {
	if n, err := strconv.ParseInt(seq, 10, 64); err == nil {
		return v.item(room, n)
	}
	v.see(func(s *state.State) {
		if r := s.Rooms[room]; r != nil && cid != "" {
			it = r.Outbox(cid)
		}
	})
	return it
}

// itemByKey returns the item with a key as it is now.
func (v reader) itemByKey(room, key string) (found *state.Item) {
	v.see(func(s *state.State) {
		if r := s.Rooms[room]; r != nil {
			for _, it := range r.Items {
				if it.Key == key {
					found = it
				}
			}
		}
	})
	return found
}

// lastOwn returns the person's newest message that can still be changed.
func (v reader) lastOwn(room string) (last *state.Item) {
	v.see(func(s *state.State) {
		r := s.Rooms[room]
		if r == nil || !r.Live() {
			return
		}
		for i := len(r.Items) - 1; i >= 0 && last == nil; i-- {
			it := r.Items[i]
			if it.Event.Kind == wire.KindMessage && it.Event.Author == s.Me.ID && !it.Deleted() {
				last = it
			}
		}
	})
	return last
}
