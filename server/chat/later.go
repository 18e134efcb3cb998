package chat

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/when"
	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

var errNoPlan = wire.Refused(wire.CodeNotFound, text.NoSuchLater)

// addLater plans a message or a reminder. One that was planned under the same cid is answered again.
func (s plans) addLater(ctx context.Context, who Actor, q *wire.LaterAdd) (*wire.LaterInfo, error) {
	p := store.Plan{User: who.User, ID: q.CID, Deed: q.Does, State: wire.LaterWaiting, Room: q.Room, Body: q.Body}
	with := planFiles{q.Files, q.Captions}
	switch {
	case q.Does == wire.DeedRemind:
		p.Seq, with = q.Seq, planFiles{}
	case q.Room == "":
		return nil, invalid(text.FieldIsID("room"))
	case q.Body == "" && len(q.Files) == 0:
		return nil, errEmpty
	default:
		p.ReplyTo, p.Thread, p.InRoom = q.ReplyTo, q.Thread, q.InRoom && q.Thread > 0
	}
	if err := with.check(); err != nil {
		return nil, err
	}
	if err := s.quotas.spendText(ctx, who.User, len(p.Body)); err != nil {
		return nil, err
	}
	answer := &wire.LaterInfo{}
	err := s.records.update(ctx, who, func(tx store.Tx, _ standing) error {
		old, err := tx.Plans().Get(p.User, p.ID)
		if !errors.Is(err, store.ErrNotFound) {
			answer.Dup = true
			if err == nil {
				answer.Later, err = laterOf(old)
			}
			return err
		}
		if err := s.allowed(tx, who, p); err != nil {
			return err
		}
		n, err := tx.Plans().Count(p.User)
		if err == nil && n >= limits.Later {
			err = wire.Refused(wire.CodeConflict, text.EnoughLater(limits.Later))
		}
		if err != nil {
			return err
		}
		fresh := p
		shift, err := s.timed(tx, &fresh, q.When, q.Zone, q.Here)
		if err != nil {
			return err
		}
		if p.Deed == wire.DeedRemind && fresh.Body == "" && fresh.Seq == 0 {
			return invalid(text.RemindOfWhat)
		}
		if err := with.own(tx, &fresh); err != nil {
			return err
		}
		who.turn.made(0, p.ID)
		if answer, err = infoOfPlan(fresh, shift); err != nil {
			return err
		}
		return s.records.plan(tx, fresh)
	})
	if err != nil || answer.Dup {
		s.quotas.returnText(who.User, len(p.Body))
	}
	if err != nil {
		return nil, err
	}
	return answer, nil
}

// allowed refuses a plan that could not be carried out now.
func (s plans) allowed(tx store.Tx, who Actor, p store.Plan) error {
	if p.Room == "" {
		if p.Seq > 0 {
			return errRoomGone
		}
		return nil
	}
	right := rights.Read
	if p.Deed == wire.DeedSend {
		right = rights.Send
	}
	in, err := admit(tx, who, rights.Row(right), p.Room)
	if err == nil && p.Thread > 0 {
		err = canAnswer(tx, in.member, p.Thread)
	}
	if about := max(p.Seq, p.ReplyTo); err == nil && about > 0 {
		var old wire.Event
		old, err = message(tx, in.member, about)
		switch {
		case err != nil:
		case p.Seq > 0 && old.State != nil && old.State.Deleted:
			err = errErased
		case p.Thread > 0 && old.Thread != p.Thread:
			err = errOtherThread
		}
	}
	return err
}

// timed sets the time of a plan to the one that is named by said, in a zone; without either the time
// is read out of the text.
func (s plans) timed(tx store.Tx, p *store.Plan, said, zone, here string) (when.Shift, error) {
	told, err := tx.Profiles().Get(p.User)
	if err != nil {
		return "", err
	}
	in := time.UTC
	for _, name := range []string{zone, told.Zone, here} {
		if known, ok := when.Zone(name); ok {
			in = known
			break
		}
		if name != "" && name == zone {
			return "", invalid(text.ZoneIs)
		}
	}
	now := s.records.clock()
	at, ok := when.Parse(said, now, in)
	if said == "" && p.Deed == wire.DeedRemind {
		at, p.Body, ok = when.Split(p.Body, now, in)
	}
	switch {
	case !ok:
		return "", invalid(text.WhenIs)
	case at.Before(now):
		return "", invalid(text.WhenIsOver)
	case at.After(now.Add(limits.LaterMost)):
		return "", invalid(text.WhenTooFar(int(limits.LaterMost / (24 * time.Hour))))
	}
	p.Due, p.Zone = at.UnixMilli(), in.String()
	return at.Shift, nil
}

// plan stores a plan with its job, and tells the person's devices.
func (r *records) plan(tx store.Tx, p store.Plan) error {
	if err := tx.Plans().Put(p); err != nil {
		return err
	}
	if err := r.planned(tx, p.User); err != nil {
		return err
	}
	j := jobOf(p)
	if err := tx.Jobs().Drop(j.Key); err != nil || p.State != wire.LaterWaiting {
		return err
	}
	return tx.Jobs().Create(j)
}

// planned tells a person's devices that their plans are others now.
func (r *records) planned(tx store.Tx, user string) error {
	return tx.Inbox().Put(&store.InboxEntry{User: user, Kind: wire.InboxOwn, Item: wire.ItemLater})
}

// setLater changes a plan.
func (s plans) setLater(ctx context.Context, who Actor, q *wire.LaterSet) (*wire.LaterInfo, error) {
	more := 0
	if q.Body != nil {
		more = len(*q.Body)
	}
	if err := s.quotas.spendText(ctx, who.User, more); err != nil {
		return nil, err
	}
	answer := &wire.LaterInfo{}
	err := s.records.update(ctx, who, func(tx store.Tx, _ standing) error {
		p, err := planOf(tx, who.User, q.Item)
		if err != nil {
			return err
		}
		if q.To != nil && p.Deed == wire.DeedSend && *q.To != p.Room {
			p.Room, p.ReplyTo, p.Thread, p.InRoom = *q.To, 0, 0, false
		}
		if q.Body != nil {
			p.Body = *q.Body
		}
		if p.Body == "" && p.Files == "" && p.Seq == 0 {
			return errEmpty
		}
		shift := when.Shift("")
		if q.When != "" {
			if shift, err = s.timed(tx, &p, q.When, q.Zone, q.Here); err != nil {
				return err
			}
			p.State, p.Failed = wire.LaterWaiting, ""
		}
		if p.Deed == wire.DeedSend && p.State == wire.LaterWaiting {
			if err := s.allowed(tx, who, p); err != nil {
				return err
			}
		}
		who.turn.made(0, p.ID)
		if answer, err = infoOfPlan(p, shift); err != nil {
			return err
		}
		return s.records.plan(tx, p)
	})
	if err != nil {
		s.quotas.returnText(who.User, more)
		return nil, err
	}
	return answer, nil
}

// endLater forgets a plan.
func (s plans) endLater(ctx context.Context, who Actor, q *wire.LaterRef) (*wire.OK, error) {
	err := s.records.update(ctx, who, func(tx store.Tx, _ standing) error {
		p, err := planOf(tx, who.User, q.Item)
		if err != nil {
			return err
		}
		if err := dropPlan(s.records, tx, p); err != nil {
			return err
		}
		return s.records.planned(tx, p.User)
	})
	if err != nil {
		return nil, err
	}
	return &wire.OK{}, nil
}

// planOf reads one of a person's plans.
func planOf(tx store.Tx, user, id string) (store.Plan, error) {
	p, err := tx.Plans().Get(user, id)
	if errors.Is(err, store.ErrNotFound) {
		err = errNoPlan
	}
	return p, err
}

// listLater lists the acting user's plans, with what they may read of the messages that reminders are about.
func (s plans) listLater(ctx context.Context, who Actor, q *wire.LaterList) (*wire.Laters, error) {
	answer := &wire.Laters{Laters: []wire.Later{}}
	err := s.records.view(ctx, who, func(tx store.Tx, _ standing) error {
		all, err := tx.Plans().List(who.User)
		if err != nil {
			return err
		}
		for len(all) > 0 && q.After != "" && !after(all[0], q.After) {
			all = all[1:]
		}
		size, quoted := 0, []string{}
		for i, p := range all {
			l, err := laterOf(p)
			if err != nil {
				return err
			}
			if l.Quote, err = s.quote(tx, p); err != nil {
				return err
			}
			// A user has less than 1 KB, and the quotes are of one each.
			size += len(wire.Marshal(&wire.LaterInfo{Later: l})) + 1024
			if i == q.Limit || i > 0 && size > limits.Frame {
				answer.Next = placeOf(all[i-1])
				break
			}
			if l.Quote != nil {
				quoted = append(quoted, l.Quote.Author)
			}
			answer.Laters = append(answer.Laters, l)
		}
		answer.Users, err = tx.Users().ByIDs(quoted)
		return err
	})
	if err != nil {
		return nil, err
	}
	return answer, nil
}

// placeOf is where a plan stands in the list.
func placeOf(p store.Plan) string { return fmt.Sprintf("%d.%s", p.Due, p.ID) }

// after reports whether a plan comes after a place in the list.
func after(p store.Plan, place string) bool {
	due, id, _ := strings.Cut(place, ".")
	at, err := strconv.ParseInt(due, 10, 64)
	return err != nil || p.Due > at || p.Due == at && p.ID > id
}

// quote is the message that a reminder is about, if its person may read it now.
func (s plans) quote(tx store.Tx, p store.Plan) (*wire.Quote, error) {
	if p.Seq == 0 {
		return nil, nil
	}
	m, err := tx.Members().Get(p.Room, p.User)
	if err == nil {
		var old wire.Event
		if old, err = message(tx, m, p.Seq); err == nil {
			return effect.QuoteOf(&old), nil
		}
	}
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, errNoMessage) {
		return nil, nil
	}
	return nil, err
}

// infoOfPlan is the answer to who made or changed a plan.
func infoOfPlan(p store.Plan, shift when.Shift) (*wire.LaterInfo, error) {
	l, err := laterOf(p)
	return &wire.LaterInfo{Later: l, Shift: string(shift)}, err
}

// laterOf shows a plan.
func laterOf(p store.Plan) (wire.Later, error) {
	files, err := plannedFiles(p)
	l := wire.Later{ID: p.ID, Does: p.Deed, State: p.State, At: p.Due, Zone: p.Zone, Room: p.Room, Seq: p.Seq, ReplyTo: p.ReplyTo,
		Thread: p.Thread, InRoom: p.InRoom, Files: files, Body: p.Body}
	if p.Failed != "" {
		l.Failed = &wire.Failure{}
		if err := wire.Unmarshal([]byte(p.Failed), l.Failed); err != nil {
			l.Failed = &wire.Failure{Code: wire.CodeUnknown, Message: p.Failed}
		}
	}
	return l, err
}
