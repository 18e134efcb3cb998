package chat

import (
	"context"
	"errors"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// turn is what a command that bears a number takes: the next of its lane. The
// zero turn, of one without a number, is always taken.
type turn struct {
	mine store.Turn // as it will be remembered
	last store.Turn // if it was taken before: by this command, or by a later one
}

// turnOf is the turn that req asks for.
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

// taken reports that the turn was taken before: nothing was carried out.
func (t *turn) taken() bool { return t != nil && t.last.Number > 0 }

// made notes what the command made: an event at seq, or something with an id.
func (t *turn) made(seq int64, ref string) {
	if t != nil {
		t.mine.Seq, t.mine.Ref = seq, ref
	}
}

// claim looks whether the turn is still to be taken.
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

// task is a command while it is carried out.
type task struct {
	right    rights.Grant // that its row asks for
	room     string       // that it names, if any
	admitted bool         // whoever gave it has the right
}

// admit asks for the right of the command's row.
func (t *task) admit(tx store.Tx, who Actor) (place, error) {
	p, err := admit(tx, who, t.right, t.room)
	t.admitted = err == nil
	return p, err
}

// view is the one place where a command reads what it does not change: do is told
// who asks, who has the right that the command's row names, in the same snapshot.
func (r *records) view(ctx context.Context, who Actor, do func(store.Tx, place) error) error {
	return r.store.View(ctx, func(tx store.Tx) error {
		p, err := who.task.admit(tx, who)
		if err != nil {
			return err
		}
		return do(tx, p)
	})
}

// update is the one place where a command changes something, sends apart,
// which have their cid: do is carried out unless the command's turn was taken,
// and takes it. As in view, it is told who asks. Without an error the change is on
// disk, or had been before; a refusal for good takes the turn as well.
func (r *records) update(ctx context.Context, who Actor, do func(store.Tx, place) error) error {
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
	// It must not succeed any more, whatever becomes possible before another
	// copy of it arrives.
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
		return nil // by another copy, just now
	}
	return err
}

var errOvertaken = wire.Refused(wire.CodeOvertaken, text.Overtaken)

// sentence is what a turn keeps of a refusal beside its code.
type sentence struct {
	Message string `json:"message"`
	wire.Reason
}

// remembered is a refusal as its turn keeps it.
func remembered(e *wire.Error) string {
	return string(wire.Marshal(sentence{e.Message, e.Reason}))
}

// recalled is the refusal that a turn keeps. Those of older versions are the
// sentence alone.
func recalled(t store.Turn) *wire.Error {
	var s sentence
	if err := wire.Unmarshal([]byte(t.Ref), &s); err != nil {
		s = sentence{Message: t.Ref}
	}
	return &wire.Error{Code: wire.Code(t.Code), Message: s.Message, Reason: s.Reason}
}

// again answers a command whose turn was taken before, as it was answered then.
// like is an empty answer.
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
			if _, err := asker(tx, who); err != nil {
				return err
			}
			room, err := look(tx, who.User, t.Ref)
			if errors.Is(err, errRoomGone) {
				return nil // it was so, and there is no more to be seen of it
			}
			answer.Room = room
			return err
		})
	case *wire.InviteInfo:
		answer := &wire.InviteInfo{Dup: true}
		return answer, r.store.View(ctx, func(tx store.Tx) error {
			if _, err := asker(tx, who); err != nil {
				return err
			}
			i, err := tx.Invites().ByID(t.Ref)
			answer.Invite = showInvite(i)
			return err
		})
	}
	return &wire.OK{Dup: true}, nil
}
