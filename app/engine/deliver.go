package engine

import (
	"time"

	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// delivery sends the entries of the outbox and processes the answers.
type delivery struct {
	box     *outbox
	holdOff time.Time // nothing is sent before, because the server asked to send a message later
	putOff  int       // how often in a row the server has asked that
}

// drain sends what may be sent now.
func (d *delivery) drain() {
	ripe, gone := deletions{d.box}.ripen(time.Now())
	d.send()
	for _, l := range ripe { // after it was sent: the Store has it, and the page may be about to go
		if d.box.find(l.CID) == l {
			d.box.save(l, gone...)
		}
	}
}

// send sends what may be sent now, in order: for each room the first entries that have
// not failed, up to the number that may be unanswered (Options.Unacked). A change is
// sent alone, after the messages before it.
func (d *delivery) send() {
	if !d.box.core.net.live() || !d.box.core.tabs.holds {
		return
	}
	now := time.Now()
	if d.holdOff.After(now) {
		d.box.core.sooner(timerOutbox, d.holdOff)
		return
	}
	out := map[string]int{}
	for i := 0; i < len(d.box.letters); i++ {
		l := d.box.letters[i]
		if l.Fail != nil || l.Until > 0 || !d.box.settles(l) {
			continue
		}
		switch {
		case l.out && l.Change != "":
			out[l.Room] = d.box.core.o.Unacked
		case l.out && !l.due.After(now):
			d.box.core.net.again(errQuiet) // the answer is overdue: something is wrong with this connection
			return
		case l.out:
			out[l.Room]++
			d.box.core.sooner(timerOutbox, l.due)
		case l.saving > 0 || out[l.Room] >= d.box.core.o.Unacked || l.Change != "" && out[l.Room] > 0:
			out[l.Room] = d.box.core.o.Unacked // those behind it wait too
		case l.Fresh && !d.commit(l):
			if l.Fresh || l.saving > 0 {
				out[l.Room] = d.box.core.o.Unacked
			} else {
				i-- // it was deleted before anybody saw it
			}
		case l.Change != "":
			out[l.Room] = d.box.core.o.Unacked
			d.give(l)
		default:
			out[l.Room]++
			l.out, l.due = true, now.Add(limits.SendTimeout)
			d.box.core.sooner(timerOutbox, l.due)
			d.box.core.net.tell(l.send())
		}
	}
}

// send returns the command that sends a message.
func (l *letter) send() *wire.Send {
	q := &wire.Send{
		Head: wire.Head{Type: wire.SendMessage.Type, ID: l.CID},
		CID:  l.CID, Room: l.Room, Body: l.Body, ReplyTo: l.ReplyTo, Files: l.fileIDs(),
		Thread: l.Thread, InRoom: l.InRoom, Poll: l.Poll,
	}
	if l.Forward != nil {
		q.FromRoom, q.FromSeq = l.Forward.Room, l.Forward.Seq
	} else {
		q.Captions = l.captions()
	}
	return q
}

// commit is called before an entry is sent that nobody has sent yet: the Store learns
// that it may have been sent, after the changes that wait for it were applied to it. It
// reports whether the entry can be sent at once.
func (d *delivery) commit(l *letter) (now bool) {
	if !d.box.current && !d.box.core.persist.passing {
		return false // another tab may have sent it, and this one does not know that yet
	}
	gone, stays := d.box.fold(l)
	l.Fresh = false
	if !stays {
		d.box.remove(l, nil, gone...)
		d.box.hide(l)
		return false
	}
	if d.box.core.persist.passing {
		return true
	}
	d.box.save(l, gone...)
	return false
}

// give sends a change.
func (d *delivery) give(l *letter) {
	row, req := l.command()
	answer := &wire.Ack{}
	l.out = true
	l.asked = d.box.core.requests.ask(row, req, answer, false, func(err error) { d.answered(l, answer.Seq, err) })
}

// command returns the command that carries out a change.
func (l *letter) command() (wire.Row, wire.Headed) {
	switch l.Change {
	case wire.KindEdit:
		return wire.Row(wire.EditMessage), &wire.Edit{Room: l.Room, Seq: l.Seq, Body: l.Body}
	case wire.KindReaction:
		return wire.Row(wire.ReactToMessage), &wire.React{Room: l.Room, Seq: l.Seq, Emoji: l.Emoji, On: l.On}
	case wire.KindVote:
		return wire.Row(wire.CastVote), &wire.Vote{Room: l.Room, Seq: l.Seq, Choices: l.Votes}
	case wire.KindPin:
		return wire.Row(wire.PinMessage), &wire.Pin{Room: l.Room, Seq: l.Seq, On: l.On}
	}
	return wire.Row(wire.DeleteMessage), &wire.Delete{Room: l.Room, Seq: l.Seq}
}

// takeBack makes messages without an answer wait for the next connection. Changes wait
// as requests.
func (d *delivery) takeBack() {
	for _, l := range d.box.letters {
		if l.Change == "" {
			l.out = false
		}
	}
}

// acked processes the answer that a message is in the log.
func (d *delivery) acked(a *wire.Ack) error {
	d.putOff = 0
	if d.box.core.o.Trace.Ack != nil {
		d.box.core.o.Trace.Ack(a)
	}
	err := d.box.core.apply(a)
	d.done(a.CID, a.Seq)
	return err
}

// done removes a message that has arrived from the outbox. Changes to it can now be
// sent.
func (d *delivery) done(cid string, seq int64) {
	d.box.forget(cid)
	l := d.box.find(cid)
	if l == nil {
		return
	}
	var put []Record
	for _, about := range d.box.changesOf(cid) {
		about.Seq = seq
		d.box.show(about)
		if d.box.core.tabs.holds {
			put = append(put, about.record())
		}
	}
	d.box.remove(l, put)
	d.drain()
}

// refused processes the answer that a message is not in the log: it is sent again
// later, or was refused for good.
func (d *delivery) refused(n *wire.Nack) {
	if d.box.core.o.Trace.Nack != nil {
		d.box.core.o.Trace.Nack(n)
	}
	l := d.box.find(n.ID)
	l.out = false
	if n.Code.Temporary() {
		d.wait(n.RetryMS)
		return
	}
	d.fail(l, n.Err())
}

// answered processes the answer to a change, which is in the log at seq unless there is an
// error.
func (d *delivery) answered(l *letter, seq int64, err error) {
	l.out, l.asked = false, nil
	if d.box.find(l.CID) != l {
		return // its event came first, or it was replaced or discarded
	}
	if err == nil {
		d.putOff = 0
		d.confirmed(l, seq)
		return
	}
	switch why := asError(err); {
	case why.Code.Temporary(), why.Code == wire.CodeOvertaken, why.Code == wire.CodeUnauthorized:
		d.wait(why.RetryMS)
	default:
		d.fail(l, why)
	}
}

// confirmed removes a change that is in the log.
func (d *delivery) confirmed(l *letter, seq int64) {
	d.box.core.mustApply(state.Confirmed{Room: l.Room, ID: l.CID, Seq: seq})
	d.box.remove(l, nil)
	d.drain()
}

// seen removes the change that one of the person's own events carried out. Its answer may
// have been lost, with the page that sent it.
func (d *delivery) seen(e *wire.Event) {
	for _, l := range d.box.letters {
		if l.Change == e.Kind && l.Seq == e.Target && l.Room == e.Room && !l.Fresh && l.Fail == nil &&
			l.Body == e.Body && l.Emoji == e.Emoji && l.On == e.On && l.votes(e) {
			d.confirmed(l, e.Seq)
			return
		}
	}
}

// votes reports whether an event chooses in a poll what a change does, if it is one that chooses.
func (l *letter) votes(e *wire.Event) bool {
	var b wire.Ballot
	return l.Change != wire.KindVote || e.Detail.Read(&b) == nil && !b.Closed && b.Now == l.Votes
}

// wait sends nothing for as long as the server asked, or a time that doubles.
func (d *delivery) wait(retryMS int64) {
	pause := time.Duration(retryMS) * time.Millisecond
	if pause <= 0 {
		pause = backoff(d.putOff, 1)
	}
	d.putOff++
	d.holdOff = time.Now().Add(pause)
	d.drain()
}

// fail marks an entry as refused for good. What the person wrote stays until they
// discard it; other changes are undone.
func (d *delivery) fail(l *letter, why *wire.Error) {
	d.box.core.changed.Refused = append(d.box.core.changed.Refused, state.Refused{Room: l.Room, Kind: l.kind(), Fail: why})
	gone, stays := d.box.fold(l)
	if l.Body == "" && len(l.Files) == 0 || !stays {
		d.box.remove(l, nil, gone...)
		d.box.hide(l)
		d.drain()
		return
	}
	l.Fail = why
	d.box.show(l)
	d.box.save(l, gone...)
	d.drain()
}
