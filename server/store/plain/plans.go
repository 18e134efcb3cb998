package plain

import (
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

type plans Tx

// Plans is a part of store.Tx.
func (t *Tx) Plans() store.Plans { return (*plans)(t) }

const (
	planColumns = `person, id, deed, state, due, zone, room, seq, reply_to, body, failed, thread, in_room, files`
	putPlan     = `INSERT INTO plans (` + planColumns + `)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
		ON CONFLICT (person, id) DO UPDATE
		SET state = excluded.state, due = excluded.due, zone = excluded.zone, room = excluded.room,
			reply_to = excluded.reply_to, body = excluded.body, failed = excluded.failed,
			thread = excluded.thread, in_room = excluded.in_room, files = excluded.files`
	getPlan = `SELECT ` + planColumns + ` FROM plans p
		WHERE person = $1
			AND id = $2`
	listPlans = `SELECT ` + planColumns + ` FROM plans
		WHERE person = $1
		ORDER BY due, id`
)

func readPlan(r Row) store.Plan {
	return store.Plan{User: r.Text(0), ID: r.Text(1), Deed: wire.Deed(r.Text(2)), State: wire.LaterState(r.Text(3)), Due: r.Int(4),
		Zone: r.Text(5), Room: r.Text(6), Seq: r.Int(7), ReplyTo: r.Int(8), Body: r.Text(9), Failed: r.Text(10),
		Thread: r.Int(11), InRoom: r.Int(12) != 0, Files: r.Text(13)}
}

func (t *plans) Put(p store.Plan) error {
	_, err := t.Conn.Exec(putPlan, p.User, p.ID, string(p.Deed), string(p.State), p.Due, p.Zone, p.Room, p.Seq, p.ReplyTo, p.Body,
		p.Failed, p.Thread, number(p.InRoom), p.Files)
	return err
}

func (t *plans) Get(user, id string) (p store.Plan, err error) {
	err = t.Conn.One(func(r Row) { p = readPlan(r) }, getPlan+t.Conn.ForUpdate("p"), user, id)
	return p, err
}

func (t *plans) Remove(user, id string) error {
	return found(t.Conn.Exec(`DELETE FROM plans WHERE person = $1 AND id = $2`, user, id))
}

func (t *plans) List(user string) (list []store.Plan, err error) {
	err = t.Conn.Each(func(r Row) { list = append(list, readPlan(r)) }, listPlans, user)
	return list, err
}

func (t *plans) Count(user string) (n int, err error) {
	if err := t.Conn.Lock("plans/" + user); err != nil {
		return 0, err
	}
	err = t.Conn.One(func(r Row) { n = int(r.Int(0)) }, `SELECT count(*) FROM plans WHERE person = $1`, user)
	return n, err
}
