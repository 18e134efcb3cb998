package sqlite

import (
	"context"
	"fmt"
	"io"

	"github.com/confab/confab/server/store/contents"
)

// readOut says how each of contents' tables is read out of this schema: its
// columns in their order, from where, and in an order that every reading has.
var readOut = map[string]string{
	contents.Settings: `SELECT key, value FROM settings ORDER BY key`,
	contents.Users: `SELECT id, handle, name, role, ghost, gone, email, password, created
		FROM users ORDER BY id`,
	contents.UserPrefixes: `SELECT prefix, handle, ghost FROM user_prefixes ORDER BY prefix, handle`,
	contents.Sessions: `SELECT num, id, person, device, created, seen, ended, token, previous, previous_until, expires, agent, network
		FROM sessions ORDER BY num`,
	contents.SessionTokens: `SELECT hash, session, at FROM session_tokens ORDER BY hash`,
	contents.Turns: `SELECT holder, instance, lane, number, at, code, seq, ref
		FROM turns ORDER BY holder, instance, lane`,
	contents.Invites: `SELECT id, hash, maker, created, expires, uses, used, room, revoked
		FROM invites ORDER BY id`,
	contents.Rooms: `SELECT num, id, kind, name, name_key, topic, creator, created, epoch, pair, members,
		coalesce((SELECT max(key) FROM events WHERE key BETWEEN r.num << 40 AND (r.num << 40) + 1099511627775), 0) & 1099511627775, history
		FROM rooms r ORDER BY num`,
	contents.Members:    `SELECT room, person, host, read, at, since, handle, ghost FROM members ORDER BY room, person`,
	contents.Departures: `SELECT room, person, by, at FROM departures ORDER BY room, person`,
	contents.Events: `SELECT key >> 40, key & 1099511627775, id, author, cid, kind, at, target, reply_to, body, extra
		FROM events ORDER BY key`,
	contents.MessageState: `SELECT key >> 40, key & 1099511627775, v, edited_at, deleted, replies, body, mentions, sum
		FROM message_state ORDER BY key`,
	contents.Reactions: `SELECT key >> 40, key & 1099511627775, emoji, person, place, since
		FROM reactions ORDER BY key, emoji, person`,
	contents.Mentions: `SELECT key >> 40, key & 1099511627775, person FROM mentions ORDER BY person, key`,
	contents.Inbox:    `SELECT person, useq, room, slot, kind, seq FROM inbox ORDER BY person, useq`,
}

// ctxEvery is after how many rows a reading asks whether it is still wanted.
const ctxEvery = 1000

// source reads tables out over one connection, on the snapshot of the
// transaction that it is in.
type source struct{ conn *conn }

var _ contents.Source = source{}

// Read implements contents.Source.
func (s source) Read(ctx context.Context, t contents.Table, skip int64, fn func(contents.Row) error) (err error) {
	stmt, err := s.conn.prepare(readOut[t.Name] + ` LIMIT -1 OFFSET ?`)
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
