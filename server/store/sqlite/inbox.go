package sqlite

import (
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/form"
	"github.com/confab/confab/shared/wire"
)

type inbox struct{ tx *tx }

func (t inbox) Put(e *store.InboxEntry) error {
	top, err := t.Top(e.User)
	if err != nil {
		return err
	}
	e.Useq = top + 1
	if _, err := t.tx.exec(`INSERT INTO inbox (person, useq, room, slot, item, kind, seq) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (person, room, slot, item) DO UPDATE SET useq = excluded.useq, kind = excluded.kind, seq = excluded.seq`,
		e.User, e.Useq, e.Room, form.Slot(e.Kind), e.Item, string(e.Kind), e.Seq); err != nil {
		return err
	}
	told := &t.tx.write.told
	told.Inbox = append(told.Inbox, *e)
	return nil
}

func (t inbox) After(user string, useq int64) ([]store.InboxEntry, error) {
	var out []store.InboxEntry
	err := t.tx.conn.each(func(r row) {
		out = append(out, store.InboxEntry{User: user, Useq: r.Int(0), Kind: wire.InboxKind(r.Text(1)),
			Room: r.Text(2), Item: r.Text(3), Seq: r.Int(4)})
	}, `SELECT useq, kind, room, item, seq FROM inbox WHERE person = ? AND useq > ? ORDER BY useq`, user, useq)
	return out, err
}

// Top needs no counter: the newest entry is never removed but for a newer one.
func (t inbox) Top(user string) (int64, error) {
	r, err := t.tx.conn.one(`SELECT max(useq) FROM inbox WHERE person = ?`, user)
	if err != nil {
		return 0, err
	}
	return r.Int(0), nil
}

func (t inbox) Tops(users []string) (map[string]int64, error) {
	tops := make(map[string]int64, len(users))
	err := t.tx.conn.each(func(r row) { tops[r.Text(0)] = r.Int(1) },
		`SELECT person, max(useq) FROM inbox WHERE person IN (SELECT value FROM json_each(?)) GROUP BY person`, users)
	return tops, err
}
