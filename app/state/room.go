package state

import (
	"slices"

	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// WindowMax is the maximum number of items in a room's window.
const WindowMax = 300

// ringMax is how many of a room's latest events are remembered for pages that
// were read before them but arrive after them.
const ringMax = 64

// Room is one room the person is in.
type Room struct {
	// Info is the room as it is now: Top is the seq of the last event applied
	// (the cursor), Read, Unread and Mentions are kept live.
	Info wire.Room
	// Root is not 0 if this is not the room but the thread under the message with that seq. Info is the room's all
	// the same, but for Since, which is the root.
	Root int64

	// The window. From 0: none has been loaded.
	Items    []*Item // visible events as they are in the log, seq rising; see Timeline for what is shown
	From, To int64   // the window covers every seq from From to To, both included
	Stale    bool    // changes may have been missed; it is shown until a page replaces it

	Pending []*Item // the outbox's messages, in the order of sending, without changes to them
	Typing  []Typer // who is writing now, in the order they began

	// Divider is the seq after which messages are new: the "new" line is above the
	// first visible event after it. 0: nothing was unread when the room was opened.
	Divider int64
	// Kept says that the person has set the marker back here, and not opened the room since.
	Kept bool
	// Anchor is the seq the reader looks at; 0: the end.
	Anchor int64

	Loading Loading     // what is being fetched
	Trouble *wire.Error // why the last fetch failed; nil after one that succeeded

	// Rev increases with every change of the room.
	Rev int64

	changes  []pendingChange    // what was done to messages here and is not known to be in the log, in order
	overlays map[string]overlay // by Key: items with such changes

	ring     []wire.Event // the latest events, dense, up to Info.Top
	ringFrom int64        // every event after this seq is in ring
	counted  int64        // Unread and Mentions contain the events up to here
	peopled  int64        // Members contains the events up to here
	ahead    int64        // a page in the window was read at this top; events up to it may not have arrived yet
}

// Loading says which parts of a room are being fetched; they are combined with |.
type Loading uint8

// The parts.
const (
	LoadingWindow Loading = 1 << iota
	LoadingOlder
	LoadingNewer
)

// Typer is a person who is writing; Until is when the notice is removed, UTC
// milliseconds.
type Typer struct {
	User  string
	Until int64
}

// Loaded reports whether there is a window, which may be empty.
func (r *Room) Loaded() bool { return r.From > 0 }

// Live reports whether the window reaches the end of the room.
func (r *Room) Live() bool { return r.Loaded() && !r.Stale && r.To >= r.Info.Top }

// AtStart reports whether the window begins where the room begins for this
// person.
func (r *Room) AtStart() bool { return r.Loaded() && r.From <= max(r.Info.Since, 1) }

// Covers reports whether the window has all events from one seq to another.
func (r *Room) Covers(from, to int64) bool {
	return r.Loaded() && !r.Stale && r.From <= from && to <= r.To
}

// Timeline returns the rows to show, oldest first: the window, and below a
// window that reaches the end, or a stale one, the outbox. Changes that are not in the
// log are applied.
func (r *Room) Timeline() []*Item {
	var rows []*Item
	if r.Live() || r.Stale || !r.Loaded() {
		rows = slices.Concat(r.Items, r.Pending)
	} else {
		rows = slices.Clone(r.Items)
	}
	if len(r.overlays) > 0 {
		for i, it := range rows {
			rows[i] = r.shown(it)
		}
	}
	return rows
}

// Item returns the item at seq as it is shown; nil if the window has no visible event
// there.
func (r *Room) Item(seq int64) *Item {
	if i, ok := r.find(seq); ok {
		return r.shown(r.Items[i])
	}
	return nil
}

// Outbox returns the pending item with a cid as it is shown; nil if there is none.
func (r *Room) Outbox(cid string) *Item {
	if i := r.pending(cid); i >= 0 {
		return r.shown(r.Pending[i])
	}
	return nil
}

// FirstUnread returns the first item below the divider that somebody else
// wrote; nil if there is none in the window.
func (r *Room) FirstUnread(me string) *Item {
	if r.Divider == 0 {
		return nil
	}
	i, ok := r.find(r.Divider)
	if ok {
		i++
	}
	for ; i < len(r.Items); i++ {
		if e := &r.Items[i].Event; e.Kind == wire.KindMessage && e.Author != me {
			return r.shown(r.Items[i])
		}
	}
	return nil
}

func (r *Room) find(seq int64) (int, bool) {
	return slices.BinarySearchFunc(r.Items, seq, func(it *Item, seq int64) int {
		switch {
		case it.Event.Seq < seq:
			return -1
		case it.Event.Seq > seq:
			return 1
		}
		return 0
	})
}

func (r *Room) pending(cid string) int {
	return slices.IndexFunc(r.Pending, func(it *Item) bool { return it.Event.CID == cid })
}

// forget drops the window and the remembered events.
func (r *Room) forget() {
	r.Items, r.From, r.To, r.Stale, r.ahead = nil, 0, 0, false, 0
	r.ring, r.ringFrom = nil, r.Info.Top
}

// remember puts the newest event into the ring, and removes from the ring what the
// event erases.
func (r *Room) remember(e *wire.Event) {
	if len(r.ring) == ringMax {
		r.ringFrom = r.ring[0].Seq
		r.ring = append(r.ring[:0], r.ring[1:]...)
	}
	r.ring = append(r.ring, *e)
	if e.Kind != wire.KindDelete {
		return
	}
	for i := range r.ring {
		old := &r.ring[i]
		effect.Forget(old, e)
		if old.Quote != nil && old.ReplyTo == e.Target {
			quote := *old.Quote
			effect.Requote(&quote, e)
			old.Quote = &quote
		}
	}
}

// shows reports whether an event of the room r, or of that of the thread r, has a row there.
func shows(r *Room, e *wire.Event) bool {
	if r.Root != 0 {
		return e.Seq == r.Root || e.Kind == wire.KindMessage && e.Thread == r.Root
	}
	return effect.Visible(e) && !e.Aside()
}

// unreadBy reports whether an event counts as unread for a person whose read marker is
// before it.
func unreadBy(e *wire.Event, me string) bool {
	// A message that was erased before it arrived counts until its delete event
	// arrives too.
	return e.Kind == wire.KindMessage && e.Author != me && !e.Aside() && (e.State == nil || !e.State.Deleted)
}

// recount counts the unread messages up to the Top if the window has all of them, and
// reports whether it has.
func (r *Room) recount(me string) bool {
	if r.Info.Read < r.Info.Top && (r.ahead > r.Info.Top || !r.Covers(r.Info.Read+1, r.Info.Top)) {
		return false
	}
	r.Info.Unread, r.Info.Mentions = 0, 0
	for i := len(r.Items) - 1; i >= 0; i-- {
		it := r.Items[i]
		if it.Event.Seq <= r.Info.Read {
			break
		}
		if it.Event.Seq <= r.Info.Top {
			r.countOne(&it.Event, me)
		}
	}
	r.counted = r.Info.Top
	return true
}

// countAfter corrects counts that the server made when top was the room's top: it adds
// the later events that are known here already.
func (r *Room) countAfter(top int64, me string) {
	if r.recount(me) {
		return
	}
	r.counted = max(r.Info.Top, top)
	for i := range r.ring {
		if e := &r.ring[i]; e.Seq > max(top, r.Info.Read) {
			r.countOne(e, me)
		}
	}
}

// countMember counts a person who entered or left a room. Who is banned was not counted.
func (s *State) countMember(r *Room, e *wire.Event) {
	if e.Kind != wire.KindMember || s.Users[e.User].Gone {
		return
	}
	if e.Action == wire.ActionJoined || e.Action == wire.ActionAdded {
		r.Info.Members++
	} else if r.Info.Members > 0 {
		r.Info.Members--
	}
}

// countOne counts an event that is beyond the read marker.
func (r *Room) countOne(e *wire.Event, me string) {
	if !unreadBy(e, me) {
		return
	}
	r.Info.Unread = min(r.Info.Unread+1, limits.UnreadCount)
	if names(e, me) {
		r.Info.Mentions = min(r.Info.Mentions+1, limits.UnreadCount)
	}
}

// fewer returns a count less one. At the limit it returns the limit, because the real
// number may be larger.
func fewer(n int) int {
	if n >= limits.UnreadCount {
		return n
	}
	return max(n-1, 0)
}
