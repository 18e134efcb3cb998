package postgres

import (
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
	var seqs []int64
	var emoji []string
	var of []*wire.Reaction
	form.Mine(person, es, func(seq int64, r *wire.Reaction) {
		seqs, emoji, of = append(seqs, seq), append(emoji, r.Emoji), append(of, r)
	})
	if len(of) == 0 {
		return nil
	}
	num, err := t.tx.num(room)
	if err != nil {
		return err
	}
	return t.tx.each(func(r row) { of[r.Int(0)-1].Me = true }, `SELECT asked.n FROM unnest($2::bigint[], $3::text[])
			WITH ORDINALITY asked (seq, emoji, n)
		JOIN reactions r ON r.room = $1 AND r.seq = asked.seq AND r.emoji = asked.emoji AND r.person = $4`, num, seqs, emoji, person)
}

func (t reactions) Of(room string, seq int64, emoji string, after int64, limit int) (list []store.Reactor, err error) {
	num, err := t.tx.num(room)
	if err != nil {
		return nil, err
	}
	err = t.tx.each(func(r row) {
		list = append(list, store.Reactor{User: r.Text(0), Seq: r.Int(1)})
	}, `SELECT person, since FROM reactions WHERE room = $1 AND seq = $2 AND emoji = $3 AND since > $4 ORDER BY since LIMIT $5`,
		num, seq, emoji, after, limit)
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
	note := query{sql: `DELETE FROM reactions WHERE room = $1 AND seq = $2 AND emoji = $3 AND person = $4`,
		args: []any{m.room, m.seq, emoji, e.Author}}
	if e.On {
		note = query{sql: `INSERT INTO reactions (room, seq, emoji, person, place, since)
			VALUES ($1, $2, $3, $4, coalesce((SELECT place FROM reactions WHERE room = $1 AND seq = $2 AND emoji = $3 LIMIT 1), $5), $5)
			ON CONFLICT DO NOTHING`, args: []any{m.room, m.seq, emoji, e.Author, e.Seq}}
	}
	return t.tx.write(note, query{sql: `INSERT INTO message_state (room, seq, v, reactions) VALUES ($1, $2, $3, $4)
		ON CONFLICT (room, seq) DO UPDATE SET v = excluded.v, reactions = excluded.reactions`,
		args: []any{m.room, m.seq, e.Seq, form.Null(now)}})
}
