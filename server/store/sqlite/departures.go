package sqlite

import "github.com/confab/confab/server/store"

type departures struct{ *tx }

func (t departures) Put(d store.Departure) error {
	num, err := t.num(d.Room)
	if err != nil {
		return err
	}
	_, err = t.exec(`INSERT INTO departures (room, person, by, at) VALUES (?, ?, ?, ?)
		ON CONFLICT (room, person) DO UPDATE SET by = excluded.by, at = excluded.at`, num, d.User, d.By, d.At)
	return err
}

func (t departures) Get(room, user string) (store.Departure, error) {
	num, err := t.num(room)
	if err != nil {
		return store.Departure{}, err
	}
	r, err := t.conn.one(`SELECT by, at FROM departures WHERE room = ? AND person = ?`, num, user)
	if err != nil {
		return store.Departure{}, err
	}
	return store.Departure{Room: room, User: user, By: r.Text(0), At: r.Int(1)}, nil
}
