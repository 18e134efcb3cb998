package plain

import (
	"time"

	"github.com/confab/confab/server/store"
)

type sessions Tx

// Sessions is a part of store.Tx.
func (t *Tx) Sessions() store.Sessions { return (*sessions)(t) }

// usedTokensKept is how long the hash of a replaced token is kept: as long as a
// session may be idle, after which the token would not have been good anyway.
const usedTokensKept = 30 * 24 * time.Hour

// usedTokens is how many hashes are kept for each session, those of the two
// tokens in force among them, so that refreshing does not fill the disk. An older
// token is recognised by the session's id in it; see package auth.
const usedTokens = 32

const (
	selectSession = `SELECT s.id, s.person, s.device, s.created, s.seen, s.ended, s.token, s.previous, s.previous_until,
		s.expires, s.agent, s.network`
	insertSession = `INSERT INTO sessions (id, person, device, created, seen, ended, token, previous, previous_until,
			expires, agent, network)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
		ON CONFLICT DO NOTHING`
	updateSession = `UPDATE sessions
		SET person = $2, device = $3, created = $4, seen = $5, ended = $6, token = $7, previous = $8, previous_until = $9,
			expires = $10, agent = $11, network = $12
		WHERE id = $1`

	sessionByID    = selectSession + ` FROM sessions s WHERE s.id = $1`
	sessionByToken = selectSession + ` FROM session_tokens k JOIN sessions s ON s.num = k.session WHERE k.hash = $1`
	sessionsOfUser = selectSession + ` FROM sessions s
		WHERE s.person = $1 AND s.ended = 0
		ORDER BY s.created DESC, s.num DESC`

	// A hash belongs to one session: no row is written if it is another's.
	keepToken = `INSERT INTO session_tokens AS k (hash, session, at)
		SELECT $1, num, $2 FROM sessions WHERE id = $3
		ON CONFLICT (hash) DO UPDATE SET at = excluded.at WHERE k.session = excluded.session`
	forgetTokens = `DELETE FROM session_tokens WHERE hash IN (
		SELECT k.hash FROM session_tokens k JOIN sessions s ON s.num = k.session
		WHERE s.id = $1
		ORDER BY (k.hash IS NOT DISTINCT FROM s.token OR k.hash IS NOT DISTINCT FROM s.previous) DESC, k.at DESC
		LIMIT 1000000 OFFSET $2)`

	expired       = ` FROM sessions WHERE expires < $1 ORDER BY expires, num LIMIT $2)`
	sweepTurns    = `DELETE FROM turns WHERE holder IN (SELECT id` + expired
	sweepSessions = `DELETE FROM sessions WHERE num IN (SELECT num` + expired
	sweepTokens   = `DELETE FROM session_tokens WHERE hash IN (
		SELECT k.hash FROM session_tokens k
		WHERE k.at < $1
			AND NOT EXISTS (SELECT 1 FROM sessions s WHERE s.num = k.session AND (s.token = k.hash OR s.previous = k.hash))
		LIMIT $2)`
)

func readSession(r Row) store.Session {
	return store.Session{ID: r.Text(0), User: r.Text(1), Device: r.Text(2), Created: r.Int(3), Seen: r.Int(4),
		Ended: r.Int(5), Token: r.Bytes(6), Previous: r.Bytes(7), PreviousUntil: r.Int(8), Expires: r.Int(9),
		Agent: r.Text(10), Network: r.Text(11)}
}

// write runs insertSession or updateSession.
func (t *sessions) write(sql string, s store.Session) (int64, error) {
	return t.Conn.Exec(sql, s.ID, s.User, s.Device, s.Created, s.Seen, s.Ended, s.Token, s.Previous, s.PreviousUntil,
		s.Expires, s.Agent, s.Network)
}

func (t *sessions) Create(s store.Session) error {
	if err := inserted(t.write(insertSession, s)); err != nil {
		return err
	}
	return t.keepTokens(s)
}

// keepTokens keeps the hashes of s, and deletes the oldest of too many.
func (t *sessions) keepTokens(s store.Session) error {
	for _, hash := range [][]byte{s.Token, s.Previous} {
		if len(hash) == 0 {
			continue
		}
		if err := inserted(t.Conn.Exec(keepToken, hash, s.Seen, s.ID)); err != nil {
			return err
		}
	}
	_, err := t.Conn.Exec(forgetTokens, s.ID, usedTokens)
	return err
}

func (t *sessions) ByID(id string) (store.Session, error)      { return t.one(sessionByID, id) }
func (t *sessions) ByToken(hash []byte) (store.Session, error) { return t.one(sessionByToken, hash) }

// one reads a session in order to change it, as the last change left it.
func (t *sessions) one(sql string, arg any) (s store.Session, err error) {
	err = t.Conn.One(func(r Row) { s = readSession(r) }, sql+t.Conn.ForUpdate(`s`), arg)
	return s, err
}

func (t *sessions) OfUser(user string) (list []store.Session, err error) {
	err = t.Conn.Each(func(r Row) { list = append(list, readSession(r)) }, sessionsOfUser+t.Conn.ForUpdate(`s`), user)
	return list, err
}

func (t *sessions) Update(s store.Session) error {
	was, err := t.ByID(s.ID)
	if err != nil {
		return err
	}
	if _, err := t.write(updateSession, s); err != nil {
		return err
	}
	if was.Ended == 0 && s.Ended != 0 {
		t.ended(s.ID)
	}
	return t.keepTokens(s)
}

// ended has the functions of OnCommit know that sessions were ended.
func (t *sessions) ended(ids ...string) {
	c := t.Conn.Changes()
	c.Ended = append(c.Ended, ids...)
}

func (t *sessions) End(id string, at int64) error {
	n, err := t.Conn.Exec(`UPDATE sessions SET ended = $1 WHERE id = $2 AND ended = 0`, at, id)
	if n > 0 {
		t.ended(id)
	}
	return err
}

func (t *sessions) EndAll(user, except string, at int64) (ids []string, err error) {
	live := `SELECT s.id FROM sessions s WHERE s.person = $1 AND s.ended = 0 AND s.id <> $2` + t.Conn.ForUpdate(`s`)
	if err := t.Conn.Each(func(r Row) { ids = append(ids, r.Text(0)) }, live, user, except); err != nil || len(ids) == 0 {
		return nil, err
	}
	if _, err := t.Conn.Exec(`UPDATE sessions SET ended = $1 WHERE `+t.Conn.In(`id`, 2), at, ids); err != nil {
		return nil, err
	}
	t.ended(ids...)
	return ids, nil
}

func (t *sessions) Sweep(at int64, most int) (more bool, err error) {
	if _, err := t.Conn.Exec(sweepTurns, at, most); err != nil {
		return false, err
	}
	gone, err := t.Conn.Exec(sweepSessions, at, most)
	if err != nil {
		return false, err
	}
	used, err := t.Conn.Exec(sweepTokens, at-usedTokensKept.Milliseconds(), most)
	return gone >= int64(most) || used >= int64(most), err
}
