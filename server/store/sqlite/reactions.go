package sqlite

import (
	"errors"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/form"
	"github.com/confab/confab/shared/wire"
)

// reactions implements store.Reactions.
type reactions struct {
	tx    *tx
	votes store.Votes
}

func (t reactions) Votes() store.Votes { return t.votes }

func (t reactions) Mine(room, person string, es []wire.Event) error {
	num, err := t.tx.num(room)
	if err != nil {
		return err
	}
	form.Mine(person, es, func(seq int64, r *wire.Reaction) {
		if err != nil {
			return
		}
		_, err = t.tx.conn.one(`SELECT 1 FROM reactions WHERE key = ? AND emoji = ? AND person = ?`, key(num, seq), r.Emoji, person)
		r.Me = err == nil
		if errors.Is(err, store.ErrNotFound) {
			err = nil
		}
	})
	return err
}

func (t reactions) Of(room string, seq int64, emoji string, after int64, limit int) (list []store.Reactor, err error) {
	num, err := t.tx.num(room)
	if err != nil {
		return nil, err
	}
	err = t.tx.conn.each(func(r row) {
		list = append(list, store.Reactor{User: r.Text(0), Seq: r.Int(1)})
	}, `SELECT person, since FROM reactions WHERE key = ? AND emoji = ? AND since > ? ORDER BY since LIMIT ?`,
		key(num, seq), emoji, after, limit)
	return list, err
}

// react keeps who reacted, and what the message shows of it.
func (t events) react(e wire.Event) error {
	m, err := t.target(e)
	if err != nil {
		return err
	}
	now, emoji, err := form.React(m.reactions, &e)
	if err != nil {
		return err
	}
	if e.On {
		_, err = t.tx.exec(`INSERT INTO reactions (key, emoji, person, place, since)
			VALUES (?1, ?2, ?3, coalesce((SELECT place FROM reactions WHERE key = ?1 AND emoji = ?2 LIMIT 1), ?4), ?4)
			ON CONFLICT DO NOTHING`, m.key, emoji, e.Author, e.Seq)
	} else {
		_, err = t.tx.exec(`DELETE FROM reactions WHERE key = ? AND emoji = ? AND person = ?`, m.key, emoji, e.Author)
	}
	if err != nil {
		return err
	}
	_, err = t.tx.exec(`INSERT INTO message_state (key, v, reactions) VALUES (?, ?, ?)
		ON CONFLICT (key) DO UPDATE SET v = excluded.v, reactions = excluded.reactions`, m.key, e.Seq, form.Null(now))
	return err
}
