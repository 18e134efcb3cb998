package plain

import "github.com/confab/confab/server/store"

type turns Tx

// Turns is a part of store.Tx.
func (t *Tx) Turns() store.Turns { return (*turns)(t) }

func (t *turns) Last(holder, instance, lane string) (store.Turn, error) {
	if err := t.Conn.Lock(holder + "/" + instance + "/" + lane); err != nil {
		return store.Turn{}, err
	}
	last := store.Turn{Holder: holder, Instance: instance, Lane: lane}
	err := t.Conn.One(func(r Row) {
		last.Number, last.At, last.Code, last.Seq, last.Ref = r.Int(0), r.Int(1), r.Text(2), r.Int(3), r.Text(4)
	}, `SELECT number, at, code, seq, ref FROM turns WHERE holder = $1 AND instance = $2 AND lane = $3`, holder, instance, lane)
	if err != nil {
		return store.Turn{}, err
	}
	return last, nil
}

const (
	updateTurn = `UPDATE turns SET number = $4, at = $5, code = $6, seq = $7, ref = $8
		WHERE holder = $1 AND instance = $2 AND lane = $3`
	insertTurn = `INSERT INTO turns (holder, instance, lane, number, at, code, seq, ref)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`
	forgetTurns = `DELETE FROM turns WHERE holder = $1 AND at <
		(SELECT at FROM turns WHERE holder = $1 ORDER BY at DESC LIMIT 1 OFFSET $2)`
)

func (t *turns) Put(w store.Turn) error {
	args := []any{w.Holder, w.Instance, w.Lane, w.Number, w.At, w.Code, w.Seq, w.Ref}
	n, err := t.Conn.Exec(updateTurn, args...)
	if err != nil || n > 0 {
		return err
	}
	if _, err := t.Conn.Exec(insertTurn, args...); err != nil {
		return err
	}
	_, err = t.Conn.Exec(forgetTurns, w.Holder, store.TurnsKept-1)
	return err
}
