package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/confab/confab/server/store/form"
)

// accents is the number of the migration from which on people are found without
// the accents of their names. A database that is older is told anew what they
// are found by, which is not in SQL's power. It is told before the migration
// counts as applied, so that a crash in between does no harm.
const accents = 10

// accented is the condition of users whose name or handle is not ASCII alone.
const accented = `octet_length(handle) > char_length(handle) OR octet_length(name) > char_length(name)`

// listAnew writes anew what people with accents in their names are found by.
func listAnew(ctx context.Context, c *pgx.Conn) error {
	err := pgx.BeginFunc(ctx, c, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `SELECT handle, name, ghost FROM users WHERE NOT gone AND (`+accented+`)`)
		if err != nil {
			return err
		}
		var list [][]any
		var handle, name string
		var ghost bool
		if _, err := pgx.ForEachRow(rows, []any{&handle, &name, &ghost}, func() error {
			for _, prefix := range form.Prefixes(handle, name) {
				list = append(list, []any{prefix, handle, ghost})
			}
			return nil
		}); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `DELETE FROM user_prefixes WHERE handle IN (SELECT handle FROM users WHERE `+accented+`)`)
		if err != nil {
			return err
		}
		_, err = tx.CopyFrom(ctx, pgx.Identifier{"user_prefixes"}, []string{"prefix", "handle", "ghost"}, pgx.CopyFromRows(list))
		return err
	})
	if err != nil {
		return fmt.Errorf("postgres: list people without accents: %w", err)
	}
	return nil
}
