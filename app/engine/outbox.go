package engine

import (
	"cmp"
	"slices"
	"sort"
	"sync/atomic"
	"time"

	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// letter is one entry of the outbox: a message, or a change to one.
type letter struct {
	outboxRecord
	saving int       // how many writes to the Store have not ended; it may be sent when there are none
	stored bool      // the Store has it as it is here
	out    bool      // a message: it was sent on the current connection; a change: it was given as a request
	due    time.Time // if a message is out: when the answer is overdue
	asked  *request  // if a change is out
}

// arrivedMax is how many cids of messages that left the outbox are remembered.
const arrivedMax = 200

// outbox holds the messages and changes that are not acknowledged, in the order of
// writing, and those that were refused for good, until the person discards them.
type outbox struct {
	core    *core
	letters []*letter
	size    atomic.Int64 // of letters, for Send
	arrived []string     // cids of the last letters that arrived or were discarded
	current bool         // this tab has the lock, and has read the Store's outbox since it got it
}

// admit reserves a place in the outbox and reports whether there was one. Any goroutine
// may call it.
func (o *outbox) admit() bool {
	if o.size.Add(1) > limits.OutboxMessages {
		o.size.Add(-1)
		return false
	}
	return true
}

// find returns the entry with a cid; nil if there is none.
func (o *outbox) find(cid string) *letter {
	for _, l := range o.letters {
		if l.CID == cid {
			return l
		}
	}
	return nil
}

// message returns the message that was sent with a cid; nil if there is none here.
func (o *outbox) message(cid string) *letter {
	if l := o.find(cid); l != nil && l.Change == "" {
		return l
	}
	return nil
}

// owner assigns messages that were written before it was known who is signed in to
// user, and removes those of another person who was signed in here before: they must
// never be sent under another name.
func (o *outbox) owner(user string) {
	for _, l := range slices.Clone(o.letters) {
		switch l.User {
		case user:
		case "":
			l.User = user
			o.save(l)
		default:
			o.remove(l, nil)
			o.hide(l)
		}
	}
}

// clear takes everything out of the outbox; the Store is cleared elsewhere.
func (o *outbox) clear() {
	for _, l := range slices.Clone(o.letters) {
		o.take(l)
	}
}

// begin completes a new entry. It is fresh if it will wait before it is sent.
func (o *outbox) begin(k outboxRecord) *letter {
	k.User = o.core.state.Me.ID
	k.Fresh = !o.core.net.live() || !o.core.tabs.holds || o.core.delivery.holdOff.After(time.Now())
	return &letter{outboxRecord: k}
}

// write puts a new message into the outbox, unless it is there or was; admit has reserved
// its place.
func (o *outbox) write(k outboxRecord) {
	if o.find(k.CID) != nil || slices.Contains(o.arrived, k.CID) {
		o.size.Add(-1)
		return
	}
	l := o.begin(k)
	o.letters = append(o.letters, l)
	o.show(l)
	delete(o.core.marks.typed, l.Room)
	at := state.ThreadID(l.Room, l.Thread)
	if r := o.core.room(at); r != nil && r.Loaded() && !r.Live() {
		o.core.history.jumpToEnd(at)
	}
	o.core.tabs.steal()
	o.save(l)
}

// placeOf returns the name of a room, or of the other person of a conversation.
func placeOf(r *wire.Room) string {
	if r.Peer != nil {
		return r.Peer.Name
	}
	return r.Name
}

// show shows what an entry stands for.
func (o *outbox) show(l *letter) {
	o.core.changed.Outbox = true
	if r := o.core.room(l.Room); r != nil {
		l.Place = placeOf(&r.Info) // said when the room is gone
	}
	switch {
	case l.Change == "":
		o.core.mustApply(state.Queued{
			CID: l.CID, Room: l.Room, Body: l.Body, ReplyTo: l.ReplyTo, Files: l.Files, Forward: l.Forward, At: l.At, Fail: l.Fail,
			Thread: l.Thread, InRoom: l.InRoom, Poll: l.Poll,
		})
	case l.Fail != nil:
		o.core.mustApply(state.Withdrawn{Room: l.Room, ID: l.CID})
	default:
		o.core.mustApply(state.Change{
			ID: l.CID, Room: l.Room, Seq: l.Seq, CID: l.Of, Kind: l.Change, Body: l.Body, Emoji: l.Emoji, On: l.On, At: l.At,
			Until: l.Until, Votes: l.Votes,
		})
	}
}

// hide shows things as they are without an entry.
func (o *outbox) hide(l *letter) {
	o.core.changed.Outbox = true
	if l.Change == "" {
		o.core.mustApply(state.Discarded{Room: l.Room, CID: l.CID})
		return
	}
	o.core.mustApply(state.Withdrawn{Room: l.Room, ID: l.CID})
}

// save stores an entry and deletes those with the keys gone; only then may it be sent.
// If the device cannot store it (its disk is full, the window is private), it is sent
// nevertheless.
func (o *outbox) save(l *letter, gone ...string) {
	l.saving++
	record := l.record()
	o.core.persist.job(func(s Store) func() {
		err := s.Write(o.core.persist.lasts, []Record{record}, gone)
		return func() {
			o.core.persist.failed(err)
			l.saving--
			l.stored = err == nil
			o.core.tabs.say(sayOutbox)
			o.core.delivery.drain()
		}
	})
}

// forget records that an entry is not in the outbox any more, even if a list that was
// read from the Store before contains it.
func (o *outbox) forget(cid string) {
	if !slices.Contains(o.arrived, cid) {
		o.arrived = append(o.arrived, cid)
	}
	if len(o.arrived) > arrivedMax {
		o.arrived = slices.Delete(o.arrived, 0, arrivedMax/2)
	}
}

// take takes an entry out of the list.
func (o *outbox) take(l *letter) {
	o.forget(l.CID)
	o.letters = slices.DeleteFunc(o.letters, func(other *letter) bool { return other == l })
	o.size.Add(-1)
	o.core.changed.Outbox = true
	if asked := l.asked; asked != nil {
		l.asked = nil
		o.core.requests.giveUp(asked)
	}
}

// remove takes an entry out of the outbox and deletes it from the Store, with others
// that were taken out before. The Store gets the records put in the same step.
func (o *outbox) remove(l *letter, put []Record, others ...string) {
	o.take(l)
	gone := append(others, l.key())
	o.core.persist.job(func(s Store) func() {
		err := s.Write(o.core.persist.lasts, put, gone)
		return func() {
			o.core.persist.failed(err)
			if l.Change != "" {
				o.core.tabs.say(sayOutbox)
			}
		}
	})
}

func (o *outbox) retry(cid string) {
	l := o.find(cid)
	if l == nil || l.Fail == nil {
		return
	}
	l.Fail, l.Fresh = nil, false
	o.show(l)
	o.core.tabs.steal()
	o.save(l)
}

func (o *outbox) discard(cid string) {
	l := o.find(cid)
	if l == nil {
		return
	}
	for _, about := range o.changesOf(cid) {
		o.remove(about, nil)
		o.hide(about)
	}
	o.remove(l, nil)
	o.hide(l)
	o.core.tabs.say(sayGone + l.Room + " " + cid)
	o.core.delivery.drain()
}

// adopt adds what is in the Store to the outbox: that of an earlier run and of other
// tabs. It updates what is here already, except what was sent and has no answer yet.
func (o *outbox) adopt(records []Record) {
	mine := cmp.Or(o.core.state.Me.ID, o.core.persist.owner)
	there := map[string]bool{}
	for _, rec := range records {
		k, ok := parseOutboxRecord(rec)
		if !ok || (k.User != "" && mine != "" && k.User != mine) {
			continue
		}
		there[k.CID] = true
		l := o.find(k.CID)
		switch {
		case slices.Contains(o.arrived, k.CID):
			continue // it has arrived, but the tab that sent it has not removed it yet
		case l == nil:
			o.size.Add(1)
			l = &letter{outboxRecord: k, stored: true}
			o.letters = append(o.letters, l)
		case l.saving > 0 || l.out || !l.stored:
			continue
		default:
			l.outboxRecord = k
		}
		o.show(l)
	}
	for _, l := range slices.Clone(o.letters) {
		if l.Change != "" && l.stored && l.saving == 0 && !l.out && !there[l.CID] {
			o.take(l) // another tab has sent or replaced it
			o.hide(l)
		}
	}
	sort.SliceStable(o.letters, func(i, j int) bool { return compareCID(o.letters[i].CID, o.letters[j].CID) < 0 })
	o.core.delivery.drain()
}
