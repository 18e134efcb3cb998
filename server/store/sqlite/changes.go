package sqlite

import (
	"encoding/json"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/form"
	"github.com/confab/confab/shared/wire"
)

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

// detail keeps what e does to a message in the JSON of its state, and which marks
// it bears.
func (t events) detail(e wire.Event, target int64) error {
	if t.tx.write == nil {
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
	if _, err := t.tx.exec(`INSERT INTO message_state (key, v, detail) VALUES (?, ?, ?)
		ON CONFLICT (key) DO UPDATE SET v = excluded.v, detail = excluded.detail`,
		key(num, target), c.V, form.Null(c.Detail)); err != nil {
		return err
	}
	for _, m := range c.Put {
		if _, err := t.tx.exec(`INSERT INTO marks (room, mark, since, seq) VALUES (?, ?, ?, ?)`, num, m.Mark, m.Seq, target); err != nil {
			return err
		}
	}
	return t.unmark(num, c.Taken)
}

// unmark takes marks away from messages of the room.
func (t events) unmark(num int64, marks []wire.Mark) error {
	for _, m := range marks {
		if _, err := t.tx.exec(`DELETE FROM marks WHERE room = ? AND mark = ? AND since = ?`, num, m.Mark, m.Seq); err != nil {
			return err
		}
	}
	return nil
}

// target is the message that an event changes, as it is before that.
type target struct {
	key    int64
	author string
	named  []string
	marks  []wire.Mark
	detail string

	reactions string // packed
}

// target returns the message that e changes. store.ErrNotFound if there is none or
// it was erased.
func (t events) target(e wire.Event) (m target, err error) {
	num, err := t.tx.num(e.Room)
	if err != nil {
		return m, err
	}
	m.key = key(num, e.Target)
	r, err := t.tx.conn.one(`SELECT e.author, e.kind, s.deleted, coalesce(s.mentions, e.extra ->> 'mentions'), s.detail, s.reactions
		FROM events e LEFT JOIN message_state s ON s.key = e.key WHERE e.key = ?`, m.key)
	if err != nil {
		return m, err
	}
	if wire.Kind(r.Text(1)) != wire.KindMessage || r.Bool(2) {
		return m, store.ErrNotFound
	}
	m.author = r.Text(0)
	if s := r.Text(3); s != "" {
		if err := json.Unmarshal([]byte(s), &m.named); err != nil {
			return m, err
		}
	}
	var state wire.State
	m.detail = r.Text(4)
	err = form.UnpackDetail(m.detail, &state)
	m.marks, m.reactions = state.Marks, r.Text(5)
	return m, err
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
	if _, err := t.tx.exec(`INSERT INTO message_state (key, v, edited_at, body, mentions) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (key) DO UPDATE SET v = excluded.v, edited_at = excluded.edited_at, body = excluded.body,
			mentions = excluded.mentions`, m.key, e.Seq, e.At, e.Body, string(list)); err != nil {
		return err
	}
	if err := t.unmention(m.key, m.named); err != nil {
		return err
	}
	return t.tx.mention(m.key, m.author, e.Mentions)
}

// unmention takes back whom the message at k names.
func (t events) unmention(k int64, ids []string) error {
	for _, id := range ids {
		if _, err := t.tx.exec(`DELETE FROM mentions WHERE person = ? AND key = ?`, id, k); err != nil {
			return err
		}
	}
	return nil
}

func (t events) erase(e wire.Event) error {
	m, err := t.target(e)
	if err != nil {
		return err
	}
	r, err := t.tx.conn.one(`SELECT id, body FROM events WHERE key = ?`, m.key)
	if err != nil {
		return err
	}
	if err := t.unmention(m.key, m.named); err != nil {
		return err
	}
	num := m.key >> seqBits
	if err := t.unmark(num, m.marks); err != nil {
		return err
	}
	left, err := form.Erased(m.detail, &e)
	if err != nil {
		return err
	}
	for _, s := range []struct {
		sql  string
		args []any
	}{
		{`INSERT INTO message_state (key, v, deleted, sum, detail) VALUES (?, ?, 1, ?, ?)
			ON CONFLICT (key) DO UPDATE SET v = excluded.v, deleted = 1, sum = excluded.sum, detail = excluded.detail,
				edited_at = 0, body = NULL, mentions = NULL, reactions = NULL`,
			[]any{m.key, e.Seq, form.BodySum(r.Text(0), r.Text(1)), form.Null(left)}},
		{`UPDATE events SET body = NULL, extra = NULL WHERE key = ?`, []any{m.key}},
		{`UPDATE events SET body = NULL, extra = NULL WHERE key >> 40 = ? AND target = ? AND kind = 'edit'`, []any{num, e.Target}},
		{`DELETE FROM reactions WHERE key = ?`, []any{m.key}},
	} {
		if _, err := t.tx.exec(s.sql, s.args...); err != nil {
			return err
		}
	}
	if e.Thread == 0 {
		return nil
	}
	return t.detail(e, e.Thread)
}
