package sqlite

import (
	"encoding/json"
	"slices"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/markup"
	"github.com/confab/confab/shared/wire"
)

func (t events) Get(room string, seq int64) (wire.Event, error) {
	num, err := t.num(room)
	if err != nil {
		return wire.Event{}, err
	}
	out, err := t.readEvents(room, `SELECT `+eventColumns+` FROM events e WHERE e.key = ?`, key(num, seq))
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
	span := span{tx: t.tx, room: room.ID, num: num, top: room.Top}
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
	p.Users, err = t.Users().ByIDs(people(p.Events))
	return p, err
}

// span reads the visible events of one room and tells how far they cover it.
type span struct {
	tx   *tx
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
	out, err := s.tx.readEvents(s.room, `SELECT `+eventColumns+` FROM events e WHERE e.key >= ? AND e.key < ?`+visible+
		`ORDER BY e.key DESC LIMIT ?`, key(s.num, 1), key(s.num, seq), limit+1)
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
	out, err := s.tx.readEvents(s.room, `SELECT `+eventColumns+` FROM events e WHERE e.key > ? AND e.key <= ?`+visible+
		`ORDER BY e.key LIMIT ?`, key(s.num, seq), key(s.num, seqMask), limit+1)
	to := s.top
	if len(out) > limit {
		to = out[limit].Seq - 1
		out = out[:limit]
	}
	return out, to, err
}

// present gives messages their present text, State and Quote. es are of one
// room, seq rising.
func (t events) present(num int64, es []wire.Event) error {
	if len(es) == 0 {
		return nil
	}
	from, to := key(num, es[0].Seq), key(num, es[len(es)-1].Seq)
	find := func(k int64) *wire.Event {
		i, ok := slices.BinarySearchFunc(es, k&seqMask, func(e wire.Event, seq int64) int { return int(e.Seq - seq) })
		if !ok {
			return nil
		}
		return &es[i]
	}
	var changed bool
	var bad error
	if err := t.conn.each(func(r row) {
		e := find(r.int(0))
		if e == nil {
			return
		}
		changed = true
		e.State = &wire.State{V: r.int(1), EditedAt: r.int(2), Deleted: r.bool(3), Replies: int(r.int(4))}
		if r[5] == nil {
			return
		}
		e.Body, e.Mentions = r.text(5), nil
		if s := r.text(6); s != "" {
			if err := json.Unmarshal([]byte(s), &e.Mentions); err != nil {
				bad = err
			}
		}
	}, `SELECT key, v, edited_at, deleted, replies, body, mentions FROM message_state WHERE key BETWEEN ? AND ?`, from, to); err != nil {
		return err
	}
	if bad != nil {
		return bad
	}
	if changed {
		if err := t.conn.each(func(r row) {
			if e := find(r.int(0)); e != nil && e.State != nil {
				e.State.Reactions = addReaction(e.State.Reactions, r.text(1), r.text(2))
			}
		}, `SELECT key, emoji, user FROM reactions WHERE key BETWEEN ? AND ? ORDER BY key, place, seq`, from, to); err != nil {
			return err
		}
	}
	return t.quote(num, es)
}

// addReaction adds a person to the last reaction, or begins the next.
func addReaction(rs []wire.Reaction, emoji, user string) []wire.Reaction {
	if n := len(rs); n > 0 && rs[n-1].Emoji == emoji {
		rs[n-1].Users = append(rs[n-1].Users, user)
		return rs
	}
	return append(rs, wire.Reaction{Emoji: emoji, Users: []string{user}})
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
			es[i].Quote = q
		}
	}
	return nil
}

// quotes returns the messages at seqs as they are now, in short.
func (t events) quotes(num int64, seqs []int64) (map[int64]*wire.Quote, error) {
	keys := make([]int64, len(seqs))
	for i, seq := range seqs {
		keys[i] = key(num, seq)
	}
	list, err := json.Marshal(keys)
	if err != nil {
		return nil, err
	}
	quotes := make(map[int64]*wire.Quote, len(seqs))
	err = t.conn.each(func(r row) {
		q := &wire.Quote{Author: r.text(1), Deleted: r.bool(2)}
		if !q.Deleted {
			q.Text = markup.Plain(r.text(3), limits.QuoteRunes)
		}
		quotes[r.int(0)&seqMask] = q
	}, `SELECT e.key, e.author, s.deleted, coalesce(s.body, e.body) FROM (SELECT DISTINCT value FROM json_each(?)) j
		CROSS JOIN events e ON e.key = j.value LEFT JOIN message_state s ON s.key = e.key
		WHERE e.kind = 'message'`, string(list))
	return quotes, err
}

// people returns the ids of everyone es speak of.
func people(es []wire.Event) []string {
	seen := make(map[string]bool)
	var out []string
	add := func(ids ...string) {
		for _, id := range ids {
			if id != "" && id != wire.MentionAll && !seen[id] {
				seen[id] = true
				out = append(out, id)
			}
		}
	}
	for i := range es {
		e := &es[i]
		add(e.Author, e.User)
		add(e.Mentions...)
		if e.Quote != nil {
			add(e.Quote.Author)
		}
		if e.State != nil {
			for _, r := range e.State.Reactions {
				add(r.Users...)
			}
		}
	}
	return out
}
