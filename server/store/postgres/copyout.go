package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/confab/confab/server/store/contents"
)

// source reads tables out over one connection, on the snapshot of the
// transaction that it is in.
type source struct{ conn *pgx.Conn }

var _ contents.Source = source{}

// Read implements contents.Source.
func (s source) Read(ctx context.Context, t contents.Table, skip int64, fn func(contents.Row) error) error {
	names := t.Names()
	rows, err := s.conn.Query(ctx, fmt.Sprintf(`SELECT %s FROM %s ORDER BY %s OFFSET $1`,
		strings.Join(names, ", "), t.Name, strings.Join(names[:t.Key], ", ")), skip)
	if err != nil {
		return fmt.Errorf("postgres: %w", err)
	}
	defer rows.Close()
	out := make(contents.Row, len(t.Columns))
	for rows.Next() {
		raw := row(rows.RawValues())
		for i, c := range t.Columns {
			switch {
			case raw.Null(i):
				out[i] = nil
			case c.Kind == contents.Text:
				out[i] = raw.Text(i)
			case c.Kind == contents.Int:
				out[i] = raw.Int(i)
			case c.Kind == contents.Bool:
				out[i] = raw.Bool(i)
			case c.Kind == contents.Bytes:
				out[i] = raw.Bytes(i)
			}
		}
		if err := fn(out); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("postgres: %w", err)
	}
	return nil
}

// Count implements contents.Source.
func (s source) Count(ctx context.Context, t contents.Table) (n int64, err error) {
	if err := s.conn.QueryRow(ctx, `SELECT count(*) FROM `+t.Name).Scan(&n); err != nil {
		return 0, fmt.Errorf("postgres: %w", err)
	}
	return n, nil
}

// snapshot calls fn with what the database holds at one moment.
func snapshot(ctx context.Context, c *pgx.Conn, fn func(source) error) (err error) {
	tx, err := c.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err != nil {
		return fmt.Errorf("postgres: %w", err)
	}
	defer func() {
		if ending := tx.Rollback(context.WithoutCancel(ctx)); ending != nil && !errors.Is(ending, pgx.ErrTxClosed) && err == nil {
			err = fmt.Errorf("postgres: %w", ending)
		}
	}()
	return fn(source{c})
}
