package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/confab/confab/server/store/contents"
)

// layout is where one of contents' tables is kept here: the columns in the
// order of contents, and by how many of the first they are in order.
type layout struct {
	table   string
	columns []string
	order   int
}

// layouts are those of all tables. rights is not among them, nor inbox_tops,
// which follows from inbox.
var layouts = map[string]layout{
	contents.Settings:      {"settings", []string{"key", "value"}, 1},
	contents.Users:         {"users", []string{"id", "handle", "name", "role", "ghost", "gone", "email", "password", "created"}, 1},
	contents.UserPrefixes:  {"user_prefixes", []string{"prefix", "handle", "ghost"}, 2},
	contents.Sessions:      {"sessions", []string{"num", "id", "person", "device", "created", "seen", "ended", "token", "previous", "previous_until", "expires", "agent", "network"}, 1},
	contents.SessionTokens: {"session_tokens", []string{"hash", "session", "at"}, 1},
	contents.Turns:         {"turns", []string{"holder", "instance", "lane", "number", "at", "code", "seq", "ref"}, 3},
	contents.Invites:       {"invites", []string{"id", "hash", "maker", "created", "expires", "uses", "used", "room", "revoked"}, 1},
	contents.Rooms:         {"rooms", []string{"num", "id", "kind", "name", "name_key", "topic", "creator", "created", "epoch", "pair", "members", "last_seq", "history"}, 1},
	contents.Members:       {"members", []string{"room", "person", "host", "read", "at", "since", "handle", "ghost"}, 2},
	contents.Departures:    {"departures", []string{"room", "person", "by", "at"}, 2},
	contents.Events:        {"events", []string{"room", "seq", "id", "author", "cid", "kind", "at", "target", "reply_to", "body", "extra"}, 2},
	contents.MessageState:  {"message_state", []string{"room", "seq", "v", "edited_at", "deleted", "replies", "body", "mentions", "sum"}, 2},
	contents.Reactions:     {"reactions", []string{"room", "seq", "emoji", "person", "place", "since"}, 4},
	contents.Mentions:      {"mentions", []string{"room", "seq", "person"}, 3},
	contents.Inbox:         {"inbox", []string{"person", "useq", "room", "slot", "kind", "seq"}, 2},
}

// source reads tables out over one connection, on the snapshot of the
// transaction that it is in.
type source struct{ conn *pgx.Conn }

var _ contents.Source = source{}

// Read implements contents.Source.
func (s source) Read(ctx context.Context, t contents.Table, skip int64, fn func(contents.Row) error) error {
	at := layouts[t.Name]
	rows, err := s.conn.Query(ctx, fmt.Sprintf(`SELECT %s FROM %s ORDER BY %s OFFSET $1`,
		strings.Join(at.columns, ", "), at.table, strings.Join(at.columns[:at.order], ", ")), skip)
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
	if err := s.conn.QueryRow(ctx, `SELECT count(*) FROM `+layouts[t.Name].table).Scan(&n); err != nil {
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
