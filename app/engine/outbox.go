package engine

import (
	"slices"
	"sync/atomic"
	"time"

	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// letter is one message of the outbox.
type letter struct {
	kept
	saved bool      // the store has it: it may go out
	out   bool      // it is on its way on the present connection
	due   time.Time // when out: the answer is overdue
}

// arrivedMax is how many cids of arrived messages are remembered.
const arrivedMax = 200

// outbox holds the messages that are not acknowledged, in the order of writing.
type outbox struct {
	letters []*letter
	size    *atomic.Int64 // of letters, for Send
	arrived []string      // cids of the latest that were taken out
	holdOff time.Time     // the server put a message off: nothing goes out before
	putOff  int           // how often in a row
}

func (o *outbox) init() { o.size = new(atomic.Int64) }

// admit takes a place in the outbox.
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

// takeBack makes what was on its way wait for the next connection.
func (o *outbox) takeBack() {
	for _, l := range o.letters {
		l.out = false
	}
}

// owner notes whose the messages are that were written before anyone was known.
func (o *outbox) owner(user string) {
	for _, l := range o.letters {
		if l.User == "" {
			l.User = user
		}
	}
}

// write puts a new message into the outbox; it has been admitted.
func (e *Engine) write(cid, room, body string, replyTo int64, at time.Time) {
	l := &letter{kept: kept{
		CID: cid, User: e.state.Me.ID, Room: room, Body: body, ReplyTo: replyTo, At: at.UTC().UnixMilli(),
	}}
	e.outbox.letters = append(e.outbox.letters, l)
	e.showLetter(l)
	delete(e.marks.typed, room)
	if r := e.room(room); r != nil && r.Loaded() && !r.Live() {
		e.jumpToEnd(room)
	}
	e.stealTabs()
	e.saveLetter(l)
}

func (e *Engine) showLetter(l *letter) {
	e.mustApply(state.Queued{CID: l.CID, Room: l.Room, Body: l.Body, ReplyTo: l.ReplyTo, At: l.At, Fail: l.Fail})
}

// saveLetter keeps a message; only then may it go out. A device that cannot
// keep it (full, private mode) must not keep it from going out either.
func (e *Engine) saveLetter(l *letter) {
	record := l.record()
	e.keep.job(func(s Store) func() {
		err := s.Write(e.keep.ctx, []Record{record}, nil)
		return func() {
			e.keepFailed(err)
			l.saved = true
			e.say(sayOutbox)
			e.drain()
		}
	})
}

// drain sends what may go out now, in order: for each room the first letters
// that are neither failed nor beyond the number that may be on their way.
func (e *Engine) drain() {
	if !e.live() || !e.tabs.holds {
		return
	}
	now := time.Now()
	if e.outbox.holdOff.After(now) {
		e.sooner(timerOutbox, e.outbox.holdOff)
		return
	}
	out := map[string]int{}
	for _, l := range e.outbox.letters {
		if l.Fail != nil {
			continue
		}
		switch {
		case l.out && !l.due.After(now):
			e.again(errQuiet) // the answer is overdue: something is wrong with this connection
			return
		case l.out:
			out[l.Room]++
			e.sooner(timerOutbox, l.due)
		case !l.saved || out[l.Room] >= e.o.Unacked:
			out[l.Room] = e.o.Unacked // those behind it wait too
		default:
			out[l.Room]++
			l.out, l.due = true, now.Add(limits.SendTimeout)
			e.sooner(timerOutbox, l.due)
			e.tell(&wire.Send{
				Head: wire.Head{Type: wire.TypeSend, ID: l.CID},
				CID:  l.CID, Room: l.Room, Body: l.Body, ReplyTo: l.ReplyTo,
			})
		}
	}
}

// acked takes in the answer that a message is in the log.
func (e *Engine) acked(a *wire.Ack) error {
	e.outbox.putOff = 0
	if e.o.Trace.Ack != nil {
		e.o.Trace.Ack(a)
	}
	err := e.apply(a)
	e.done(a.CID)
	return err
}

// done takes a message out of the outbox that has arrived.
func (e *Engine) done(cid string) {
	o := &e.outbox
	if !slices.Contains(o.arrived, cid) {
		o.arrived = append(o.arrived, cid)
	}
	if len(o.arrived) > arrivedMax {
		o.arrived = slices.Delete(o.arrived, 0, arrivedMax/2)
	}
	if i := o.index(cid); i >= 0 {
		e.removeLetter(i)
		e.drain()
	}
}

func (e *Engine) removeLetter(i int) {
	key := e.outbox.letters[i].key()
	e.outbox.letters = slices.Delete(e.outbox.letters, i, i+1)
	e.outbox.size.Add(-1)
	e.keep.job(func(s Store) func() {
		err := s.Write(e.keep.ctx, nil, []string{key})
		return func() { e.keepFailed(err) }
	})
}

// refused takes in the answer that a message is not in the log: put off, and
// tried again, or refused for good.
func (e *Engine) refused(n *wire.Nack) {
	if e.o.Trace.Nack != nil {
		e.o.Trace.Nack(n)
	}
	l := e.outbox.find(n.ID)
	l.out = false
	if n.Code.Temporary() {
		pause := time.Duration(n.RetryMS) * time.Millisecond
		if pause <= 0 {
			pause = backoff(e.outbox.putOff, 1)
		}
		e.outbox.putOff++
		e.outbox.holdOff = time.Now().Add(pause)
		e.drain()
		return
	}
	if e.room(l.Room) == nil {
		e.removeLetter(e.outbox.index(n.ID)) // the person has left: there is no place to show it
		e.drain()
		return
	}
	l.Fail = wire.Fail(n.Code, n.Message)
	e.showLetter(l)
	e.saveLetter(l)
	e.drain()
}

func (e *Engine) retry(room, cid string) {
	l := e.outbox.find(cid)
	if l == nil || l.Room != room || l.Fail == nil {
		return
	}
	l.Fail, l.saved = nil, false
	e.showLetter(l)
	e.stealTabs()
	e.saveLetter(l)
}

func (e *Engine) discard(room, cid string) {
	i := e.outbox.index(cid)
	if i < 0 || e.outbox.letters[i].Room != room {
		return
	}
	e.removeLetter(i)
	e.mustApply(state.Discarded{Room: room, CID: cid})
	e.say(sayGone + room + " " + cid)
	e.drain()
}

// adopt brings in the messages that are in the store: of an earlier run, or of
// other tabs. Those already here are brought up to date, but one on its way
// goes on.
func (e *Engine) adopt(records []Record) {
	for _, rec := range records {
		k, ok := parseKept(rec)
		if !ok || (k.User != "" && e.state.Me.ID != "" && k.User != e.state.Me.ID) {
			continue
		}
		l := e.outbox.find(k.CID)
		switch {
		case slices.Contains(e.outbox.arrived, k.CID):
			continue // the tab that sent it has not taken it out yet
		case l == nil:
			e.outbox.size.Add(1)
			l = &letter{kept: k, saved: true}
			e.outbox.letters = append(e.outbox.letters, l)
		case !l.saved || l.out:
			continue
		default:
			l.Fail = k.Fail
		}
		e.showLetter(l)
	}
	slices.SortStableFunc(e.outbox.letters, func(a, b *letter) int { return compareCID(a.CID, b.CID) })
	e.drain()
}
