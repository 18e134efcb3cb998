package sqlite

import (
	"github.com/confab/confab/server/store"
)

type turns struct{ *tx }

func (t turns) Last(holder, instance, lane string) (store.Turn, error) {
	r, err := t.conn.one(`SELECT number, at, code, seq, ref FROM turns WHERE holder = ? AND instance = ? AND lane = ?`,
		holder, instance, lane)
	if err != nil {
		return store.Turn{}, err
	}
	return store.Turn{Holder: holder, Instance: instance, Lane: lane,
		Number: r.Int(0), At: r.Int(1), Code: r.Text(2), Seq: r.Int(3), Ref: r.Text(4)}, nil
}

func (t turns) Put(w store.Turn) error {
	n, err := t.exec(`UPDATE turns SET number = ?, at = ?, code = ?, seq = ?, ref = ? WHERE holder = ? AND instance = ? AND lane = ?`,
		w.Number, w.At, w.Code, w.Seq, w.Ref, w.Holder, w.Instance, w.Lane)
	if err != nil || n > 0 {
		return err
	}
	if _, err := t.exec(`INSERT INTO turns (holder, instance, lane, number, at, code, seq, ref) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		w.Holder, w.Instance, w.Lane, w.Number, w.At, w.Code, w.Seq, w.Ref); err != nil {
		return err
	}
	_, err = t.exec(`DELETE FROM turns WHERE holder = ? AND at <
		(SELECT at FROM turns WHERE holder = ? ORDER BY at DESC LIMIT 1 OFFSET ?)`, w.Holder, w.Holder, store.TurnsKept-1)
	return err
}
