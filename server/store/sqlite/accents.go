package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/confab/confab/server/store/form"
)

// accents is the number of the migration from which on people are found without
// the accents of their names. A database that is older is told anew what they
// are found by, which is not in SQL's power. It is told before the migration
// counts as applied, so that a crash in between does no harm.
const accents = 12

// accented is the condition of users whose name or handle is not ASCII alone.
const accented = `length(CAST(handle AS BLOB)) > length(handle) OR length(CAST(name AS BLOB)) > length(name)`

// listAnew writes anew what people with accents in their names are found by.
func listAnew(ctx context.Context, db *sql.DB) (err error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("sqlite: list people without accents: %w", errors.Join(err, tx.Rollback()))
		}
	}()
	rows, err := tx.QueryContext(ctx, `SELECT handle, name, ghost FROM users WHERE gone = 0 AND (`+accented+`)`)
	if err != nil {
		return err
	}
	type person struct {
		handle, name string
		ghost        bool
	}
	var people []person
	for rows.Next() {
		var p person
		if err := rows.Scan(&p.handle, &p.name, &p.ghost); err != nil {
			return errors.Join(err, rows.Close())
		}
		people = append(people, p)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `DELETE FROM user_prefixes WHERE handle IN (SELECT handle FROM users WHERE `+accented+`)`)
	if err != nil {
		return err
	}
	for _, p := range people {
		for _, prefix := range form.Prefixes(p.handle, p.name) {
			_, err := tx.ExecContext(ctx, `INSERT INTO user_prefixes (prefix, handle, ghost) VALUES (?, ?, ?)`,
				prefix, p.handle, p.ghost)
			if err != nil {
				return err
			}
		}
	}
	return tx.Commit()
}
