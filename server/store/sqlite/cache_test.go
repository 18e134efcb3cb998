package sqlite

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// troupe makes and asks for changes of a few people in a few rooms.
type troupe struct {
	*testing.T
	r            *rand.Rand
	users, rooms []string
}

func newTroupe(t *testing.T, s *Store, seed uint64) *troupe {
	p := &troupe{T: t, r: rand.New(rand.NewPCG(seed, 0))}
	write(t, s, func(tx store.Tx) error {
		for i := range 4 {
			p.users = append(p.users, fmt.Sprint("user", i))
			p.rooms = append(p.rooms, fmt.Sprint("room", i))
			u := store.User{User: wire.User{ID: p.users[i], Handle: p.users[i], Role: wire.RoleMember}}
			r := store.Room{ID: p.rooms[i], Kind: wire.RoomPrivate, Name: p.rooms[i], Epoch: "e"}
			if err := errors.Join(tx.Users().Create(u), tx.Rooms().Create(r)); err != nil {
				return err
			}
		}
		return nil
	})
	return p
}

// act makes one change or none. Refusals of the store are no failure.
func (p *troupe) act(tx store.Tx, draw *rand.Rand) {
	room, user := p.rooms[draw.IntN(len(p.rooms))], p.users[draw.IntN(len(p.users))]
	var err error
	switch draw.IntN(6) {
	case 0:
		handle := fmt.Sprint("handle", draw.IntN(5)) // often taken
		err = tx.Users().Update(store.User{User: wire.User{ID: user, Handle: handle, Role: wire.RoleAdmin}, Created: draw.Int64N(9)})
	case 1, 2:
		err = tx.Members().Put(store.Member{Room: room, User: user, Host: draw.IntN(2) == 0, Read: draw.Int64N(5)})
	case 3:
		err = tx.Members().Remove(room, user)
	case 4:
		if draw.IntN(3) == 0 {
			err = tx.Members().Unread(room, user, draw.Int64N(20))
		} else {
			_, err = tx.Members().Read(room, user, draw.Int64N(20), draw.Int64N(3))
		}
	case 5:
		err = tx.Events().Append(&wire.Event{Room: room, Event: "e", Author: user, CID: fmt.Sprint(draw.IntN(50)), Kind: wire.KindMessage})
	}
	if err != nil && !errors.Is(err, store.ErrExists) && !errors.Is(err, store.ErrNotFound) {
		p.Error(err)
	}
}

// compare asks for everybody, and asks the database behind the store's back.
func (p *troupe) compare(tt store.Tx) {
	c := tt.(*nouns).tx.conn
	for _, u := range p.users {
		got, err := tt.Users().ByID(u)
		want, truth := tt.(*nouns).users.Read(u)
		if got != want || !errors.Is(err, truth) {
			p.Errorf("%s is remembered as %v %v, and is %v %v", u, got, err, want, truth)
		}
		for _, r := range p.rooms {
			num, err := tt.(*nouns).tx.num(r)
			if err != nil {
				p.Fatal(err)
			}
			got, err := tt.Members().Get(r, u)
			want, truth := readMember(c, num, r, u)
			if got != want || !errors.Is(err, truth) {
				p.Errorf("%s in %s is remembered as %v %v, and is %v %v", u, r, got, err, want, truth)
			}
		}
	}
	for _, r := range p.rooms {
		room, err := tt.(*nouns).tx.write.room(r)
		if err != nil {
			p.Fatal(err)
		}
		if head, err := tt.Rooms().Heads([]string{r}); err != nil || head[r] != room.top {
			p.Errorf("the top of %s is remembered as %d, and is %d %v", r, room.top, head[r], err)
		}
	}
}

func TestWhatTheWriterRemembersIsWhatIsThere(t *testing.T) {
	for seed := range uint64(10) {
		s := open(t, Options{})
		p := newTroupe(t, s, seed)
		for range 10 {
			p.round(s)
		}
		shut(t, s)
	}
}

// round has a group of changes, some of which fail or panic after they wrote.
func (p *troupe) round(s *Store) {
	errGivenUp := errors.New("given up")
	queued, done := make(chan struct{}), make(chan error)
	go func() {
		done <- s.Update(context.Background(), func(store.Tx) error { <-queued; return nil })
	}()
	const many = 30
	for range many {
		u := &update{done: make(chan error, 1)}
		seed, end := p.r.Uint64(), p.r.IntN(8)
		u.fn = func(tx store.Tx) error {
			draw := rand.New(rand.NewPCG(seed, 1)) // the same when it runs again
			for range draw.IntN(5) {
				p.act(tx, draw)
				p.compare(tx)
			}
			switch end {
			case 0:
				return errGivenUp
			case 1:
				panic("given up")
			}
			return nil
		}
		if err := s.enqueue(u); err != nil {
			p.Fatal(err)
		}
		go func() { <-u.done; done <- nil }()
	}
	close(queued)
	for range many + 1 {
		if err := <-done; err != nil {
			p.Error(err)
		}
	}
	write(p.T, s, func(tx store.Tx) error { p.compare(tx); return nil })
}
