package engine

import (
	"slices"
	"time"
)

// deletions are the entries of the outbox that can be undone: they wait for their time (Until).
// They are in the Store from the beginning: whoever closes the page has deleted the message, at
// the latest when they come back.
type deletions struct{ o *outbox }

// ripen returns the deletions whose time has come, which from now on are like all others,
// with the keys of what they make needless. Those that are left wake delivery.
func (d deletions) ripen(now time.Time) (ripe []*letter, gone []string) {
	o := d.o
	for _, l := range slices.Clone(o.letters) {
		if l.Until == 0 || o.find(l.CID) != l {
			continue
		}
		if until := time.UnixMilli(l.Until); until.After(now) {
			o.core.sooner(timerOutbox, until)
			continue
		}
		l.Until = 0
		gone = append(gone, o.supersede(l)...)
		o.show(l)
		ripe = append(ripe, l)
	}
	return ripe, gone
}

// putOff changes when a deletion is sent. What is shown stays as it is.
func (d deletions) putOff(cid string, until int64) {
	if l := d.o.find(cid); l != nil && l.Until > 0 {
		l.Until = until
		d.o.save(l)
	}
}

// settle sends the deletions at once.
func (d deletions) settle() {
	for _, l := range d.o.letters {
		l.Until = min(l.Until, 1)
	}
	d.o.core.delivery.drain()
}
