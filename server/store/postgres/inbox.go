package postgres

import (
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/form"
	"github.com/confab/confab/shared/wire"
)

type inbox struct{ tx *tx }

// Put raises the person's top and holds it until the commit, so that their
// entries are committed in the order of useq.
func (t inbox) Put(e *store.InboxEntry) error {
	if err := t.tx.write(query{sql: `WITH top AS (INSERT INTO inbox_tops AS t (person, top) VALUES ($1, 1)
			ON CONFLICT (person) DO UPDATE SET top = t.top + 1 RETURNING top)
		INSERT INTO inbox (person, useq, room, slot, item, kind, seq)
			SELECT $1, top.top, $2::text, $3::smallint, $4::text, $5::text, $6::bigint FROM top
		ON CONFLICT (person, room, slot, item) DO UPDATE SET useq = excluded.useq, kind = excluded.kind, seq = excluded.seq
		RETURNING useq`,
		args: []any{e.User, e.Room, form.Slot(e.Kind), e.Item, string(e.Kind), e.Seq},
		each: func(r row) { e.Useq = r.Int(0) }}); err != nil {
		return err
	}
	t.tx.store.order.enqueue(&t.tx.ticket, inboxQueue(e.User))
	t.tx.told.Inbox = append(t.tx.told.Inbox, *e)
	return nil
}

func (t inbox) After(user string, useq int64) ([]store.InboxEntry, error) {
	var out []store.InboxEntry
	err := t.tx.each(func(r row) {
		out = append(out, store.InboxEntry{User: user, Useq: r.Int(0), Kind: wire.InboxKind(r.Text(1)), Room: r.Text(2),
			Item: r.Text(3), Seq: r.Int(4)})
	}, `SELECT useq, kind, room, item, seq FROM inbox WHERE person = $1 AND useq > $2 ORDER BY useq`, user, useq)
	return out, err
}

func (t inbox) Top(user string) (top int64, err error) {
	err = t.tx.each(func(r row) { top = r.Int(0) }, `SELECT top FROM inbox_tops WHERE person = $1`, user)
	return top, err
}

func (t inbox) Tops(users []string) (map[string]int64, error) {
	tops := make(map[string]int64, len(users))
	err := t.tx.each(func(r row) { tops[r.Text(0)] = r.Int(1) }, `SELECT person, top FROM inbox_tops WHERE person = ANY ($1)`, users)
	return tops, err
}
