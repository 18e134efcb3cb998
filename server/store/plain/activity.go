package plain

import "github.com/confab/confab/server/store"

type activity Tx

// Activity is a part of store.Tx.
func (t *Tx) Activity() store.Activity { return (*activity)(t) }

const (
	addActivity = `INSERT INTO activity AS a (day, room, person, messages)
		VALUES ($1, $2, $3, $4)
		ON CONFLICT (day, room, person) DO UPDATE SET messages = a.messages + excluded.messages`
	activeDays = `SELECT day, CAST(sum(messages) AS bigint), count(DISTINCT room), count(DISTINCT person) FROM activity
		WHERE day >= $1
		GROUP BY day
		ORDER BY day`
	forgetActivity = `DELETE FROM activity WHERE (day, room, person) IN
		(SELECT day, room, person FROM activity WHERE day < $1 ORDER BY day, room, person LIMIT $2)`
)

func (t *activity) Add(day int64, room, user string, messages int) error {
	_, err := t.Conn.Exec(addActivity, day, room, user, messages)
	return err
}

func (t *activity) Days(first int64) (days []store.ActiveDay, err error) {
	err = t.Conn.Each(func(r Row) {
		days = append(days, store.ActiveDay{Day: r.Int(0), Messages: r.Int(1), Rooms: r.Int(2), People: r.Int(3)})
	}, activeDays, first)
	return days, err
}

func (t *activity) Forget(day int64, most int) (more bool, err error) {
	n, err := t.Conn.Exec(forgetActivity, day, most)
	return n >= int64(most), err
}
