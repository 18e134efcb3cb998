package postgres

import "github.com/confab/confab/server/store"

type departures struct{ *tx }

func (t departures) Put(d store.Departure) error {
	if err := t.change(); err != nil {
		return err
	}
	num, err := t.num(d.Room)
	if err != nil {
		return err
	}
	_, err = t.exec(`INSERT INTO departures (room, person, by, at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (room, person) DO UPDATE SET by = excluded.by, at = excluded.at`, num, d.User, d.By, d.At)
	return err
}

func (t departures) Get(room, user string) (store.Departure, error) {
	num, err := t.num(room)
	if err != nil {
		return store.Departure{}, err
	}
	d := store.Departure{Room: room, User: user}
	err = t.one(func(r row) { d.By, d.At = r.Text(0), r.Int(1) },
		`SELECT by, at FROM departures WHERE room = $1 AND person = $2`, num, user)
	return d, err
}
