package postgres

import (
	"encoding/json"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/form"
	"github.com/confab/confab/shared/wire"
)

// changed is the message that an event changes, as it was sent, and whom it
// names now.
type changed struct {
	room, seq    int64
	id, author   string
	body         string
	named        []string
	marks        []wire.Mark
	reactions    string // packed
	detail       string
	there, still bool // it is a message, and was not erased
}

// target reads the message that e changes. store.ErrNotFound if there is none or
// it was erased. The room is held since e was appended.
func (t events) target(e wire.Event) (changed, error) {
	if t.tx.class == viewing {
		return changed{}, store.ErrReadOnly
	}
	num, err := t.tx.num(e.Room)
	if err != nil {
		return changed{}, err
	}
	m := changed{room: num, seq: e.Target}
	var bad error
	if err := t.tx.run(append(t.hold(num), query{sql: `SELECT e.id, e.author, e.body, e.kind, s.deleted, e.extra,
			s.mentions, s.detail, s.reactions
		FROM events e LEFT JOIN message_state s ON s.room = e.room AND s.seq = e.seq WHERE e.room = $1 AND e.seq = $2`,
		args: []any{num, e.Target}, each: func(r row) {
			m.id, m.author, m.body = r.Text(0), r.Text(1), r.Text(2)
			m.there, m.still = wire.Kind(r.Text(3)) == wire.KindMessage, !r.Bool(4)
			var state wire.State
			m.detail = r.Text(7)
			if bad = form.UnpackDetail(m.detail, &state); bad != nil {
				return
			}
			m.marks, m.reactions = state.Marks, r.Text(8)
			if s := r.Text(6); s != "" {
				bad = json.Unmarshal([]byte(s), &m.named)
				return
			}
			var first wire.Event
			bad = form.UnpackExtra(r.Text(5), &first)
			m.named = first.Mentions
		}})...); err != nil {
		return m, err
	}
	t.holds(num)
	if bad == nil && (!m.there || !m.still) {
		bad = store.ErrNotFound
	}
	return m, bad
}

// unmention takes back whom m names.
func (m changed) unmention() query {
	return query{sql: `DELETE FROM mentions WHERE person = ANY ($1) AND room = $2 AND seq = $3`, args: []any{m.named, m.room, m.seq}}
}

// Change implements store.Events: for three kinds by statements of their own, for
// every other by what effect says.
func (t events) Change(e wire.Event) error {
	switch e.Kind {
	case wire.KindEdit:
		return t.edit(e)
	case wire.KindDelete:
		return t.erase(e)
	case wire.KindReaction:
		return t.react(e)
	}
	return t.detail(e, e.Target)
}

// detail keeps what e does to the message at target in the JSON of its state, and which marks
// it bears.
func (t events) detail(e wire.Event, target int64) error {
	if t.tx.class == viewing {
		return store.ErrReadOnly
	}
	m, err := t.Get(e.Room, target)
	if err != nil {
		return err
	}
	c, err := form.ChangeOf(m, &e)
	if err != nil || c.V == 0 {
		return err
	}
	num, err := t.tx.num(e.Room)
	if err != nil {
		return err
	}
	qs := []query{{sql: `INSERT INTO message_state (room, seq, v, detail) VALUES ($1, $2, $3, $4)
		ON CONFLICT (room, seq) DO UPDATE SET v = excluded.v, detail = excluded.detail`,
		args: []any{num, target, c.V, form.Null(c.Detail)}}}
	for _, m := range c.Put {
		qs = append(qs, query{sql: `INSERT INTO marks (room, mark, since, seq) VALUES ($1, $2, $3, $4)`,
			args: []any{num, m.Mark, m.Seq, target}})
	}
	return t.tx.write(append(qs, unmark(num, c.Taken)...)...)
}

// unmark takes marks away from messages of the room.
func unmark(num int64, marks []wire.Mark) (qs []query) {
	for _, m := range marks {
		qs = append(qs, query{sql: `DELETE FROM marks WHERE room = $1 AND mark = $2 AND since = $3`,
			args: []any{num, m.Mark, m.Seq}})
	}
	return qs
}

func (t events) edit(e wire.Event) error {
	m, err := t.target(e)
	if err != nil {
		return err
	}
	list, err := json.Marshal(e.Mentions)
	if err != nil {
		return err
	}
	qs := []query{{sql: `INSERT INTO message_state (room, seq, v, edited_at, body, mentions) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (room, seq) DO UPDATE SET v = excluded.v, edited_at = excluded.edited_at, body = excluded.body,
			mentions = excluded.mentions`, args: []any{m.room, m.seq, e.Seq, e.At, e.Body, string(list)}}}
	if len(m.named) > 0 {
		qs = append(qs, m.unmention())
	}
	if named := others(e.Mentions, m.author); len(named) > 0 {
		qs = append(qs, query{sql: `INSERT INTO mentions (person, room, seq) SELECT p, $2::bigint, $3::bigint FROM unnest($1::text[]) p
			ON CONFLICT DO NOTHING`, args: []any{named, m.room, m.seq}})
	}
	return t.tx.write(qs...)
}

func (t events) erase(e wire.Event) error {
	m, err := t.target(e)
	if err != nil {
		return err
	}
	left, err := form.Erased(m.detail, &e)
	if err != nil {
		return err
	}
	err = t.tx.write(append(unmark(m.room, m.marks),
		m.unmention(),
		query{sql: `INSERT INTO message_state (room, seq, v, deleted, sum, detail) VALUES ($1, $2, $3, true, $4, $5)
			ON CONFLICT (room, seq) DO UPDATE SET v = excluded.v, deleted = true, sum = excluded.sum, detail = excluded.detail,
				edited_at = 0, body = NULL, mentions = NULL, reactions = NULL`,
			args: []any{m.room, m.seq, e.Seq, form.BodySum(m.id, m.body), form.Null(left)}},
		query{sql: `UPDATE events SET body = NULL, extra = NULL WHERE room = $1 AND seq = $2`, args: []any{m.room, m.seq}},
		query{sql: `UPDATE events SET body = NULL, extra = NULL WHERE room = $1 AND target = $2 AND kind = 'edit'`,
			args: []any{m.room, m.seq}},
		query{sql: `DELETE FROM reactions WHERE room = $1 AND seq = $2`, args: []any{m.room, m.seq}},
	)...)
	if err != nil || e.Thread == 0 {
		return err
	}
	return t.detail(e, e.Thread)
}
