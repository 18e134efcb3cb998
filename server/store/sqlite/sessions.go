package sqlite

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
	if _, err := t.exec(`INSERT INTO sessions (id, person, device, created, seen, ended, token, previous, previous_until, expires, agent, network)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		s.ID, s.User, s.Device, s.Created, s.Seen, s.Ended, s.Token, s.Previous, s.PreviousUntil, s.Expires, s.Agent, s.Network); err != nil {
		return err
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
		n, err := t.exec(`INSERT INTO session_tokens (hash, session, at) SELECT ?, num, ? FROM sessions WHERE id = ?
			ON CONFLICT (hash) DO UPDATE SET at = excluded.at WHERE session = excluded.session`, hash, s.Seen, s.ID)
		if err != nil {
			return err
		}
		if n == 0 {
			return store.ErrExists
		}
	}
	_, err := t.exec(`DELETE FROM session_tokens WHERE hash IN (SELECT k.hash FROM session_tokens k JOIN sessions s ON s.num = k.session
		WHERE s.id = ? ORDER BY k.hash IN (s.token, s.previous) DESC, k.at DESC LIMIT -1 OFFSET ?)`, s.ID, usedTokens)
	return err
}

func (t sessions) ByID(id string) (store.Session, error) {
	return t.one(`SELECT `+sessionColumns+` FROM sessions s WHERE s.id = ?`, id)
}

func (t sessions) ByToken(hash []byte) (store.Session, error) {
	return t.one(`SELECT `+sessionColumns+` FROM session_tokens k JOIN sessions s ON s.num = k.session WHERE k.hash = ?`, hash)
}

func (t sessions) one(sql string, args ...any) (store.Session, error) {
	r, err := t.conn.one(sql, args...)
	if err != nil {
		return store.Session{}, err
	}
	return readSession(r), nil
}

func (t sessions) OfUser(user string) ([]store.Session, error) {
	var out []store.Session
	err := t.conn.each(func(r row) { out = append(out, readSession(r)) },
		`SELECT `+sessionColumns+` FROM sessions s WHERE s.person = ? AND s.ended = 0 ORDER BY s.created DESC, s.num DESC`, user)
	return out, err
}

func (t sessions) Update(s store.Session) error {
	was, err := t.ByID(s.ID)
	if err != nil {
		return err
	}
	if _, err := t.exec(`UPDATE sessions SET person = ?, device = ?, created = ?, seen = ?, ended = ?, token = ?,
		previous = ?, previous_until = ?, expires = ?, agent = ?, network = ? WHERE id = ?`,
		s.User, s.Device, s.Created, s.Seen, s.Ended, s.Token, s.Previous, s.PreviousUntil, s.Expires, s.Agent, s.Network, s.ID); err != nil {
		return err
	}
	if was.Ended == 0 && s.Ended != 0 {
		t.told.Ended = append(t.told.Ended, s.ID)
	}
	return t.remember(s)
}

func (t sessions) End(id string, at int64) error {
	n, err := t.exec(`UPDATE sessions SET ended = ? WHERE id = ? AND ended = 0`, at, id)
	if n > 0 {
		t.told.Ended = append(t.told.Ended, id)
	}
	return err
}

func (t sessions) EndAll(user, except string, at int64) ([]string, error) {
	var ids []string
	if err := t.conn.each(func(r row) { ids = append(ids, r.Text(0)) },
		`SELECT id FROM sessions WHERE person = ? AND ended = 0 AND id <> ?`, user, except); err != nil {
		return nil, err
	}
	for _, id := range ids {
		if err := t.End(id, at); err != nil {
			return nil, err
		}
	}
	return ids, nil
}

func (t sessions) Sweep(at int64, most int) (more bool, err error) {
	const expired = ` FROM sessions WHERE expires < ? ORDER BY expires, num LIMIT ?)`
	if _, err := t.exec(`DELETE FROM turns WHERE holder IN (SELECT id`+expired, at, most); err != nil {
		return false, err
	}
	gone, err := t.exec(`DELETE FROM sessions WHERE num IN (SELECT num`+expired, at, most)
	if err != nil {
		return false, err
	}
	used, err := t.exec(`DELETE FROM session_tokens WHERE hash IN (SELECT k.hash FROM session_tokens k WHERE k.at < ? AND NOT EXISTS
		(SELECT 1 FROM sessions s WHERE s.num = k.session AND (s.token = k.hash OR s.previous = k.hash)) LIMIT ?)`,
		at-usedTokensKept.Milliseconds(), most)
	return gone >= int64(most) || used >= int64(most), err
}
