package plain

import "github.com/confab/confab/server/store"

type departures Tx

// Departures is a part of store.Tx.
func (t *Tx) Departures() store.Departures { return (*departures)(t) }

func (t *departures) Put(d store.Departure) error {
	if err := t.Conn.Decide(); err != nil {
		return err
	}
	num, err := t.Conn.Room(d.Room)
	if err != nil {
		return err
	}
	_, err = t.Conn.Exec(`INSERT INTO departures (room, person, by, at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (room, person) DO UPDATE SET by = excluded.by, at = excluded.at`, num, d.User, d.By, d.At)
	return err
}

func (t *departures) Get(room, user string) (store.Departure, error) {
	num, err := t.Conn.Room(room)
	if err != nil {
		return store.Departure{}, err
	}
	d := store.Departure{Room: room, User: user}
	err = t.Conn.One(func(r Row) { d.By, d.At = r.Text(0), r.Int(1) },
		`SELECT by, at FROM departures WHERE room = $1 AND person = $2`, num, user)
	if err != nil {
		return store.Departure{}, err
	}
	return d, nil
}
