package host

import (
	"slices"
	"time"

	"github.com/confab/confab/shared/text"
)

// How long a notice stays: long enough to read a sentence, and to reach its button.
const (
	noticeLasts = 6 * time.Second
	offerLasts  = 10 * time.Second
)

// noticesShown is how many notices are shown at once: more would cover the page.
const noticesShown = 3

// Notice is a short notice under the room's bar.
type Notice struct {
	ID     int
	Icon   string
	Text   string
	Action string // label of its button; empty: none
	Kept   bool   // stays until it is closed
	key    string // of one that is kept: another one with it takes its place
	act    func()
}

// Notices are those that are shown now.
type Notices struct {
	h    *Host
	List []Notice
	last int
}

// Say shows a notice.
func (h *Host) Say(icon string, notice text.Text) { h.Offer(icon, notice, text.Text{}, nil) }

// Complain says why something did not work.
func (h *Host) Complain(err error) { h.Notices.show(Notice{Icon: "alert", Text: Why(err)}) }

// Offer shows a notice with a button.
func (h *Host) Offer(icon string, notice, action text.Text, act func()) {
	h.Notices.show(Notice{Icon: icon, Text: Said(notice), Action: Said(action), act: act})
}

// Keep shows a notice that stays until the person closes it, follows it, or has seen what it is about
// (Forget), in the place of another one of that key. act may be nil.
func (h *Host) Keep(key, icon string, notice, action text.Text, act func()) {
	h.Notices.Forget(key)
	h.Notices.show(Notice{Icon: icon, Text: Said(notice), Action: Said(action), act: act, Kept: true, key: key})
}

// Forget takes a notice that is kept away, if it is there.
func (n *Notices) Forget(key string) {
	for _, d := range n.List {
		if d.Kept && d.key == key {
			n.Drop(d.ID)
			return
		}
	}
}

// passing reports whether a notice may give way to others.
func (d Notice) passing() bool { return d.act == nil && !d.Kept }

// show adds a notice. What is said already is said anew, not twice, unless it offers something. If
// there are too many, the oldest goes, first of those that offer nothing, last of those that are kept.
func (n *Notices) show(d Notice) {
	n.last++
	d.ID = n.last
	list := slices.DeleteFunc(slices.Clone(n.List), func(had Notice) bool { return had.Text == d.Text && had.passing() && d.passing() })
	if len(list) >= noticesShown {
		oldest := slices.IndexFunc(list, Notice.passing)
		if oldest < 0 {
			oldest = max(0, slices.IndexFunc(list, func(had Notice) bool { return !had.Kept }))
		}
		list = slices.Delete(list, oldest, oldest+1)
	}
	n.List = append(list, d)
	n.h.Raise(Notes)
	if d.Kept {
		return
	}
	lasts := noticeLasts
	if d.act != nil {
		lasts = offerLasts
	}
	n.h.Later(lasts, func() { n.Drop(d.ID) })
}

// Act does what the button of a notice offers, and takes the notice away.
func (n *Notices) Act(id int) {
	for _, d := range n.List {
		if d.ID == id && d.act != nil {
			n.Drop(id)
			d.act()
			return
		}
	}
}

// Drop takes a notice away.
func (n *Notices) Drop(id int) {
	was := len(n.List)
	n.List = slices.DeleteFunc(slices.Clone(n.List), func(d Notice) bool { return d.ID == id })
	if len(n.List) != was {
		n.h.Raise(Notes)
	}
}
