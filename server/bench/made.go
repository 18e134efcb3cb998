package bench

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/confab/confab/shared/wire"
)

// made are the rooms that a load makes on a running server: private ones, which
// nobody else gets to see.
type made struct {
	api   api
	load  Load
	seats []Seat
	told  func(string)

	rooms []string
	in    [][]Seat // who has been put into each
}

func (m *made) say(format string, args ...any) {
	if m.told != nil {
		m.told(fmt.Sprintf(format, args...))
	}
}

// make makes the load's rooms; the i-th holds the people from i*members on,
// wrapping around.
func (m *made) make(ctx context.Context) ([]string, error) {
	if m.load.Members > len(m.seats) {
		return nil, fmt.Errorf("a room of %d members needs as many tokens; there are %d", m.load.Members, len(m.seats))
	}
	m.say("making %d rooms of %d members", m.load.Rooms, m.load.Members)
	stamp := time.Now().UTC().Format("20060102-150405")
	for i := range m.load.Rooms {
		host := m.seats[i*m.load.Members%len(m.seats)]
		var info wire.RoomInfo
		in := wire.RoomCreate{Name: fmt.Sprintf("load-%s-%d", stamp, i+1), Kind: wire.RoomPrivate}
		if err := m.api.command(ctx, host.Token, http.MethodPost, "/rooms", in, &info); err != nil {
			return nil, fmt.Errorf("making room %d of %d: %w", i+1, m.load.Rooms, err)
		}
		room := info.Room.ID
		m.rooms, m.in = append(m.rooms, room), append(m.in, []Seat{host})
		for n := 1; n < m.load.Members; n++ {
			seat := m.seats[(i*m.load.Members+n)%len(m.seats)]
			if err := m.api.command(ctx, host.Token, http.MethodPut, "/rooms/"+room+"/members/"+seat.User, nil, nil); err != nil {
				return nil, fmt.Errorf("adding person %d of room %d: %w", n+1, i+1, err)
			}
			m.in[i] = append(m.in[i], seat)
		}
	}
	return m.rooms, nil
}

// leave takes everybody out of the rooms again; the rooms and what was said in
// them stay in the server's database.
func (m *made) leave(ctx context.Context) error {
	if len(m.rooms) == 0 {
		return nil
	}
	var errs []error
	for i, room := range m.rooms {
		for _, seat := range m.in[i] {
			if err := m.api.command(ctx, seat.Token, http.MethodPost, "/rooms/"+room+"/leave", nil, nil); err != nil {
				errs = append(errs, fmt.Errorf("leaving room %s: %w", room, err))
				break
			}
		}
	}
	if len(errs) > 0 {
		return fmt.Errorf("some of the %d rooms that were made are still there: %w", len(m.rooms), errors.Join(errs...))
	}
	m.say("everybody has left the %d rooms that were made; what was said in them is still in the database", len(m.rooms))
	return nil
}
