package postgres

import (
	"encoding/json"
	"slices"

	"github.com/confab/confab/server/store/kept"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

func (t events) Get(room string, seq int64) (wire.Event, error) {
	num, err := t.num(room)
	if err != nil {
		return wire.Event{}, err
	}
	out, err := t.readEvents(room, num, `SELECT `+eventColumns+` FROM events e WHERE e.room = $1 AND e.seq = $2`, num, seq)
	if err == nil && len(out) > 0 {
		err = t.present(num, out)
	}
	return only(out, err)
}

func (t events) Page(f wire.Fetch) (wire.Page, error) {
	room, err := t.Rooms().ByID(f.Room)
	if err != nil {
		return wire.Page{}, err
	}
	num, err := t.num(f.Room)
	if err != nil {
		return wire.Page{}, err
	}
	p := wire.Page{Room: room.ID, Epoch: room.Epoch, AsOf: room.Top}
	limit := f.Limit
	if limit <= 0 {
		limit = limits.PageDefault
	}
	limit = min(limit, limits.PageMax)
	span := span{log: t, room: room.ID, num: num, top: room.Top}
	switch {
	case f.Around > 0:
		at := min(f.Around, room.Top+1)
		var older, newer []wire.Event
		if older, p.From, err = span.before(at, limit/2); err != nil {
			return p, err
		}
		if newer, p.To, err = span.after(at-1, limit-limit/2); err != nil {
			return p, err
		}
		p.Events = append(older, newer...)
	case f.After > 0:
		at := min(f.After, room.Top)
		p.From = at + 1
		p.Events, p.To, err = span.after(at, limit)
	default:
		at := room.Top + 1
		if f.Before > 0 {
			at = min(f.Before, at)
		}
		p.To = at - 1
		p.Events, p.From, err = span.before(at, limit)
	}
	if err != nil {
		return p, err
	}
	if err := t.present(num, p.Events); err != nil {
		return p, err
	}
	p.Users, err = t.Users().ByIDs(kept.People(p.Events))
	return p, err
}

// span reads the visible events of one room and tells how far they cover it.
type span struct {
	log  events
	room string
	num  int64
	top  int64
}

// visible is wire.Event.Visible.
const visible = ` AND e.kind IN ('message', 'member', 'room') `

// before returns the newest limit events below seq, rising, and the first seq
// that they cover. One more is asked for: what lies between it and the oldest
// returned is covered too.
func (s span) before(seq int64, limit int) ([]wire.Event, int64, error) {
	out, err := s.log.readEvents(s.room, s.num, `SELECT `+eventColumns+` FROM events e WHERE e.room = $1 AND e.seq < $2`+visible+
		`ORDER BY e.seq DESC LIMIT $3`, s.num, seq, limit+1)
	from := int64(1)
	if len(out) > limit {
		from = out[limit].Seq + 1
		out = out[:limit]
	}
	slices.Reverse(out)
	return out, from, err
}

// after returns the oldest limit events above seq, rising, and the last seq
// that they cover.
func (s span) after(seq int64, limit int) ([]wire.Event, int64, error) {
	out, err := s.log.readEvents(s.room, s.num, `SELECT `+eventColumns+` FROM events e WHERE e.room = $1 AND e.seq > $2`+visible+
		`ORDER BY e.seq LIMIT $3`, s.num, seq, limit+1)
	to := s.top
	if len(out) > limit {
		to = out[limit].Seq - 1
		out = out[:limit]
	}
	return out, to, err
}

// present gives messages their present text, State and Quote, in one round
// trip. es are of one room, seq rising.
func (t events) present(num int64, es []wire.Event) error {
	if len(es) == 0 {
		return nil
	}
	args := []any{num, es[0].Seq, es[len(es)-1].Seq}
	find := func(seq int64) *wire.Event {
		i, ok := slices.BinarySearchFunc(es, seq, func(e wire.Event, seq int64) int { return int(e.Seq - seq) })
		if !ok {
			return nil
		}
		return &es[i]
	}
	var bad error
	var found quotes
	qs := []query{
		{sql: `SELECT seq, v, edited_at, deleted, replies, body, mentions FROM message_state
			WHERE room = $1 AND seq BETWEEN $2 AND $3`, args: args, each: func(r row) {
			if e := find(r.int(0)); e != nil {
				if err := readState(e, r); err != nil {
					bad = err
				}
			}
		}},
		{sql: `SELECT seq, emoji, person FROM reactions WHERE room = $1 AND seq BETWEEN $2 AND $3
			ORDER BY seq, place, since`, args: slices.Clone(args), each: func(r row) {
			if e := find(r.int(0)); e != nil && e.State != nil {
				e.State.Reactions = kept.AddReaction(e.State.Reactions, r.text(1), r.text(2))
			}
		}},
	}
	if seqs := answered(es); len(seqs) > 0 {
		qs = append(qs, found.query(`e.room = $1 AND e.seq = ANY ($2)`, num, seqs))
	}
	if err := t.run(qs...); err != nil {
		return err
	}
	found.fill(es)
	return bad
}

// readState gives e what became of it since it was sent.
func readState(e *wire.Event, r row) error {
	e.State = &wire.State{V: r.int(1), EditedAt: r.int(2), Deleted: r.bool(3), Replies: int(r.int(4))}
	if r.null(5) {
		return nil
	}
	e.Body, e.Mentions = r.text(5), nil
	if s := r.text(6); s != "" {
		return json.Unmarshal([]byte(s), &e.Mentions)
	}
	return nil
}
