package sqlite

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/confab/confab/server/store/contents"
)

// packed are the tables whose first two columns, the room and the seq, are one
// column here, called key: see the package's comment.
var packed = []string{contents.Events, contents.MessageState, contents.Reactions, contents.Mentions}

// readOut is the statement that reads t out: its columns in their order, and in
// an order of rows that every reading has and that needs no sorting.
func readOut(t contents.Table) string {
	columns, order := t.Names(), t.Names()[:t.Key]
	if slices.Contains(packed, t.Name) {
		columns[0], columns[1] = `key >> 40`, `key & 1099511627775`
		order = append([]string{`key`}, order[2:]...)
	}
	switch t.Name {
	case contents.Rooms:
		columns[slices.Index(columns, "last_seq")] = `coalesce(` + topOf + `, 0)`
	case contents.Mentions:
		slices.Reverse(order) // its primary key is (person, key)
	}
	return `SELECT ` + strings.Join(columns, ", ") + ` FROM ` + t.Name + ` r ORDER BY ` + strings.Join(order, ", ")
}

// ctxEvery is after how many rows a reading asks whether it is still wanted.
const ctxEvery = 1000

// source reads tables out over one connection, on the snapshot of the
// transaction that it is in.
type source struct{ conn *conn }

var _ contents.Source = source{}

// Read implements contents.Source.
func (s source) Read(ctx context.Context, t contents.Table, skip int64, fn func(contents.Row) error) (err error) {
	stmt, err := s.conn.prepare(readOut(t) + ` LIMIT -1 OFFSET ?`)
	if err != nil {
		return err
	}
	rows, err := stmt.QueryContext(context.Background(), s.conn.bind([]any{skip}))
	if err != nil {
		return s.conn.translate(err)
	}
	defer func() {
		if closing := s.conn.translate(rows.Close()); err == nil {
			err = closing
		}
	}()
	if n := len(rows.Columns()); n != len(t.Columns) {
		return fmt.Errorf("sqlite: %s is read out in %d columns instead of %d", t.Name, n, len(t.Columns))
	}
	r, out := make(row, len(t.Columns)), make(contents.Row, len(t.Columns))
	for n := 0; ; n++ {
		if n%ctxEvery == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		if err := rows.Next(r); err == io.EOF {
			return nil
		} else if err != nil {
			return s.conn.translate(err)
		}
		for i, v := range r {
			out[i] = v
			if t.Columns[i].Kind == contents.Bool && (v == int64(0) || v == int64(1)) {
				out[i] = v == int64(1)
			}
		}
		if err := fn(out); err != nil {
			return err
		}
	}
}

// Count implements contents.Source.
func (s source) Count(_ context.Context, t contents.Table) (int64, error) {
	r, err := s.conn.one(`SELECT count(*) FROM ` + t.Name)
	if err != nil {
		return 0, err
	}
	return r.Int(0), nil
}
