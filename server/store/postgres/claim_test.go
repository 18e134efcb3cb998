package postgres

import (
	"context"
	"testing"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/plain"
)

// interrupted is a plain.Conn before whose next write something else happens.
type interrupted struct {
	plain.Conn
	happens func()
}

func (c *interrupted) Exec(sql string, args ...any) (int64, error) {
	if c.happens != nil {
		c.happens()
		c.happens = nil
	}
	return c.Conn.Exec(sql, args...)
}

// A node has found a job that is due and is slow to claim it. Meanwhile another
// node does the job, which is due again later, with as many tries as before.
func TestAJobThatWasDoneMeanwhileIsNotClaimed(t *testing.T) {
	s := open(t, Options{})
	update := func(fn func(tx store.Tx) error) {
		t.Helper()
		if err := s.Update(context.Background(), fn); err != nil {
			t.Fatal(err)
		}
	}
	update(func(tx store.Tx) error { return tx.Jobs().Create(store.Job{Key: "sweep", Kind: "sweep", Due: 1}) })
	var job store.Job
	done := func() {
		update(func(tx store.Tx) error {
			claimed, err := tx.Jobs().Claim("quick", 1, 50, 1)
			if err == nil {
				job = claimed[0]
			}
			return err
		})
		job.Due = 100
		update(func(tx store.Tx) error { return tx.Jobs().Release(job, 0) })
	}
	update(func(tx store.Tx) error {
		slow := plain.Tx{Conn: &interrupted{tx.(*nouns).Conn, done}}
		claimed, err := slow.Jobs().Claim("slow", 1, 50, 1)
		if len(claimed) > 0 {
			t.Errorf("claimed %+v, which is not due before 100", claimed)
		}
		return err
	})
}
