package plain

import (
	"errors"
	"slices"

	"github.com/confab/confab/server/store"
)

type profiles Tx

// Profiles is a part of store.Tx.
func (t *Tx) Profiles() store.Profiles { return (*profiles)(t) }

func (t *profiles) Get(user string) (p store.Profile, err error) {
	err = t.Conn.One(func(r Row) {
		p = store.Profile{Pronouns: r.Text(0), Title: r.Text(1), Zone: r.Text(2), About: r.Text(3),
			Pause: r.Int(4), Hours: r.Text(5)}
	}, `SELECT pronouns, title, zone, about, pause, hours FROM profiles WHERE person = $1`, user)
	if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	return p, err
}

const putProfile = `INSERT INTO profiles (person, pronouns, title, zone, about, pause, hours)
	VALUES ($1, $2, $3, $4, $5, $6, $7)
	ON CONFLICT (person) DO UPDATE
	SET pronouns = excluded.pronouns, title = excluded.title, zone = excluded.zone, about = excluded.about,
		pause = excluded.pause, hours = excluded.hours`

func (t *profiles) Titles(users []string) (map[string]string, error) {
	titles := map[string]string{}
	if len(users) == 0 {
		return titles, nil
	}
	err := t.Conn.Each(func(r Row) { titles[r.Text(0)] = r.Text(1) },
		`SELECT person, title FROM profiles WHERE title <> '' AND `+t.Conn.In(`person`, 1), users)
	return titles, err
}

func (t *profiles) Put(user string, p store.Profile) error {
	u, err := (*Users)(t).Read(user)
	if err != nil {
		return err
	}
	if _, err := t.Conn.Exec(putProfile, user, p.Pronouns, p.Title, p.Zone, p.About, p.Pause, p.Hours); err != nil {
		return err
	}
	c := t.Conn.Changes()
	if !slices.Contains(c.Users, u.User) { // renamed in the same transaction
		c.Users = append(c.Users, u.User)
	}
	return nil
}
