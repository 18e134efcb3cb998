package sqlite

import (
	"encoding/json"
	"slices"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/form"
	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/wire"
)

func (t events) Get(room string, seq int64) (wire.Event, error) {
	num, err := t.tx.num(room)
	if err != nil {
		return wire.Event{}, err
	}
	out, err := t.tx.readEvents(room, `SELECT `+eventColumns+` FROM events e WHERE e.key = ?`, key(num, seq))
	if err != nil {
		return wire.Event{}, err
	}
	if len(out) == 0 {
		return wire.Event{}, store.ErrNotFound
	}
	if err := t.present(num, out); err != nil {
		return wire.Event{}, err
	}
	return out[0], nil
}

func (t events) Marked(room, mark string, since, before int64, limit int) ([]wire.Event, error) {
	num, err := t.tx.num(room)
	if err != nil {
		return nil, err
	}
	if before <= 0 {
		before = seqMask
	}
	var keys []int64
	if err := t.tx.conn.each(func(r row) { keys = append(keys, key(num, r.Int(0))) },
		`SELECT seq FROM marks WHERE room = ? AND mark = ? AND since < ? AND seq >= ? ORDER BY since DESC LIMIT ?`,
		num, mark, before, since, limit); err != nil {
		return nil, err
	}
	out, err := t.tx.readEvents(room, `SELECT `+eventColumns+` FROM events e
		WHERE e.key IN (SELECT value FROM json_each(?)) ORDER BY e.key`, keys)
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
		before = seqMask
	}
	return t.tx.readEvents(room, `SELECT * FROM (SELECT `+eventColumns+` FROM events e
			WHERE key >> 40 = ? AND target = ? AND kind = 'edit' AND key < ? ORDER BY key DESC LIMIT ?)
		UNION ALL SELECT `+eventColumns+` FROM events e WHERE key = ? AND key < ?
		ORDER BY key DESC LIMIT ?`, num, seq, key(num, before), limit, key(num, seq), key(num, before), limit)
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
	return form.FirstAt(r.Top, at, func(seq int64) (int64, error) {
		e, err := t.tx.conn.one(`SELECT at FROM events WHERE key = ?`, key(num, seq))
		if err != nil {
			return 0, err
		}
		return e.Int(0), nil
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
	p, err := form.Page(f, since, room, history{tx: t.tx, room: room.ID, num: num, thread: f.Thread})
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

func (t events) Replies(room string, root, after int64, most int) (int, error) {
	num, err := t.tx.num(room)
	if err != nil {
		return 0, err
	}
	r, err := t.tx.conn.one(`SELECT count(*) FROM (SELECT 1 FROM events e LEFT JOIN message_state s ON s.key = e.key
		WHERE `+ofThread+` AND e.key > ? AND coalesce(s.deleted, 0) = 0 LIMIT ?)`, num, root, key(num, after), most)
	if err != nil {
		return 0, err
	}
	return int(r.Int(0)), nil
}

// history is a form.Log: of a room, or of a thread in it.
type history struct {
	tx     *tx
	room   string
	num    int64
	thread int64 // 0: the room's timeline
}

// ofRoom leaves what the timeline of a room shows, ofThread what a thread shows.
var (
	ofRoom   = form.Visible(`e.kind`) + ` AND (e.thread IS NULL OR e.in_room = 1)`
	ofThread = `e.key >> 40 = ? AND e.thread = ? AND e.kind = 'message'`
)

// read returns the visible events for which more holds.
func (h history) read(more string, args ...any) ([]wire.Event, error) {
	if h.thread == 0 {
		return h.tx.readEvents(h.room, `SELECT `+eventColumns+` FROM events e WHERE `+ofRoom+more, args...)
	}
	return h.tx.readEvents(h.room, `SELECT `+eventColumns+` FROM events e WHERE `+ofThread+more,
		append([]any{h.num, h.thread}, args...)...)
}

func (h history) Older(first, seq int64, n int) ([]wire.Event, error) {
	return h.read(` AND e.key >= ? AND e.key < ? ORDER BY e.key DESC LIMIT ?`, key(h.num, first), key(h.num, seq), n)
}

func (h history) Newer(seq int64, n int) ([]wire.Event, error) {
	return h.read(` AND e.key > ? AND e.key <= ? ORDER BY e.key LIMIT ?`, key(h.num, seq), key(h.num, seqMask), n)
}

// present gives messages their present text, State and Quote. es are of one
// room, seq rising.
func (t events) present(num int64, es []wire.Event) error {
	if len(es) == 0 {
		return nil
	}
	return t.presentAt(num, es, `BETWEEN ? AND ?`, key(num, es[0].Seq), key(num, es[len(es)-1].Seq))
}

// presentEach is present for events that lie far apart.
func (t events) presentEach(num int64, es []wire.Event) error {
	keys := make([]int64, len(es))
	for i := range es {
		keys[i] = key(num, es[i].Seq)
	}
	return t.presentAt(num, es, `IN (SELECT value FROM json_each(?) j)`, keys)
}

// presentAt is present, with an SQL condition for which keys are among those of
// es.
func (t events) presentAt(num int64, es []wire.Event, where string, args ...any) error {
	find := func(k int64) *wire.Event {
		i, ok := slices.BinarySearchFunc(es, k&seqMask, func(e wire.Event, seq int64) int { return int(e.Seq - seq) })
		if !ok {
			return nil
		}
		return &es[i]
	}
	var bad error
	if err := t.tx.conn.each(func(r row) {
		e := find(r.Int(0))
		if e == nil {
			return
		}
		e.State = &wire.State{V: r.Int(1), EditedAt: r.Int(2), Deleted: r.Bool(3), Replies: int(r.Int(4))}
		if err := form.UnpackDetail(r.Text(7), e.State); err != nil {
			bad = err
		}
		if err := form.UnpackReactions(r.Text(8), e.State); err != nil {
			bad = err
		}
		if r[5] == nil {
			return
		}
		e.Body, e.Mentions = r.Text(5), nil
		if s := r.Text(6); s != "" {
			if err := json.Unmarshal([]byte(s), &e.Mentions); err != nil {
				bad = err
			}
		}
	}, `SELECT key, v, edited_at, deleted, replies, body, mentions, detail, reactions FROM message_state
		WHERE key `+where, args...); err != nil {
		return err
	}
	if bad != nil {
		return bad
	}
	return t.quote(num, es)
}

// quote fills in what es answer.
func (t events) quote(num int64, es []wire.Event) error {
	var seqs []int64
	for i := range es {
		if es[i].ReplyTo > 0 {
			seqs = append(seqs, es[i].ReplyTo)
		}
	}
	if len(seqs) == 0 {
		return nil
	}
	quotes, err := t.quotes(num, seqs)
	if err != nil {
		return err
	}
	for i := range es {
		if q, ok := quotes[es[i].ReplyTo]; ok {
			es[i].Quote = &q // each its own
		}
	}
	return nil
}

// quotes returns the messages at seqs as they are now.
func (t events) quotes(num int64, seqs []int64) (map[int64]wire.Quote, error) {
	keys := make([]int64, len(seqs))
	for i, seq := range seqs {
		keys[i] = key(num, seq)
	}
	quotes := make(map[int64]wire.Quote, len(seqs))
	err := t.tx.conn.each(func(r row) {
		q := wire.Quote{Author: r.Text(1), Deleted: r.Bool(2)}
		if !q.Deleted {
			q.Text = form.Quoted(r.Text(3), r.Text(4))
		}
		quotes[r.Int(0)&seqMask] = q
	}, `SELECT e.key, e.author, s.deleted, coalesce(s.body, e.body),
			CASE WHEN coalesce(s.body, e.body, '') = '' THEN e.extra END FROM (SELECT DISTINCT value FROM json_each(?)) j
		CROSS JOIN events e ON e.key = j.value LEFT JOIN message_state s ON s.key = e.key
		WHERE e.kind = 'message'`, keys)
	return quotes, err
}
