package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// query is one statement with its arguments, and what to do with each row of
// its result.
type query struct {
	sql  string
	args []any
	each func(row)
	// setup: it is of what begins the transaction.
	setup bool
	// rows is set to how many rows the statement changed or returned.
	rows *int64
}

// conn is one connection of the pool while one goroutine has it.
type conn struct {
	pooled *pgxpool.Conn
	health *health         // is told of answers
	ctx    context.Context // the deadline of whatever it is taken for
	seen   bool            // a row was handed on
	place  chan struct{}   // its place among the writers; nil: it has none
}

// run carries out qs in one round trip, up to the first that fails.
func (c *conn) run(qs ...query) error {
	err := c.carryOut(qs)
	if err == nil {
		c.health.answered()
	}
	return err
}

func (c *conn) carryOut(qs []query) error {
	if len(qs) == 1 {
		rows, err := c.pooled.Query(c.ctx, qs[0].sql, bind(qs[0].args)...)
		return c.read(rows, err, &qs[0])
	}
	b := new(pgx.Batch)
	for _, q := range qs {
		b.Queue(q.sql, bind(q.args)...)
	}
	results := c.pooled.SendBatch(c.ctx, b)
	var failed error
	for i := range qs {
		rows, err := results.Query()
		if failed = c.read(rows, err, &qs[i]); failed != nil {
			break
		}
	}
	if err := results.Close(); failed == nil {
		failed = err
	}
	return failed
}

// read consumes the result of q.
func (c *conn) read(rows pgx.Rows, err error, q *query) error {
	if err != nil {
		return err
	}
	for rows.Next() {
		if q.each != nil {
			c.seen = c.seen || !q.setup
			q.each(rows.RawValues())
		}
	}
	rows.Close()
	if q.rows != nil {
		*q.rows = rows.CommandTag().RowsAffected()
	}
	return rows.Err()
}

// kill ends the connection: what it had not committed is undone.
func (c *conn) kill() {
	// The server ends the transaction when the socket closes, whatever the
	// polite way of closing it returns.
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_ = c.pooled.Hijack().Close(ctx)
	c.leave()
}

// release gives the connection back to the pool.
func (c *conn) release() {
	c.pooled.Release()
	c.leave()
}

func (c *conn) leave() {
	if c.place != nil {
		<-c.place
	}
}
