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
	there, still bool // it is a message, and was not erased
}

// target reads the message that e changes. store.ErrNotFound if there is none or
// it was erased. The room is held since e was appended.
func (t events) target(e wire.Event) (changed, error) {
	if t.class == viewing {
		return changed{}, store.ErrReadOnly
	}
	num, err := t.num(e.Room)
	if err != nil {
		return changed{}, err
	}
	m := changed{room: num, seq: e.Target}
	var bad error
	if err := t.run(append(t.hold(num), query{sql: `SELECT e.id, e.author, e.body, e.kind, s.deleted, e.extra, s.mentions FROM events e
		LEFT JOIN message_state s ON s.room = e.room AND s.seq = e.seq WHERE e.room = $1 AND e.seq = $2`, args: []any{num, e.Target},
		each: func(r row) {
			m.id, m.author, m.body = r.Text(0), r.Text(1), r.Text(2)
			m.there, m.still = wire.Kind(r.Text(3)) == wire.KindMessage, !r.Bool(4)
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

func (t events) Edit(e wire.Event) error {
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
	return t.write(qs...)
}

func (t events) Erase(e wire.Event) error {
	m, err := t.target(e)
	if err != nil {
		return err
	}
	return t.write(
		m.unmention(),
		query{sql: `INSERT INTO message_state (room, seq, v, deleted, sum) VALUES ($1, $2, $3, true, $4)
			ON CONFLICT (room, seq) DO UPDATE SET v = excluded.v, deleted = true, sum = excluded.sum,
				edited_at = 0, body = NULL, mentions = NULL`, args: []any{m.room, m.seq, e.Seq, form.BodySum(m.id, m.body)}},
		query{sql: `UPDATE events SET body = NULL, extra = NULL WHERE room = $1 AND seq = $2`, args: []any{m.room, m.seq}},
		query{sql: `UPDATE events SET body = NULL, extra = NULL WHERE room = $1 AND target = $2 AND kind = 'edit'`, args: []any{m.room, m.seq}},
		query{sql: `DELETE FROM reactions WHERE room = $1 AND seq = $2`, args: []any{m.room, m.seq}},
	)
}

func (t events) React(e wire.Event) error {
	m, err := t.target(e)
	if err != nil {
		return err
	}
	note := query{sql: `DELETE FROM reactions WHERE room = $1 AND seq = $2 AND emoji = $3 AND person = $4`,
		args: []any{m.room, m.seq, e.Emoji, e.Author}}
	if e.On {
		note = query{sql: `INSERT INTO reactions (room, seq, emoji, person, place, since) VALUES ($1, $2, $3, $4,
			coalesce((SELECT place FROM reactions WHERE room = $1 AND seq = $2 AND emoji = $3 LIMIT 1), $5), $5)
			ON CONFLICT DO NOTHING`, args: []any{m.room, m.seq, e.Emoji, e.Author, e.Seq}}
	}
	return t.write(note, query{sql: `INSERT INTO message_state (room, seq, v) VALUES ($1, $2, $3)
		ON CONFLICT (room, seq) DO UPDATE SET v = excluded.v`, args: []any{m.room, m.seq, e.Seq}})
}
