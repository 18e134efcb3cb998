package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/confab/confab/server/store/checkup"
	"github.com/confab/confab/server/store/contents"
)

// derived are the tables that contents does not have because they follow from
// others, which Settle makes.
var derived = []string{"inbox_tops"}

// Begin begins the move of o's content, or begins it anew: what an earlier move
// brought is removed. From here on Open refuses the database.
func (in *Incoming) Begin(ctx context.Context, o Origin) error {
	text, err := json.Marshal(o)
	if err != nil {
		return err
	}
	// The mark comes before the tables do, so that a server that comes up in
	// between is refused.
	for _, sql := range []string{
		`CREATE TABLE IF NOT EXISTS migration_in_progress (single boolean PRIMARY KEY DEFAULT true CHECK (single), origin text NOT NULL)`,
		`CREATE TABLE IF NOT EXISTS migration_progress (name text PRIMARY KEY, copied bigint NOT NULL)`,
	} {
		if _, err := in.conn.Exec(ctx, sql); err != nil {
			return fmt.Errorf("postgres: begin: %w", err)
		}
	}
	if err := migrate(ctx, in.conn.Config(), in.partitions); err != nil {
		return err
	}
	// A server may have come up before it could see the mark.
	if err := in.alone(ctx); err != nil {
		_, undo := in.conn.Exec(ctx, `DROP TABLE migration_in_progress, migration_progress`)
		return errors.Join(err, undo)
	}
	err = in.write(ctx, func(tx pgx.Tx) error {
		names := []string{`migration_in_progress`, `migration_progress`}
		for _, t := range contents.Tables() {
			names = append(names, t.Name)
		}
		names = append(names, derived...)
		if _, err := tx.Exec(ctx, `TRUNCATE `+strings.Join(names, ", ")); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `INSERT INTO migration_in_progress (origin) VALUES ($1)`, string(text))
		return err
	})
	if err != nil {
		return fmt.Errorf("postgres: begin: %w", err)
	}
	in.begun = &o
	return nil
}

// write calls fn in a transaction.
func (in *Incoming) write(ctx context.Context, fn func(pgx.Tx) error) error {
	tx, err := in.conn.Begin(ctx)
	if err != nil {
		return err
	}
	if err := fn(tx); err != nil {
		if undo := tx.Rollback(context.WithoutCancel(ctx)); undo != nil && !errors.Is(undo, pgx.ErrTxClosed) {
			err = errors.Join(err, undo)
		}
		return err
	}
	return tx.Commit(ctx)
}

// Copied is how many rows of t are here, the first of those that the origin
// reads out.
func (in *Incoming) Copied(ctx context.Context, t contents.Table) (n int64, err error) {
	err = in.conn.QueryRow(ctx, `SELECT copied FROM migration_progress WHERE name = $1`, t.Name).Scan(&n)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("postgres: %w", err)
	}
	return n, nil
}

// Copy adds rows of t, those that follow the ones that Copied counts, all of
// them or none. It may change the rows.
func (in *Incoming) Copy(ctx context.Context, t contents.Table, rows []contents.Row) error {
	err := in.write(ctx, func(tx pgx.Tx) error {
		n, err := tx.CopyFrom(ctx, pgx.Identifier{t.Name}, t.Names(), pgx.CopyFromSlice(len(rows), func(i int) ([]any, error) {
			for j, v := range rows[i] {
				if text, is := v.(string); is {
					rows[i][j] = Escape(text)
				}
			}
			return rows[i], nil
		}))
		if err != nil {
			return err
		}
		if n != int64(len(rows)) {
			return fmt.Errorf("%d of %d rows arrived", n, len(rows))
		}
		_, err = tx.Exec(ctx, `INSERT INTO migration_progress AS p (name, copied) VALUES ($1, $2)
			ON CONFLICT (name) DO UPDATE SET copied = p.copied + excluded.copied`, t.Name, n)
		return err
	})
	if err != nil {
		return fmt.Errorf("postgres: copy %s: %w", t.Name, err)
	}
	return nil
}

// Settle makes what follows from the rows, when all of them are here: people's
// tops, the numbers that new rooms and sessions will get, and what PostgreSQL
// plans its queries by. Doing it again changes nothing.
func (in *Incoming) Settle(ctx context.Context) error {
	err := in.write(ctx, func(tx pgx.Tx) error {
		for _, sql := range []string{
			`DELETE FROM inbox_tops`,
			`INSERT INTO inbox_tops (person, top) SELECT person, max(useq) FROM inbox GROUP BY person`,
			`SELECT setval(pg_get_serial_sequence('rooms', 'num'), coalesce(max(num), 1), max(num) IS NOT NULL) FROM rooms`,
			`SELECT setval(pg_get_serial_sequence('sessions', 'num'), coalesce(max(num), 1), max(num) IS NOT NULL) FROM sessions`,
		} {
			if _, err := tx.Exec(ctx, sql); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		_, err = in.conn.Exec(ctx, `ANALYZE`)
	}
	if err != nil {
		return fmt.Errorf("postgres: settle: %w", err)
	}
	return nil
}

// Examine is Store.Examine of what is here now, read back from the database.
func (in *Incoming) Examine(ctx context.Context, progress func(done, all int64)) (*checkup.Report, error) {
	return in.examineSnapshot(ctx, progress)
}

// Distrust makes the next move begin anew: what is here is not what was sent.
func (in *Incoming) Distrust(ctx context.Context) error {
	o := *in.begun
	o.Sum = ""
	text, err := json.Marshal(o)
	if err == nil {
		_, err = in.conn.Exec(ctx, `UPDATE migration_in_progress SET origin = $1`, string(text))
	}
	if err != nil {
		return fmt.Errorf("postgres: %w", err)
	}
	return nil
}

// Finish completes the move at the time at (unix milliseconds), adding those of
// settings that are not there yet: from here on the database is a server's.
func (in *Incoming) Finish(ctx context.Context, at int64, settings map[string]string) error {
	o := *in.begun
	o.At = at
	text, err := json.Marshal(o)
	if err != nil {
		return err
	}
	err = in.write(ctx, func(tx pgx.Tx) error {
		for key, value := range settings {
			if _, err := tx.Exec(ctx, `INSERT INTO settings (key, value) VALUES ($1, $2) ON CONFLICT DO NOTHING`,
				Escape(key), Escape(value)); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(ctx, `INSERT INTO settings (key, value) VALUES ($1, $2)
			ON CONFLICT (key) DO UPDATE SET value = excluded.value`, settingOrigin, Escape(string(text))); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `DROP TABLE migration_in_progress, migration_progress`)
		return err
	})
	if err != nil {
		return fmt.Errorf("postgres: finish: %w", err)
	}
	in.begun, in.complete = nil, &o
	return nil
}
