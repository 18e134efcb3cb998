package postgres

import (
	"encoding/json"
	"math"
	"slices"

	"github.com/confab/confab/server/store/form"
	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/wire"
)

func (t events) Get(room string, seq int64) (wire.Event, error) {
	num, err := t.tx.num(room)
	if err != nil {
		return wire.Event{}, err
	}
	out, err := t.readEvents(room, num, `SELECT `+eventColumns+` FROM events e WHERE e.room = $1 AND e.seq = $2`, num, seq)
	if err == nil && len(out) > 0 {
		err = t.present(num, out)
	}
	return only(out, err)
}

func (t events) Marked(room, mark string, since, before int64, limit int) ([]wire.Event, error) {
	num, err := t.tx.num(room)
	if err != nil {
		return nil, err
	}
	if before <= 0 {
		before = math.MaxInt64
	}
	var seqs []int64
	if err := t.tx.run(append(t.hold(num), query{
		sql:  `SELECT seq FROM marks WHERE room = $1 AND mark = $2 AND since < $3 AND seq >= $4 ORDER BY since DESC LIMIT $5`,
		args: []any{num, mark, before, since, limit},
		each: func(r row) { seqs = append(seqs, r.Int(0)) },
	})...); err != nil {
		return nil, err
	}
	t.holds(num)
	out, err := t.readEvents(room, num, `SELECT `+eventColumns+` FROM events e WHERE e.room = $1 AND e.seq = ANY ($2)
		ORDER BY e.seq`, num, seqs)
	if err != nil {
		return nil, err
	}
	if err := t.presentEach(num, out); err != nil {
		return nil, err
	}
	form.LastMarkedFirst(out, mark)
	form.Clip(out, since)
	return out, nil
}

func (t events) Edits(room string, seq, before int64, limit int) ([]wire.Event, error) {
	num, err := t.tx.num(room)
	if err != nil {
		return nil, err
	}
	if before <= 0 {
		before = math.MaxInt64
	}
	return t.readEvents(room, num, `SELECT * FROM (SELECT `+eventColumns+` FROM events e
			WHERE e.room = $1 AND e.target = $2 AND e.kind = 'edit' AND e.seq < $3 ORDER BY e.seq DESC LIMIT $4) edits
		UNION ALL SELECT `+eventColumns+` FROM events e WHERE e.room = $1 AND e.seq = $2 AND e.seq < $3
		ORDER BY seq DESC LIMIT $4`, num, seq, before, limit)
}

func (t events) FirstAt(room string, at int64) (int64, error) {
	r, err := t.tx.nouns.Rooms().ByID(room)
	if err != nil {
		return 0, err
	}
	num, err := t.tx.num(room)
	if err != nil {
		return 0, err
	}
	return form.FirstAt(r.Top, at, func(seq int64) (found int64, err error) {
		err = t.tx.one(func(e row) { found = e.Int(0) }, `SELECT at FROM events WHERE room = $1 AND seq = $2`, num, seq)
		return found, err
	})
}

func (t events) Page(f wire.Fetch, since int64) (wire.Page, error) {
	room, err := t.tx.nouns.Rooms().ByID(f.Room)
	if err != nil {
		return wire.Page{}, err
	}
	num, err := t.tx.num(f.Room)
	if err != nil {
		return wire.Page{}, err
	}
	p, err := form.Page(f, since, room, history{log: t, room: room.ID, num: num, thread: f.Thread})
	if err != nil {
		return p, err
	}
	shown := p.Events
	if f.Thread == 0 {
		err = t.present(num, p.Events)
	} else if err = t.presentEach(num, p.Events); err == nil {
		shown, err = form.Under(&p, since, t.Get)
	}
	if err != nil {
		return p, err
	}
	form.Clip(shown, since)
	p.Users, err = t.tx.nouns.Users().ByIDs(effect.People(shown))
	return p, err
}

func (t events) Replies(room string, root, after int64, most int) (n int, err error) {
	num, err := t.tx.num(room)
	if err != nil {
		return 0, err
	}
	err = t.tx.one(func(r row) { n = int(r.Int(0)) }, `SELECT count(*) FROM (SELECT 1 FROM events e
		LEFT JOIN message_state s ON s.room = e.room AND s.seq = e.seq
		WHERE e.room = $1 AND e.thread = $2 AND e.kind = 'message' AND e.seq > $3 AND NOT coalesce(s.deleted, false)
		LIMIT $4) replies`, num, root, after, most)
	return n, err
}

// history is a form.Log: of a room, or of a thread in it.
type history struct {
	log    events
	room   string
	num    int64
	thread int64 // 0: the room's timeline
}

// ofRoom leaves what the timeline of a room shows, ofThread what a thread shows.
var (
	ofRoom   = form.Visible(`e.kind`) + ` AND (e.thread IS NULL OR e.in_room = 1)`
	ofThread = `e.kind = 'message' AND e.thread = $5`
)

// read returns the visible events for which where holds, which has four parameters.
func (h history) read(where, order string, args ...any) ([]wire.Event, error) {
	which := ofRoom
	if h.thread > 0 {
		which, args = ofThread, append(args, h.thread)
	}
	return h.log.readEvents(h.room, h.num, `SELECT `+eventColumns+` FROM events e WHERE `+where+` AND `+which+order, args...)
}

func (h history) Older(first, seq int64, n int) ([]wire.Event, error) {
	return h.read(`e.room = $1 AND e.seq >= $2 AND e.seq < $3`, ` ORDER BY e.seq DESC LIMIT $4`, h.num, first, seq, n)
}

func (h history) Newer(seq int64, n int) ([]wire.Event, error) {
	return h.read(`e.room = $1 AND e.seq > $2 AND e.seq <= $3`, ` ORDER BY e.seq LIMIT $4`, h.num, seq, int64(math.MaxInt64), n)
}

// present gives messages their present text, State and Quote, in one round
// trip. es are of one room, seq rising.
func (t events) present(num int64, es []wire.Event) error {
	if len(es) == 0 {
		return nil
	}
	return t.presentAt(num, es, `seq BETWEEN $2 AND $3`, es[0].Seq, es[len(es)-1].Seq)
}

// presentEach is present for events that lie far apart.
func (t events) presentEach(num int64, es []wire.Event) error {
	if len(es) == 0 {
		return nil
	}
	seqs := make([]int64, len(es))
	for i := range es {
		seqs[i] = es[i].Seq
	}
	return t.presentAt(num, es, `seq = ANY ($2)`, seqs)
}

// presentAt is present, with an SQL condition for which seqs are among those of
// es.
func (t events) presentAt(num int64, es []wire.Event, where string, args ...any) error {
	args = append([]any{num}, args...)
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
		{sql: `SELECT seq, v, edited_at, deleted, replies, body, mentions, detail, reactions FROM message_state
			WHERE room = $1 AND ` + where, args: args, each: func(r row) {
			if e := find(r.Int(0)); e != nil {
				if err := readState(e, r); err != nil {
					bad = err
				}
			}
		}},
	}
	if seqs := answered(es); len(seqs) > 0 {
		qs = append(qs, found.query(`e.room = $1 AND e.seq = ANY ($2)`, num, seqs))
	}
	if err := t.tx.run(qs...); err != nil {
		return err
	}
	found.fill(es)
	return bad
}

// readState gives e what became of it since it was sent.
func readState(e *wire.Event, r row) error {
	e.State = &wire.State{V: r.Int(1), EditedAt: r.Int(2), Deleted: r.Bool(3), Replies: int(r.Int(4))}
	if err := form.UnpackDetail(r.Text(7), e.State); err != nil {
		return err
	}
	if err := form.UnpackReactions(r.Text(8), e.State); err != nil || r.Null(5) {
		return err
	}
	e.Body, e.Mentions = r.Text(5), nil
	if s := r.Text(6); s != "" {
		return json.Unmarshal([]byte(s), &e.Mentions)
	}
	return nil
}
