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

// letter is one message of the outbox.
type letter struct {
	kept
	saved bool      // the Store has it: it may be sent
	out   bool      // it was sent on the current connection
	due   time.Time // if out: when the answer is overdue
}

// arrivedMax is how many cids of messages that left the outbox are remembered.
const arrivedMax = 200

// outbox holds the messages that are not acknowledged, in the order of writing.
type outbox struct {
	*core
	letters []*letter
	size    atomic.Int64 // of letters, for Send
	arrived []string     // cids of the last messages that arrived or were discarded
	holdOff time.Time    // nothing is sent before, because the server asked to send a message later
	putOff  int          // how often in a row the server has asked that
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

func (o *outbox) find(cid string) *letter {
	if i := o.index(cid); i >= 0 {
		return o.letters[i]
	}
	return nil
}

func (o *outbox) index(cid string) int {
	return slices.IndexFunc(o.letters, func(l *letter) bool { return l.CID == cid })
}

func (o *outbox) has(cid string) bool { return o.index(cid) >= 0 }

// takeBack makes messages without an answer wait for the next connection.
func (o *outbox) takeBack() {
	for _, l := range o.letters {
		l.out = false
	}
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
			o.remove(o.index(l.CID))
			o.mustApply(state.Discarded{Room: l.Room, CID: l.CID})
		}
	}
}

// write puts a new message into the outbox; admit has reserved its place.
func (o *outbox) write(cid, room, body string, replyTo int64, at time.Time) {
	l := &letter{kept: kept{
		CID: cid, User: o.state.Me.ID, Room: room, Body: body, ReplyTo: replyTo, At: at.UTC().UnixMilli(),
	}}
	o.letters = append(o.letters, l)
	o.show(l)
	delete(o.marks.typed, room)
	if r := o.room(room); r != nil && r.Loaded() && !r.Live() {
		o.history.jumpToEnd(room)
	}
	o.tabs.steal()
	o.save(l)
}

// show updates a message's row.
func (o *outbox) show(l *letter) {
	o.mustApply(state.Queued{CID: l.CID, Room: l.Room, Body: l.Body, ReplyTo: l.ReplyTo, At: l.At, Fail: l.Fail})
}

// save stores a message; only then may it be sent. If the device cannot store it (its
// disk is full, the window is private), it is sent nevertheless.
func (o *outbox) save(l *letter) {
	record := l.record()
	o.keep.job(func(s Store) func() {
		err := s.Write(o.keep.lasts, []Record{record}, nil)
		return func() {
			o.keep.failed(err)
			l.saved = true
			o.tabs.say(sayOutbox)
			o.drain()
		}
	})
}

// drain sends the messages that may be sent now, in order: for each room the first ones
// that have not failed, up to the number that may be unanswered (Options.Unacked).
func (o *outbox) drain() {
	if !o.net.live() || !o.tabs.holds {
		return
	}
	now := time.Now()
	if o.holdOff.After(now) {
		o.sooner(timerOutbox, o.holdOff)
		return
	}
	out := map[string]int{}
	for _, l := range o.letters {
		if l.Fail != nil {
			continue
		}
		switch {
		case l.out && !l.due.After(now):
			o.net.again(errQuiet) // the answer is overdue: something is wrong with this connection
			return
		case l.out:
			out[l.Room]++
			o.sooner(timerOutbox, l.due)
		case !l.saved || out[l.Room] >= o.o.Unacked:
			out[l.Room] = o.o.Unacked // those behind it wait too
		default:
			out[l.Room]++
			l.out, l.due = true, now.Add(limits.SendTimeout)
			o.sooner(timerOutbox, l.due)
			o.net.tell(&wire.Send{
				Head: wire.Head{Type: wire.SendMessage.Type, ID: l.CID},
				CID:  l.CID, Room: l.Room, Body: l.Body, ReplyTo: l.ReplyTo,
			})
		}
	}
}

// acked processes the answer that a message is in the log.
func (o *outbox) acked(a *wire.Ack) error {
	o.putOff = 0
	if o.o.Trace.Ack != nil {
		o.o.Trace.Ack(a)
	}
	err := o.apply(a)
	o.done(a.CID)
	return err
}

// done removes a message that has arrived from the outbox.
func (o *outbox) done(cid string) {
	o.forget(cid)
	if i := o.index(cid); i >= 0 {
		o.remove(i)
		o.drain()
	}
}

// forget records that a message is not in the outbox any more, even if a list that was
// read from the Store before contains it.
func (o *outbox) forget(cid string) {
	if !slices.Contains(o.arrived, cid) {
		o.arrived = append(o.arrived, cid)
	}
	if len(o.arrived) > arrivedMax {
		o.arrived = slices.Delete(o.arrived, 0, arrivedMax/2)
	}
}

func (o *outbox) remove(i int) {
	o.forget(o.letters[i].CID)
	key := o.letters[i].key()
	o.letters = slices.Delete(o.letters, i, i+1)
	o.size.Add(-1)
	o.keep.job(func(s Store) func() {
		err := s.Write(o.keep.lasts, nil, []string{key})
		return func() { o.keep.failed(err) }
	})
}

// refused processes the answer that a message is not in the log: it is sent again
// later, or was refused for good.
func (o *outbox) refused(n *wire.Nack) {
	if o.o.Trace.Nack != nil {
		o.o.Trace.Nack(n)
	}
	l := o.find(n.ID)
	l.out = false
	if n.Code.Temporary() {
		pause := time.Duration(n.RetryMS) * time.Millisecond
		if pause <= 0 {
			pause = backoff(o.putOff, 1)
		}
		o.putOff++
		o.holdOff = time.Now().Add(pause)
		o.drain()
		return
	}
	if o.room(l.Room) == nil {
		o.remove(o.index(n.ID)) // the person has left the room, so it cannot be shown anywhere
		o.drain()
		return
	}
	l.Fail = n.Err()
	o.show(l)
	o.save(l)
	o.drain()
}

func (o *outbox) retry(room, cid string) {
	l := o.find(cid)
	if l == nil || l.Room != room || l.Fail == nil {
		return
	}
	l.Fail, l.saved = nil, false
	o.show(l)
	o.tabs.steal()
	o.save(l)
}

func (o *outbox) discard(room, cid string) {
	i := o.index(cid)
	if i < 0 || o.letters[i].Room != room {
		return
	}
	o.remove(i)
	o.mustApply(state.Discarded{Room: room, CID: cid})
	o.tabs.say(sayGone + room + " " + cid)
	o.drain()
}

// adopt adds the messages in the Store to the outbox: those of an earlier run and of
// other tabs. It updates messages that are here already, except those that were sent
// and have no answer yet.
func (o *outbox) adopt(records []Record) {
	mine := cmp.Or(o.state.Me.ID, o.keep.owner)
	for _, rec := range records {
		k, ok := parseKept(rec)
		if !ok || (k.User != "" && mine != "" && k.User != mine) {
			continue
		}
		l := o.find(k.CID)
		switch {
		case slices.Contains(o.arrived, k.CID):
			continue // it has arrived, but the tab that sent it has not removed it yet
		case l == nil:
			o.size.Add(1)
			l = &letter{kept: k, saved: true}
			o.letters = append(o.letters, l)
		case !l.saved || l.out:
			continue
		default:
			l.Fail = k.Fail
		}
		o.show(l)
	}
	sort.SliceStable(o.letters, func(i, j int) bool { return compareCID(o.letters[i].CID, o.letters[j].CID) < 0 })
	o.drain()
}
