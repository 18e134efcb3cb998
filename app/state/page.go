package state

import (
	"slices"

	"github.com/confab/confab/shared/wire"
)

// applyPage merges a page into the window if the two touch; else the page becomes the
// window.
func applyPage(s *State, p *wire.Page) error {
	r, from, events := s.pageOf(p)
	switch {
	case r == nil:
		return nil
	case p.Epoch != r.Info.Epoch:
		return ErrEpoch
	case p.AsOf < r.ringFrom && p.AsOf < r.Info.Top:
		return ErrOld
	}
	applyPeople(s, p.Users)
	items := make([]*Item, 0, len(events))
	for i := range events {
		e := &events[i]
		if !shows(r, e) || e.Seq < r.Info.Since {
			continue // a stored page may begin before what the person may read now
		}
		s.mentionEvent(e)
		items = append(items, r.settled(newItem(*e, p.AsOf, s.Me.ID), s.Me.ID))
		s.resolve(r, e)
	}
	from = max(from, r.Info.Since, 1)
	if r.Loaded() && !r.Stale && from <= r.To+1 && p.To >= r.From-1 {
		r.join(items)
		r.From, r.To = min(r.From, from), max(r.To, p.To)
	} else {
		r.Items, r.From, r.To, r.Stale, r.ahead = items, from, max(p.To, from-1), false, 0
	}
	r.ahead = max(r.ahead, p.AsOf)
	s.extend(r)
	r.trim()
	before := r.Info
	if r.recount(s.Me.ID); before.Unread != r.Info.Unread || before.Mentions != r.Info.Mentions {
		s.changes.List = true
	}
	s.touch(r, PartTimeline|PartInfo)
	return nil
}

// settled returns an item with the remembered later changes applied.
func (r *Room) settled(it *Item, me string) *Item {
	for i := range r.ring {
		it = it.with(&r.ring[i], me)
	}
	return it
}

// join adds the items of a page that are not in the window yet. Those that are have
// every change up to the Top already and stay as they are.
func (r *Room) join(items []*Item) {
	all := make([]*Item, 0, len(r.Items)+len(items))
	i := 0
	for _, it := range r.Items {
		for i < len(items) && items[i].Event.Seq < it.Event.Seq {
			all = append(all, items[i])
			i++
		}
		if i < len(items) && items[i].Event.Seq == it.Event.Seq {
			i++
		}
		all = append(all, it)
	}
	r.Items = append(all, items[i:]...)
}

// extend adds remembered events to the end of the window: those that arrived while the
// page was being loaded.
func (s *State) extend(r *Room) {
	i := slices.IndexFunc(r.ring, func(e wire.Event) bool { return e.Seq == r.To+1 })
	if i < 0 {
		return
	}
	for ; i < len(r.ring); i++ {
		e := r.ring[i]
		if r.To = e.Seq; shows(r, &e) {
			r.Items = append(r.Items, r.settled(newItem(e, e.Seq, s.Me.ID), s.Me.ID))
		}
	}
}
