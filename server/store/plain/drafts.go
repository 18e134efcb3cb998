package plain

import "github.com/confab/confab/server/store"

type drafts Tx

// Drafts is a part of store.Tx.
func (t *Tx) Drafts() store.Drafts { return (*drafts)(t) }

const (
	draftColumns = `person, room, thread, rev, at, body, reply_to`
	putDraft     = `INSERT INTO drafts (` + draftColumns + `)
		VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (person, room, thread) DO UPDATE
		SET rev = excluded.rev, at = excluded.at, body = excluded.body, reply_to = excluded.reply_to`
	getDraft = `SELECT ` + draftColumns + ` FROM drafts
		WHERE person = $1
			AND room = $2
			AND thread = $3`
	listDrafts = `SELECT ` + draftColumns + ` FROM drafts
		WHERE person = $1
		ORDER BY room, thread`
)

func readDraft(r Row) store.Draft {
	return store.Draft{User: r.Text(0), Room: r.Text(1), Thread: r.Int(2), Rev: r.Int(3), At: r.Int(4), Body: r.Text(5), ReplyTo: r.Int(6)}
}

func (t *drafts) Put(d store.Draft) error {
	_, err := t.Conn.Exec(putDraft, d.User, d.Room, d.Thread, d.Rev, d.At, d.Body, d.ReplyTo)
	return err
}

func (t *drafts) Get(user, room string, thread int64) (d store.Draft, err error) {
	if err := t.Conn.Lock("drafts/" + user); err != nil {
		return d, err
	}
	err = t.Conn.One(func(r Row) { d = readDraft(r) }, getDraft, user, room, thread)
	return d, err
}

func (t *drafts) Remove(user, room string, thread int64) error {
	return found(t.Conn.Exec(`DELETE FROM drafts WHERE person = $1 AND room = $2 AND thread = $3`, user, room, thread))
}

func (t *drafts) List(user string) (list []store.Draft, err error) {
	err = t.Conn.Each(func(r Row) { list = append(list, readDraft(r)) }, listDrafts, user)
	return list, err
}
