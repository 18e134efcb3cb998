package postgres

import (
	"github.com/confab/confab/server/store/form"
	"github.com/confab/confab/shared/wire"
)

// quotes are messages of one room as they are now, by seq.
type quotes map[int64]wire.Quote

// query reads into q the messages of events e for which where holds.
func (q *quotes) query(where string, args ...any) query {
	*q = make(quotes)
	return query{sql: `SELECT e.seq, e.author, s.deleted, coalesce(s.body, e.body),
			CASE WHEN coalesce(s.body, e.body, '') = '' THEN e.extra END FROM events e
		LEFT JOIN message_state s ON s.room = e.room AND s.seq = e.seq
		WHERE ` + where + ` AND e.kind = 'message'`, args: args, each: func(r row) {
		quote := wire.Quote{Author: r.Text(1), Deleted: r.Bool(2)}
		if !quote.Deleted {
			quote.Text = form.Quoted(r.Text(3), r.Text(4))
		}
		(*q)[r.Int(0)] = quote
	}}
}

// answered returns what es answer.
func answered(es []wire.Event) []int64 {
	var seqs []int64
	for i := range es {
		if es[i].ReplyTo > 0 {
			seqs = append(seqs, es[i].ReplyTo)
		}
	}
	return seqs
}

// fill gives es their quotes.
func (q quotes) fill(es []wire.Event) {
	for i := range es {
		if quote, ok := q[es[i].ReplyTo]; ok {
			es[i].Quote = &quote // each its own
		}
	}
}

// quote fills in what es answer.
func (t events) quote(num int64, es []wire.Event) error {
	seqs := answered(es)
	if len(seqs) == 0 {
		return nil
	}
	var found quotes
	if err := t.tx.run(found.query(`e.room = $1 AND e.seq = ANY ($2)`, num, seqs)); err != nil {
		return err
	}
	found.fill(es)
	return nil
}
