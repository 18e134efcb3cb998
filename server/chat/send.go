package chat

import (
	"context"
	"errors"
	"time"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// draft is a message that is not stored yet.
type draft struct {
	who   Actor
	right *rights.Grant // needed to put the message into its room: that of the command's row
	named mentioned
	files []string
	poll  wire.Detail // what it asks; "": nothing
	said  []string    // of the files, see wire.Send.Captions
	event wire.Event
	from  source // what it forwards
}

// draft makes a message of q and counts its text. A message is stored once for
// each cid.
func (s messages) draft(ctx context.Context, who Actor, right *rights.Grant, q *wire.Send) (*draft, error) {
	body := q.Body
	if body == "" && len(q.Files) == 0 && q.FromSeq == 0 {
		return nil, errEmpty
	}
	if (q.FromSeq > 0) != (q.FromRoom != "") || q.FromSeq > 0 && len(q.Files) > 0 {
		return nil, invalid(text.ForwardOne)
	}
	if err := checkFiles(q.Files); err != nil {
		return nil, err
	}
	if len(q.Captions) > len(q.Files) {
		return nil, invalid(text.CaptionWithoutFile)
	}
	detail := wire.Detail("")
	if q.Poll != nil {
		var err error
		if detail, err = checkPoll(*q.Poll, s.records.now()); body == "" {
			err = errEmpty
		}
		if err != nil {
			return nil, err
		}
	}
	if err := s.quotas.spendText(ctx, who.User, len(body)); err != nil {
		return nil, err
	}
	if err := s.quotas.take(ctx, roomBucket, q.Room, limits.RateRoom); err != nil {
		s.quotas.returnText(who.User, len(body))
		return nil, err
	}
	from := source{q.FromRoom, q.FromSeq, s.records.newID}
	return &draft{who: who, poll: detail, right: right, named: parseMentions(body), files: q.Files, said: q.Captions, from: from,
		event: wire.Event{
			Room: q.Room, Author: who.User, CID: q.CID, Kind: wire.KindMessage,
			Event: s.records.newID(), At: s.records.now(), Body: body, ReplyTo: q.ReplyTo,
			Thread: q.Thread, InRoom: q.InRoom && q.Thread > 0,
		}}, nil
}

// write puts the message into the log if its author may do so. It may be called
// again after its transaction was rolled back.
func (d *draft) write(tx store.Tx) error {
	e := &d.event
	e.Seq, e.Mentions, e.Files, e.Quote, e.Detail = 0, nil, nil, nil, d.poll
	p, err := admit(tx, d.who, *d.right, e.Room)
	if err != nil {
		return err
	}
	if p.member.Ruled {
		if err := p.waits(tx, e); err != nil {
			return err
		}
	}
	if e.Thread > 0 {
		if err := canAnswer(tx, p.member, e.Thread); err != nil {
			return err
		}
	}
	if e.ReplyTo > 0 {
		old, err := message(tx, p.member, e.ReplyTo)
		if err != nil {
			return err
		}
		if e.Thread > 0 && old.Thread != e.Thread {
			return errOtherThread
		}
		e.Quote = effect.QuoteOf(&old)
	}
	if e.Mentions, err = d.named.resolve(tx, p); err != nil {
		return err
	}
	switch {
	case d.from.seq > 0:
		return d.from.appendTo(tx, d.who, e)
	case len(d.files) == 0:
		return tx.Events().Append(e)
	}
	return appendWithFiles(tx, e, d.files, d.said)
}

// waits refuses a message in a room with rules whose author may not write there, or not yet.
func (p standing) waits(tx store.Tx, e *wire.Event) error {
	if !e.Aside() {
		if err := p.need(rights.Post); err != nil {
			return err
		}
	}
	if p.room.Slow == 0 || p.may(rights.Unhurried) {
		return nil
	}
	last, err := tx.Members().Wrote(e.Room, e.Author)
	if err != nil {
		return err
	}
	pause := int64(p.room.Slow) * 1000
	if ago := e.At - last; ago >= 0 && ago < pause { // a time to come was written by a wrong clock
		return later(wire.CodeRate, time.Duration(pause-ago)*time.Millisecond, text.RoomIsSlow(p.room.Slow))
	}
	return tx.Members().SetWrote(e.Room, e.Author, e.At)
}

// sent returns the answer for a draft whose write ended with err.
func (s messages) sent(ctx context.Context, d *draft, err error) (*wire.Ack, error) {
	if err == nil {
		return ack(d.event, false), nil
	}
	// Only messages that are stored count against the rates: a refused author must
	// not use up the room's rate, and a repeated message has been paid for.
	s.quotas.returnText(d.event.Author, len(d.event.Body))
	s.quotas.give(ctx, roomBucket, d.event.Room, limits.RateRoom)
	if !errors.Is(err, store.ErrExists) && !errors.Is(err, errRoomGone) && !errors.Is(err, errNoMessage) &&
		!errors.Is(err, errNoFile) && !errors.Is(err, errFileUsed) && !errors.Is(err, errErased) {
		return nil, err
	}
	return s.sentBefore(ctx, d.who, d.event, err)
}

// roomBucket counts the messages that all people together put into a room.
const roomBucket = "room"

// sentBefore answers a Send whose cid was used before, or whose author may no
// longer write in the room or see the message that it answers: with the message
// that was stored under the cid, if there is one. It reads inside an Update
// because the first send may still be on its way to the disk: Update returns
// after it is there.
func (s messages) sentBefore(ctx context.Context, who Actor, e wire.Event, refusal error) (*wire.Ack, error) {
	var first wire.Event
	err := s.records.writes.Update(ctx, func(tx store.Tx) error {
		if _, err := loadActor(tx, who); err != nil {
			return err
		}
		var err error
		first, err = tx.Events().ByCID(e.Room, e.Author, e.CID)
		if errors.Is(err, store.ErrNotFound) {
			return refusal
		}
		if err != nil {
			return err
		}
		same, err := tx.Events().SameBody(e.Room, first.Seq, e.Body, e.ReplyTo, e.Thread)
		if err == nil && !same {
			err = errCIDConflict
		}
		return err
	})
	if errors.Is(err, store.ErrExists) {
		// The conflicting row was rolled back with its batch.
		return nil, store.ErrUnknown
	}
	if err != nil {
		return nil, err
	}
	return ack(first, true), nil
}

// ack says that e is on disk.
func ack(e wire.Event, dup bool) *wire.Ack {
	return &wire.Ack{CID: e.CID, Room: e.Room, Seq: e.Seq, Event: e.Event, At: e.At, Dup: dup}
}
