package sqlite

import (
	"encoding/json"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/form"
	"github.com/confab/confab/shared/wire"
)

// target returns the message that e changes: its key, author and whom it names
// now. store.ErrNotFound if there is none or it was erased.
func (t events) target(e wire.Event) (k int64, author string, named []string, err error) {
	num, err := t.num(e.Room)
	if err != nil {
		return 0, "", nil, err
	}
	k = key(num, e.Target)
	r, err := t.conn.one(`SELECT e.author, e.kind, s.deleted, coalesce(s.mentions, e.extra ->> 'mentions')
		FROM events e LEFT JOIN message_state s ON s.key = e.key WHERE e.key = ?`, k)
	if err != nil {
		return 0, "", nil, err
	}
	if wire.Kind(r.Text(1)) != wire.KindMessage || r.Bool(2) {
		return 0, "", nil, store.ErrNotFound
	}
	if s := r.Text(3); s != "" {
		err = json.Unmarshal([]byte(s), &named)
	}
	return k, r.Text(0), named, err
}

func (t events) Edit(e wire.Event) error {
	k, author, named, err := t.target(e)
	if err != nil {
		return err
	}
	list, err := json.Marshal(e.Mentions)
	if err != nil {
		return err
	}
	if _, err := t.exec(`INSERT INTO message_state (key, v, edited_at, body, mentions) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (key) DO UPDATE SET v = excluded.v, edited_at = excluded.edited_at, body = excluded.body,
			mentions = excluded.mentions`, k, e.Seq, e.At, e.Body, string(list)); err != nil {
		return err
	}
	if err := t.unmention(k, named); err != nil {
		return err
	}
	return t.mention(k, author, e.Mentions)
}

// unmention takes back whom the message at k names.
func (t events) unmention(k int64, ids []string) error {
	for _, id := range ids {
		if _, err := t.exec(`DELETE FROM mentions WHERE person = ? AND key = ?`, id, k); err != nil {
			return err
		}
	}
	return nil
}

func (t events) Erase(e wire.Event) error {
	k, _, named, err := t.target(e)
	if err != nil {
		return err
	}
	r, err := t.conn.one(`SELECT id, body FROM events WHERE key = ?`, k)
	if err != nil {
		return err
	}
	if err := t.unmention(k, named); err != nil {
		return err
	}
	num := k >> seqBits
	for _, s := range []struct {
		sql  string
		args []any
	}{
		{`INSERT INTO message_state (key, v, deleted, sum) VALUES (?, ?, 1, ?)
			ON CONFLICT (key) DO UPDATE SET v = excluded.v, deleted = 1, sum = excluded.sum,
				edited_at = 0, body = NULL, mentions = NULL`, []any{k, e.Seq, form.BodySum(r.Text(0), r.Text(1))}},
		{`UPDATE events SET body = NULL, extra = NULL WHERE key = ?`, []any{k}},
		{`UPDATE events SET body = NULL, extra = NULL WHERE key >> 40 = ? AND target = ? AND kind = 'edit'`, []any{num, e.Target}},
		{`DELETE FROM reactions WHERE key = ?`, []any{k}},
	} {
		if _, err := t.exec(s.sql, s.args...); err != nil {
			return err
		}
	}
	return nil
}

func (t events) React(e wire.Event) error {
	k, _, _, err := t.target(e)
	if err != nil {
		return err
	}
	if e.On {
		_, err = t.exec(`INSERT INTO reactions (key, emoji, person, place, since) VALUES (?1, ?2, ?3,
			coalesce((SELECT place FROM reactions WHERE key = ?1 AND emoji = ?2 LIMIT 1), ?4), ?4)
			ON CONFLICT DO NOTHING`, k, e.Emoji, e.Author, e.Seq)
	} else {
		_, err = t.exec(`DELETE FROM reactions WHERE key = ? AND emoji = ? AND person = ?`, k, e.Emoji, e.Author)
	}
	if err != nil {
		return err
	}
	_, err = t.exec(`INSERT INTO message_state (key, v) VALUES (?, ?)
		ON CONFLICT (key) DO UPDATE SET v = excluded.v`, k, e.Seq)
	return err
}
