package postgres

import (
	"time"

	"github.com/confab/confab/server/store"
)

type sessions struct{ *tx }

// usedTokensKept is how long a used-up token is remembered: as long as a
// session may idle, after which the token could not have been good anyway.
const usedTokensKept = 30 * 24 * time.Hour

// usedTokens is how many tokens a session has at most remembered, the two in
// force among them: whoever refreshes does not fill the disk. Who presents an
// older one is known by its mark; see package auth.
const usedTokens = 32

const sessionColumns = `s.id, s.person, s.device, s.created, s.seen, s.ended, s.token, s.previous, s.previous_until, s.expires, s.agent, s.network`

func readSession(r row) store.Session {
	return store.Session{ID: r.Text(0), User: r.Text(1), Device: r.Text(2), Created: r.Int(3), Seen: r.Int(4),
		Ended: r.Int(5), Token: r.Bytes(6), Previous: r.Bytes(7), PreviousUntil: r.Int(8), Expires: r.Int(9),
		Agent: r.Text(10), Network: r.Text(11)}
}

func (t sessions) Create(s store.Session) error {
	n, err := t.exec(`INSERT INTO sessions (id, person, device, created, seen, ended, token, previous, previous_until, expires, agent, network)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING`,
		s.ID, s.User, s.Device, s.Created, s.Seen, s.Ended, s.Token, s.Previous, s.PreviousUntil, s.Expires, s.Agent, s.Network)
	if err != nil {
		return err
	}
	if n == 0 {
		return store.ErrExists
	}
	return t.remember(s)
}

// remember notes the hashes of s, and forgets the oldest of too many. A hash
// belongs to one session.
func (t sessions) remember(s store.Session) error {
	for _, hash := range [][]byte{s.Token, s.Previous} {
		if len(hash) == 0 {
			continue
		}
		n, err := t.exec(`INSERT INTO session_tokens AS k (hash, session, at) SELECT $1::bytea, num, $2::bigint FROM sessions WHERE id = $3
			ON CONFLICT (hash) DO UPDATE SET at = excluded.at WHERE k.session = excluded.session`, hash, s.Seen, s.ID)
		if err != nil {
			return err
		}
		if n == 0 {
			return store.ErrExists
		}
	}
	_, err := t.exec(`DELETE FROM session_tokens WHERE hash IN (SELECT k.hash FROM session_tokens k JOIN sessions s ON s.num = k.session
		WHERE s.id = $1 ORDER BY (k.hash IS NOT DISTINCT FROM s.token OR k.hash IS NOT DISTINCT FROM s.previous) DESC, k.at DESC OFFSET $2)`, s.ID, usedTokens)
	return err
}

// hold makes an Update keep the session that it reads from others until its
// end, and read it as the last of them left it.
func (t sessions) hold() string {
	if t.class != viewing {
		return ` FOR UPDATE OF s`
	}
	return ""
}

func (t sessions) ByID(id string) (store.Session, error) {
	return t.read(`SELECT `+sessionColumns+` FROM sessions s WHERE s.id = $1`+t.hold(), id)
}

func (t sessions) ByToken(hash []byte) (store.Session, error) {
	return t.read(`SELECT `+sessionColumns+` FROM session_tokens k JOIN sessions s ON s.num = k.session WHERE k.hash = $1`+t.hold(), hash)
}

func (t sessions) read(sql string, args ...any) (s store.Session, err error) {
	err = t.one(func(r row) { s = readSession(r) }, sql, args...)
	return s, err
}

func (t sessions) OfUser(user string) ([]store.Session, error) {
	var out []store.Session
	err := t.each(func(r row) { out = append(out, readSession(r)) }, `SELECT `+sessionColumns+
		` FROM sessions s WHERE s.person = $1 AND s.ended = 0 ORDER BY s.created DESC, s.num DESC`+t.hold(), user)
	return out, err
}

func (t sessions) Update(s store.Session) error {
	was, err := t.ByID(s.ID)
	if err != nil {
		return err
	}
	if _, err := t.exec(`UPDATE sessions SET person = $1, device = $2, created = $3, seen = $4, ended = $5, token = $6,
		previous = $7, previous_until = $8, expires = $9, agent = $10, network = $11 WHERE id = $12`,
		s.User, s.Device, s.Created, s.Seen, s.Ended, s.Token, s.Previous, s.PreviousUntil, s.Expires, s.Agent, s.Network, s.ID); err != nil {
		return err
	}
	if was.Ended == 0 && s.Ended != 0 {
		t.told.Ended = append(t.told.Ended, s.ID)
	}
	return t.remember(s)
}

func (t sessions) End(id string, at int64) error {
	n, err := t.exec(`UPDATE sessions SET ended = $1 WHERE id = $2 AND ended = 0`, at, id)
	if n > 0 {
		t.told.Ended = append(t.told.Ended, id)
	}
	return err
}

func (t sessions) EndAll(user, except string, at int64) ([]string, error) {
	var ids []string
	err := t.write(query{sql: `UPDATE sessions SET ended = $1 WHERE person = $2 AND ended = 0 AND id <> $3 RETURNING id`,
		args: []any{at, user, except}, each: func(r row) { ids = append(ids, r.Text(0)) }})
	t.told.Ended = append(t.told.Ended, ids...)
	return ids, err
}

func (t sessions) Sweep(at int64, most int) (more bool, err error) {
	const expired = ` FROM sessions WHERE expires < $1 ORDER BY expires, num LIMIT $2)`
	if _, err := t.exec(`DELETE FROM turns WHERE holder IN (SELECT id`+expired, at, most); err != nil {
		return false, err
	}
	gone, err := t.exec(`DELETE FROM sessions WHERE num IN (SELECT num`+expired, at, most)
	if err != nil {
		return false, err
	}
	used, err := t.exec(`DELETE FROM session_tokens WHERE hash IN (SELECT k.hash FROM session_tokens k WHERE k.at < $1 AND NOT EXISTS
		(SELECT 1 FROM sessions s WHERE s.num = k.session AND (s.token = k.hash OR s.previous = k.hash)) LIMIT $2)`,
		at-usedTokensKept.Milliseconds(), most)
	return gone >= int64(most) || used >= int64(most), err
}
