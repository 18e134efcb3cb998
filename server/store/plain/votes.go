package plain

import (
	"errors"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

type votes Tx

// Votes are a part of store.Reactions.
func Votes(t Tx) store.Votes { return (*votes)(&t) }

func (t *votes) Of(room string, seq int64, user string) (choices int, err error) {
	num, err := t.Conn.Room(room)
	if err != nil {
		return 0, err
	}
	err = t.Conn.One(func(r Row) { choices = int(r.Int(0)) },
		`SELECT choices FROM votes WHERE room = $1 AND seq = $2 AND person = $3`, num, seq, user)
	if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	return choices, err
}

func (t *votes) Put(room string, seq int64, user string, choices int) error {
	num, err := t.Conn.Room(room)
	if err != nil {
		return err
	}
	if choices == 0 {
		_, err = t.Conn.Exec(`DELETE FROM votes WHERE room = $1 AND seq = $2 AND person = $3`, num, seq, user)
		return err
	}
	_, err = t.Conn.Exec(`INSERT INTO votes (room, seq, person, choices) VALUES ($1, $2, $3, $4)
		ON CONFLICT (room, seq, person) DO UPDATE SET choices = excluded.choices`, num, seq, user, choices)
	return err
}

func (t *votes) Drop(room string, seq int64) error {
	num, err := t.Conn.Room(room)
	if err != nil {
		return err
	}
	_, err = t.Conn.Exec(`DELETE FROM votes WHERE room = $1 AND seq = $2`, num, seq)
	return err
}

func (t *votes) Mine(room, user string, es []wire.Event) error {
	for i := range es {
		if es[i].State == nil || es[i].State.Poll == nil {
			continue
		}
		choices, err := t.Of(room, es[i].Seq, user)
		if err != nil {
			return err
		}
		of := es[i].State.Poll.Choices
		for j := range of {
			of[j].Me = choices&(1<<j) != 0
		}
	}
	return nil
}

func (t *votes) Who(room string, seq int64, choice int, after string, limit int) (users []string, err error) {
	num, err := t.Conn.Room(room)
	if err != nil {
		return nil, err
	}
	err = t.Conn.Each(func(r Row) { users = append(users, r.Text(0)) },
		`SELECT person FROM votes WHERE room = $1 AND seq = $2 AND choices & $3 <> 0 AND person > $4 ORDER BY person LIMIT $5`,
		num, seq, 1<<choice, after, limit)
	return users, err
}
