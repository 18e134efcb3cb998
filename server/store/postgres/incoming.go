package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/confab/confab/server/store"
)

// The errors of moving another database's content here.
var (
	// ErrIncoming: a move into this database was begun and is not complete.
	ErrIncoming = errors.New("a confab migrate into this database is unfinished; run it again to finish it")
	// ErrOccupied: there is a workspace in this database.
	ErrOccupied = errors.New("this database holds another workspace's data")
)

// lockIncoming is the advisory lock of whoever moves content here.
const lockIncoming = 0x436f6e666162_03

// settingOrigin is the setting that remembers where the content came from.
const settingOrigin = "migrated_from"

// Origin is whose content is moved here.
type Origin struct {
	// Workspace tells one workspace from another: the id of its main room.
	Workspace string `json:"workspace"`
	// Sum is the sum of all of the content (contents.Sums.All).
	Sum string `json:"sum"`
	// Rows is how much that is.
	Rows int64 `json:"rows"`
	// At is when the move was complete; unix milliseconds.
	At int64 `json:"at,omitempty"`
}

// Incoming is a database that the content of another is moved to, in chunks,
// each of which is there with the note that it is, or not at all. It is no
// server's until Finish: Open refuses it with ErrIncoming.
//
// Not safe for concurrent use.
type Incoming struct {
	source
	partitions int
	begun      *Origin // a move that is not complete
	complete   *Origin // one that is
}

// Receive opens the database at url to move content into it. partitions is as
// in Options. Besides the errors of Open it returns store.ErrInUse if a server
// or another move is at work there, and ErrOccupied if it has a workspace that
// did not come by a move.
func Receive(ctx context.Context, url string, partitions int) (_ *Incoming, err error) {
	if partitions < 0 || partitions > partitionsMax {
		return nil, fmt.Errorf("postgres: %d partitions: between 1 and %d make sense", partitions, partitionsMax)
	}
	c, err := dial(ctx, url, "confab migrate")
	if err != nil {
		return nil, err
	}
	in := &Incoming{source: source{c}, partitions: partitions}
	if err := in.look(ctx); err != nil {
		return nil, errors.Join(err, in.Close())
	}
	return in, nil
}

// lockWait is how long a move waits for one before it that was killed: its
// connection ends when the server notices.
const lockWait = 5 * time.Second

// look locks the database and finds out what is in it.
func (in *Incoming) look(ctx context.Context) error {
	waiting, cancel := context.WithTimeout(ctx, lockWait)
	defer cancel()
	if _, err := in.conn.Exec(ctx, fmt.Sprintf(`SET lock_timeout = %d`, lockWait.Milliseconds())); err != nil {
		return fmt.Errorf("postgres: %w", err)
	}
	if _, err := in.conn.Exec(waiting, `SELECT pg_advisory_lock($1)`, lockIncoming); err != nil {
		return fmt.Errorf("postgres: another migration into this database is under way: %w", store.ErrInUse)
	}
	if _, err := newestKnown(ctx, in.conn); err != nil { // refuses a newer schema
		return err
	}
	begun, err := in.origin(ctx, `migration_in_progress`, `SELECT origin FROM migration_in_progress`)
	if err != nil || begun != nil {
		in.begun = begun
		return err
	}
	in.complete, err = in.origin(ctx, `settings`, `SELECT value FROM settings WHERE key = '`+settingOrigin+`'`)
	if err != nil || in.complete != nil {
		return err
	}
	var there, taken bool
	if err := in.conn.QueryRow(ctx, `SELECT to_regclass('users') IS NOT NULL`).Scan(&there); err != nil || !there {
		return err
	}
	if err := in.conn.QueryRow(ctx, `SELECT EXISTS (SELECT FROM users)
		OR EXISTS (SELECT FROM rooms)
		OR EXISTS (SELECT FROM events)`).Scan(&taken); err != nil {
		return fmt.Errorf("postgres: %w", err)
	}
	if taken {
		return ErrOccupied
	}
	return in.alone(ctx)
}

// alone refuses a database that a server is connected to.
func (in *Incoming) alone(ctx context.Context) error {
	var servers int
	if err := in.conn.QueryRow(ctx, `SELECT count(*) FROM pg_stat_activity
		WHERE datname = current_database() AND application_name = 'confab'`).Scan(&servers); err != nil {
		return fmt.Errorf("postgres: %w", err)
	}
	if servers > 0 {
		return fmt.Errorf("postgres: stop the servers on this database first: %w", store.ErrInUse)
	}
	return nil
}

// origin reads an Origin, nil if the table is not there or is empty.
func (in *Incoming) origin(ctx context.Context, table, query string) (*Origin, error) {
	var there bool
	if err := in.conn.QueryRow(ctx, `SELECT to_regclass($1) IS NOT NULL`, table).Scan(&there); err != nil || !there {
		return nil, err
	}
	var text string
	if err := in.conn.QueryRow(ctx, query).Scan(&text); errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	} else if err != nil {
		return nil, fmt.Errorf("postgres: %w", err)
	}
	var o Origin
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		return nil, fmt.Errorf("postgres: read where the content came from: %w", err)
	}
	return &o, nil
}

// Begun is whose move was begun and is not complete; nil: nobody's.
func (in *Incoming) Begun() *Origin { return in.begun }

// Complete is whose move is complete; nil: nobody's.
func (in *Incoming) Complete() *Origin { return in.complete }

// Close lets go of the database.
func (in *Incoming) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), connectTimeout)
	defer cancel()
	return in.conn.Close(ctx)
}

// refuseIncoming fails with ErrIncoming if a move into the database is not
// complete.
func refuseIncoming(ctx context.Context, c *pgx.Conn) error {
	var begun bool
	if err := c.QueryRow(ctx, `SELECT to_regclass('migration_in_progress') IS NOT NULL`).Scan(&begun); err != nil {
		return fmt.Errorf("%w: %w", ErrConnect, err)
	}
	if begun {
		return ErrIncoming
	}
	return nil
}
