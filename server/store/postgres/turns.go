package postgres

import (
	"crypto/sha256"
	"encoding/binary"

	"github.com/confab/confab/server/store"
)

type turns struct{ *tx }

func (t turns) Last(holder, instance, lane string) (store.Turn, error) {
	last, found := store.Turn{Holder: holder, Instance: instance, Lane: lane}, false
	qs := []query{{sql: `SELECT number, at, code, seq, ref FROM turns WHERE holder = $1 AND instance = $2 AND lane = $3`,
		args: []any{holder, instance, lane}, each: func(r row) {
			last.Number, last.At, last.Code, last.Seq, last.Ref = r.Int(0), r.Int(1), r.Text(2), r.Int(3), r.Text(4)
			found = true
		}}}
	if t.class != viewing {
		// There may be no row to be held yet. A statement of its own, so that the
		// next one sees what was committed before the lock was granted.
		qs = []query{{sql: ownRights, args: []any{lockTurn(holder, instance, lane)}}, qs[0]}
	}
	if err := t.run(qs...); err != nil {
		return store.Turn{}, err
	}
	if !found {
		return store.Turn{}, store.ErrNotFound
	}
	return last, nil
}

// lockTurn is the key of a lane's advisory lock, below zero, where no other is.
// Two lanes that happen to have the same wait for each other.
func lockTurn(holder, instance, lane string) int64 {
	sum := sha256.Sum256([]byte(holder + "/" + instance + "/" + lane))
	return int64(binary.LittleEndian.Uint64(sum[:]) | 1<<63)
}

func (t turns) Put(w store.Turn) error {
	n, err := t.exec(`UPDATE turns SET number = $1, at = $2, code = $3, seq = $4, ref = $5
		WHERE holder = $6 AND instance = $7 AND lane = $8`, w.Number, w.At, w.Code, w.Seq, w.Ref, w.Holder, w.Instance, w.Lane)
	if err != nil || n > 0 {
		return err
	}
	return t.write(
		query{sql: `INSERT INTO turns (holder, instance, lane, number, at, code, seq, ref) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			args: []any{w.Holder, w.Instance, w.Lane, w.Number, w.At, w.Code, w.Seq, w.Ref}},
		query{sql: `DELETE FROM turns WHERE holder = $1 AND at <
			(SELECT at FROM turns WHERE holder = $1 ORDER BY at DESC LIMIT 1 OFFSET $2)`, args: []any{w.Holder, store.TurnsKept - 1}})
}
