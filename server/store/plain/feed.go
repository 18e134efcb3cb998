package plain

import (
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

type feed Tx

// Feed is a part of store.Tx.
func (t *Tx) Feed() store.Feed { return (*feed)(t) }

const (
	nextInFeed = `(SELECT coalesce(max(num), 0) + 1 FROM feed WHERE person = $1)`
	renewFeed  = `UPDATE feed SET num = ` + nextInFeed + `, kind = $4, author = $5, emoji = $6, at = $7, state = 0
		WHERE person = $1
			AND room = $2
			AND seq = $3`
	putFeed = `INSERT INTO feed (person, num, room, seq, kind, author, emoji, at, state)
		VALUES ($1, ` + nextInFeed + `, $2, $3, $4, $5, $6, $7, 0)
		ON CONFLICT (person, room, seq) DO NOTHING`
	lastInFeed = `SELECT max(num) FROM feed WHERE person = $1`
	feedUnread = `(f.state = 2 OR f.state = 0 AND (f.kind = 'reaction' OR m.read < f.seq))`
	feedOf     = ` FROM feed f
		JOIN rooms r ON r.id = f.room
		JOIN members m ON m.room = r.num AND m.person = f.person
		WHERE f.person = $1`
	listFeed = `SELECT f.num, f.kind, f.room, f.seq, f.author, f.emoji, f.at, f.state, ` + feedUnread + feedOf + `
			AND ($2 = 0 OR f.num < $2)
			AND ($3 = 0 OR ` + feedUnread + `)
			AND ($4 = '' OR f.kind = $4 OR f.kind = $5)
		ORDER BY f.num DESC
		LIMIT $6`
	countFeed = `SELECT f.kind, count(*)` + feedOf + ` AND f.state <> 1 AND ` + feedUnread + ` GROUP BY f.kind`
	trimFeed  = `DELETE FROM feed
		WHERE person = $1
			AND num < (SELECT num FROM feed WHERE person = $1 ORDER BY num DESC LIMIT 1 OFFSET $2)`
)

func (t *feed) Put(e *store.FeedEntry, renew bool) (bool, error) {
	args := []any{e.User, e.Room, e.Seq, string(e.Kind), e.Author, e.Emoji, e.At}
	var n int64
	var err error
	if renew {
		n, err = t.Conn.Exec(renewFeed, args...)
	}
	if err == nil && n == 0 {
		n, err = t.Conn.Exec(putFeed, args...)
	}
	if err != nil || n == 0 {
		return false, err
	}
	return true, t.Conn.One(func(r Row) { e.Num = r.Int(0) }, lastInFeed, e.User)
}

func (t *feed) Drop(user, room string, seq int64) error {
	_, err := t.Conn.Exec(`DELETE FROM feed WHERE person = $1 AND room = $2 AND seq = $3`, user, room, seq)
	return err
}

func (t *feed) Forget(room string, seq int64) error {
	_, err := t.Conn.Exec(`DELETE FROM feed WHERE room = $1 AND seq = $2`, room, seq)
	return err
}

func (t *feed) List(user string, kinds []wire.ActivityKind, unread bool, before int64, limit int) (list []store.FeedEntry, err error) {
	only := 0
	if unread {
		only = 1
	}
	var of [2]string
	for i := range of {
		if len(kinds) > 0 {
			of[i] = string(kinds[min(i, len(kinds)-1)])
		}
	}
	err = t.Conn.Each(func(r Row) {
		list = append(list, store.FeedEntry{User: user, Num: r.Int(0), Kind: wire.ActivityKind(r.Text(1)), Room: r.Text(2), Seq: r.Int(3),
			Author: r.Text(4), Emoji: r.Text(5), At: r.Int(6), State: store.FeedState(r.Int(7)), Unread: r.Bool(8)})
	}, listFeed, user, before, only, of[0], of[1], limit)
	return list, err
}

func (t *feed) Unread(user string) (map[wire.ActivityKind]int, error) {
	counts := make(map[wire.ActivityKind]int)
	err := t.Conn.Each(func(r Row) { counts[wire.ActivityKind(r.Text(0))] = int(r.Int(1)) }, countFeed, user)
	return counts, err
}

func (t *feed) Mark(user string, num int64, all bool, state store.FeedState) error {
	which := `num = $2`
	if all {
		which = `num <= $2`
	}
	_, err := t.Conn.Exec(`UPDATE feed SET state = $3 WHERE person = $1 AND `+which, user, num, int64(state))
	return err
}

func (t *feed) Trim(user string, keep int) error {
	_, err := t.Conn.Exec(trimFeed, user, keep-1)
	return err
}
