package chat

import (
	"context"
	"errors"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// send puts a message into a room, once for each cid.
func (s messages) send(ctx context.Context, who Actor, q *wire.Send) (*wire.Ack, error) {
	if err := checkSend(q); err != nil {
		return nil, err
	}
	body, err := checkBody(q.Body)
	if err != nil {
		return nil, err
	}
	named := parseMentions(body)
	bucket := "room/" + q.Room
	if err := s.take(ctx, bucket, limits.RateRoom); err != nil {
		return nil, err
	}
	e := wire.Event{
		Room: q.Room, Author: who.User, CID: q.CID, Kind: wire.KindMessage,
		Event: s.newID(), At: s.now(), Body: body, ReplyTo: q.ReplyTo,
	}
	var kept wire.Event
	err = s.store.Update(ctx, func(tx store.Tx) error {
		kept = e
		return s.post(tx, who, &kept, named)
	})
	if err == nil {
		return ack(kept, false), nil
	}
	// Whoever may not write here does not use up the room's rate.
	s.give(ctx, bucket, limits.RateRoom)
	if !errors.Is(err, store.ErrExists) && !errors.Is(err, errRoomGone) {
		return nil, err
	}
	return s.sentBefore(ctx, who, e, err)
}

// checkSend refuses what does not have the form of a Send, its body apart.
func checkSend(q *wire.Send) error {
	if err := checkID("cid", q.CID); err != nil {
		return err
	}
	if err := checkID("room", q.Room); err != nil {
		return err
	}
	if q.ReplyTo < 0 {
		return invalid("reply_to must be the seq of a message.")
	}
	return nil
}

// post writes a message of one who may.
func (s messages) post(tx store.Tx, who Actor, e *wire.Event, named mentioned) error {
	me, member, err := membership(tx, who, e.Room, RightSend)
	if err != nil {
		return err
	}
	if e.ReplyTo > 0 {
		if _, err := message(tx, e.Room, e.ReplyTo); err != nil {
			return err
		}
	}
	if e.Mentions, err = named.resolve(tx, me, member); err != nil {
		return err
	}
	return tx.Events().Append(e)
}

// sentBefore answers a Send whose cid was used already, or one to a room that
// its author cannot write to any more, with what has become of the cid. It
// asks inside an Update because the first send may still be on its way to the
// disk: Update returns after it is there.
func (s messages) sentBefore(ctx context.Context, who Actor, e wire.Event, refusal error) (*wire.Ack, error) {
	var first wire.Event
	err := s.store.Update(ctx, func(tx store.Tx) error {
		if _, err := asker(tx, who); err != nil {
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
		same, err := tx.Events().SameBody(e.Room, first.Seq, e.Body, e.ReplyTo)
		if err == nil && !same {
			err = errCIDConflict
		}
		return err
	})
	if errors.Is(err, store.ErrExists) {
		// The row that was in the way was taken back with its batch.
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
