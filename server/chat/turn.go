package chat

import (
	"context"
	"errors"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// turn is the position of a numbered command in its lane. The nil turn, of a
// command without a number, can always be taken.
type turn struct {
	mine store.Turn // as it will be stored
	last store.Turn // set if the number was taken before, by this command or a later one
}

// turnOf returns the turn of req.
func (c *Command) turnOf(who Actor, req wire.Headed) (*turn, error) {
	n := req.Header().N
	if n == 0 {
		return nil, nil
	}
	if !c.Numbered() {
		return nil, invalid(text.NumberNotFor(string(c.Type)))
	}
	if n < 0 {
		return nil, invalid(text.NumberIsPositive)
	}
	if who.Instance == "" {
		return nil, invalid(text.NumberNeedsInstance)
	}
	if err := checkID("instance", who.Instance); err != nil {
		return nil, err
	}
	t := &turn{mine: store.Turn{Holder: who.Session, Instance: who.Instance, Lane: c.LaneOf(req), Number: n}}
	if t.mine.Holder == "" {
		t.mine.Holder = who.User
	}
	return t, nil
}

// taken reports whether the turn was taken before, so that the command was not
// executed now.
func (t *turn) taken() bool { return t != nil && t.last.Number > 0 }

// made records what the command created: an event at seq, or an object with an
// id.
func (t *turn) made(seq int64, ref string) {
	if t != nil {
		t.mine.Seq, t.mine.Ref = seq, ref
	}
}

// claim reports whether the turn can still be taken.
func (t *turn) claim(tx store.Tx) (bool, error) {
	t.last = store.Turn{}
	last, err := tx.Turns().Last(t.mine.Holder, t.mine.Instance, t.mine.Lane)
	if errors.Is(err, store.ErrNotFound) {
		return true, nil
	}
	if err == nil && last.Number >= t.mine.Number {
		t.last = last
	}
	return !t.taken(), err
}

// task is a command or a stream while it is executed.
type task struct {
	right    rights.Grant // that of its row
	room     string       // the one that the request names, if any
	admitted bool         // the right was checked and granted
}

// admit checks the right of the command's row.
func (t *task) admit(tx store.Tx, who Actor) (standing, error) {
	p, err := admit(tx, who, t.right, t.room)
	t.admitted = err == nil
	return p, err
}

// view is the only place where a command reads without changing anything. do gets
// the acting user, whose right was checked in the same snapshot.
func (r *records) view(ctx context.Context, who Actor, do func(store.Tx, standing) error) error {
	return r.store.View(ctx, func(tx store.Tx) error {
		p, err := who.task.admit(tx, who)
		if err != nil {
			return err
		}
		return do(tx, p)
	})
}

// update is the only place where a command changes something, except sends, which
// have their cid. It calls do and takes the command's turn, unless the turn was
// taken before. As in view, do gets the acting user. If update returns no error
// the change is on disk, now or from before. A final refusal takes the turn as
// well.
func (r *records) update(ctx context.Context, who Actor, do func(store.Tx, standing) error) error {
	admitted := func(tx store.Tx) error {
		p, err := who.task.admit(tx, who)
		if err != nil {
			return err
		}
		return do(tx, p)
	}
	t := who.turn
	if t == nil {
		return r.writes.Update(ctx, admitted)
	}
	err := r.writes.Update(ctx, func(tx store.Tx) error {
		free, err := t.claim(tx)
		if err != nil || !free {
			return err
		}
		t.made(0, "")
		if err := admitted(tx); err != nil {
			return err
		}
		t.mine.At, t.mine.Code = r.now(), ""
		return tx.Turns().Put(t.mine)
	})
	refusal := public(err)
	if refusal == nil || refusal.Code.Temporary() || refusal.Code == wire.CodeUnauthorized {
		return err
	}
	// A refused command must not succeed later, if another copy of it arrives
	// when it would be possible.
	noted := r.writes.Update(ctx, func(tx store.Tx) error {
		free, err := t.claim(tx)
		if err != nil || !free {
			return err
		}
		t.mine.At, t.mine.Code = r.now(), string(refusal.Code)
		t.made(0, remembered(refusal))
		return tx.Turns().Put(t.mine)
	})
	if noted != nil {
		return noted
	}
	if t.taken() {
		return nil // by another copy, meanwhile
	}
	return err
}

var errOvertaken = wire.Refused(wire.CodeOvertaken, text.Overtaken)

// sentence is the part of a refusal that a turn stores beside the code.
type sentence struct {
	Message string `json:"message"`
	wire.Reason
}

// remembered encodes a refusal for its turn.
func remembered(e *wire.Error) string {
	return string(wire.Marshal(sentence{e.Message, e.Reason}))
}

// recalled decodes the refusal of a turn. Turns of older versions hold only the
// sentence.
func recalled(t store.Turn) *wire.Error {
	var s sentence
	if err := wire.Unmarshal([]byte(t.Ref), &s); err != nil {
		s = sentence{Message: t.Ref}
	}
	return &wire.Error{Code: wire.Code(t.Code), Message: s.Message, Reason: s.Reason}
}

// again answers a command whose turn was taken before, with the same answer as
// then. like is an empty answer.
func (r *records) again(ctx context.Context, who Actor, like wire.Headed) (wire.Headed, error) {
	t := who.turn.last
	switch {
	case t.Number > who.turn.mine.Number:
		return nil, errOvertaken
	case t.Code != "":
		return nil, recalled(t)
	}
	switch like.(type) {
	case *wire.Ack:
		return &wire.Ack{Room: t.Lane, Seq: t.Seq, Event: t.Ref, Dup: true}, nil
	case *wire.RoomInfo:
		answer := &wire.RoomInfo{Room: wire.Room{ID: t.Ref}, Dup: true}
		return answer, r.store.View(ctx, func(tx store.Tx) error {
			if _, err := loadActor(tx, who); err != nil {
				return err
			}
			room, err := viewRoom(tx, who.User, t.Ref)
			if errors.Is(err, errRoomGone) {
				return nil // it was done, and the person cannot see more of it
			}
			answer.Room = room
			return err
		})
	case *wire.Profile:
		answer := &wire.Profile{}
		err := r.store.View(ctx, func(tx store.Tx) error {
			if _, err := loadActor(tx, who); err != nil {
				return err
			}
			now, err := profileOf(tx, who.User, t.Ref)
			if err == nil {
				answer = now
			}
			return err
		})
		answer.Dup = true
		return answer, err
	case *wire.DraftInfo:
		answer := &wire.DraftInfo{Dup: true}
		return answer, r.store.View(ctx, func(tx store.Tx) error {
			if _, err := loadActor(tx, who); err != nil {
				return err
			}
			d, err := tx.Drafts().Get(who.User, t.Ref, t.Seq)
			if errors.Is(err, store.ErrNotFound) {
				d, err = store.Draft{Room: t.Ref, Thread: t.Seq}, nil
			}
			answer.Draft = draftOf(d)
			return err
		})
	case *wire.LaterInfo:
		answer := &wire.LaterInfo{Dup: true}
		return answer, r.store.View(ctx, func(tx store.Tx) error {
			if _, err := loadActor(tx, who); err != nil {
				return err
			}
			p, err := tx.Plans().Get(who.User, t.Ref)
			if errors.Is(err, store.ErrNotFound) {
				return nil // it was done since
			}
			return errors.Join(err, showPlan(&answer.Later, p))
		})
	case *wire.ResetLink:
		return &wire.ResetLink{Dup: true}, nil
	case *wire.InviteInfo:
		answer := &wire.InviteInfo{Dup: true}
		return answer, r.store.View(ctx, func(tx store.Tx) error {
			if _, err := loadActor(tx, who); err != nil {
				return err
			}
			i, err := tx.Invites().ByID(t.Ref)
			answer.Invite = showInvite(i)
			return err
		})
	}
	return &wire.OK{Dup: true}, nil
}
