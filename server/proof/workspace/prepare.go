package workspace

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"github.com/confab/confab/server/auth/keys"
	"github.com/confab/confab/server/auth/secret"
	"github.com/confab/confab/server/auth/token"
	"github.com/confab/confab/server/bench"
	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/sqlite"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// keysDir and audience are where the server keeps its signing keys below the
// data directory, and who it issues tokens for.
const (
	keysDir  = "keys"
	audience = "confab"
)

// Prepare creates a workspace in the empty directory data, with signed-in people
// and rooms of members each, without a server and without hashing passwords: a
// thousand accounts created the usual way would take longer than the load. Room i
// holds the people from i*members on, wrapping around.
func Prepare(ctx context.Context, data string, people, rooms, members int) (_ *bench.Workspace, err error) {
	st, err := sqlite.Open(ctx, data, sqlite.Options{})
	if err != nil {
		return nil, err
	}
	defer func() {
		if cerr := st.Close(); err == nil {
			err = cerr
		}
	}()
	ring, err := keys.Open(filepath.Join(data, keysDir), time.Now)
	if err != nil {
		return nil, err
	}
	w := &bench.Workspace{Data: data}
	return w, fill(ctx, w, st, ring, people, rooms, members)
}

// fill creates the people and rooms of Prepare in an empty store.
func fill(ctx context.Context, w *bench.Workspace, st store.Store, ring *keys.Ring, people, rooms, members int) error {
	rules := chat.New(st, chat.Options{})
	tokens := token.New(ring, audience, audience, time.Now)
	if err := makePeople(ctx, w, st, rules, tokens, people); err != nil {
		return err
	}
	err := st.View(ctx, func(tx store.Tx) (err error) {
		w.Main, err = tx.Settings().Get(store.SettingMainRoom)
		return err
	})
	if err != nil {
		return err
	}
	return makeRooms(ctx, w, rules, rooms, members)
}

func makePeople(ctx context.Context, w *bench.Workspace, st store.Store, rules *chat.Service, tokens *token.Tokens, n int) error {
	const batch = 200
	for first := 0; first < n; first += batch {
		var seats []bench.Seat
		err := st.Update(ctx, func(tx store.Tx) error {
			seats = seats[:0]
			for i := first; i < min(first+batch, n); i++ {
				seat, err := sit(tx, rules, tokens, i)
				if err != nil {
					return err
				}
				seats = append(seats, seat)
			}
			return nil
		})
		if err != nil {
			return err
		}
		w.Seats = append(w.Seats, seats...)
	}
	return nil
}

// sit creates the i-th person, the first of whom is the owner, and signs them in.
func sit(tx store.Tx, rules *chat.Service, tokens *token.Tokens, i int) (bench.Seat, error) {
	now := time.Now()
	u := store.User{Created: now.UnixMilli(), Email: fmt.Sprintf("p%d@bench.example", i)}
	u.User = wire.User{ID: id.New(), Handle: fmt.Sprintf("p%d", i), Name: fmt.Sprintf("Person %d", i), Role: wire.RoleMember}
	if i == 0 {
		u.Role = wire.RoleOwner
	}
	if err := tx.Users().Create(u); err != nil {
		return bench.Seat{}, err
	}
	enter := func() error { return rules.Enter(tx, u, "") }
	if i == 0 {
		enter = func() error { return rules.Found(tx, u, "Bench") }
	}
	if err := enter(); err != nil {
		return bench.Seat{}, err
	}
	_, hash := secret.New()
	s := store.Session{ID: id.New(), User: u.ID, Device: "bench", Created: now.UnixMilli(), Seen: now.UnixMilli(),
		Token: hash, Expires: now.Add(24 * time.Hour).UnixMilli()}
	if err := tx.Sessions().Create(s); err != nil {
		return bench.Seat{}, err
	}
	access, _, err := tokens.Issue(u.ID, s.ID)
	return bench.Seat{User: u.ID, Token: access}, err
}

func makeRooms(ctx context.Context, w *bench.Workspace, rules *chat.Service, rooms, members int) error {
	create := chat.Lookup(wire.CreateRoom.Type)
	join := chat.Lookup(wire.JoinRoom.Type)
	for i := range rooms {
		host := w.Seats[i*members%len(w.Seats)]
		made, err := rules.Do(ctx, chat.SignedIn(host.User, ""), create,
			&wire.RoomCreate{Name: fmt.Sprintf("load-%d", i), Kind: wire.RoomPublic})
		if err != nil {
			return err
		}
		room := made.(*wire.RoomInfo).Room.ID
		w.Rooms = append(w.Rooms, room)
		for m := 1; m < members; m++ {
			seat := w.Seats[(i*members+m)%len(w.Seats)]
			if _, err := rules.Do(ctx, chat.SignedIn(seat.User, ""), join, &wire.RoomRef{Room: room}); err != nil {
				return err
			}
		}
	}
	return nil
}
