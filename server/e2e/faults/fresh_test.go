package faults

import (
	"context"
	"encoding/json"
	"fmt"
	"sync/atomic"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/engine/dial"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/server/bench"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// seesWhatIsThere checks I8 on the real thing: what every client has made of
// the events it was given is what the server tells someone who comes in now.
func (c *crowd) seesWhatIsThere(url string, w *bench.Workspace) {
	c.t.Helper()
	var windows atomic.Int64
	c.each(func(i int, m *member) error {
		e := engine.New(engine.Options{
			Dialer: dial.Dialer{URL: url, Token: dial.Fixed(w.Seats[i].Token)}, Device: id.New(), Client: "faults",
		})
		e.Start()
		defer e.Stop()
		for _, room := range roomsOf(i, w.Rooms) {
			grown, err := m.looksAt(c.t.Context(), room)
			if err != nil {
				return err
			}
			if grown {
				windows.Add(1)
			}
			if err := c.sameRoom(m, e, room); err != nil {
				return err
			}
		}
		return nil
	})
	c.t.Logf("%d windows have come here event by event", windows.Load())
	if windows.Load() == 0 {
		c.t.Error("every window was loaded anew: nothing was proved")
	}
}

// looksAt makes sure that the end of a room is in the member's window. grown
// tells that it was, by the events alone.
func (m *member) looksAt(ctx context.Context, room string) (grown bool, err error) {
	live := func() (ok bool) {
		m.engine.View(func(s *state.State) { ok = s.Rooms[room].Live() && s.Rooms[room].Loading == 0 })
		return ok
	}
	if live() {
		return true, nil
	}
	m.engine.OpenRoom(room)
	m.engine.JumpToEnd(room)
	// By the time of an answer both have been begun.
	if _, err := engine.Do(ctx, m.engine, wire.GetRoom, &wire.RoomRef{Room: room}); err != nil {
		return false, err
	}
	return false, within("the end of the room is loaded", live)
}

// sameRoom compares a member's room with what a fresh engine is told of it.
func (c *crowd) sameRoom(m *member, fresh *engine.Engine, room string) error {
	info, err := engine.Do(c.t.Context(), fresh, wire.GetRoom, &wire.RoomRef{Room: room})
	if err != nil {
		return err
	}
	var from, to int64
	m.engine.View(func(s *state.State) { from, to = s.Rooms[room].From, s.Rooms[room].To })
	want := map[int64]string{}
	for before := to + 1; before > from; {
		page, err := engine.Do(c.t.Context(), fresh, wire.FetchHistory, &wire.Fetch{Room: room, Before: before, Limit: limits.PageMax})
		if err != nil {
			return err
		}
		for _, e := range page.Events {
			if e.Seq >= from && e.Seq <= to {
				want[e.Seq] = plain(e)
			}
		}
		if page.From <= 1 {
			break
		}
		before = page.From
	}
	var problems []string
	m.engine.View(func(s *state.State) {
		r := s.Rooms[room]
		if got := r.Info; got.Top != info.Room.Top || got.Members != info.Room.Members || got.Unread != info.Room.Unread ||
			got.Mentions != info.Room.Mentions || got.Read != info.Room.Read || got.Name != info.Room.Name {
			problems = append(problems, fmt.Sprintf("the room is\n  %+v, want\n  %+v", got, info.Room))
		}
		if len(r.Items) != len(want) {
			problems = append(problems, fmt.Sprintf("%d rows from %d to %d, want %d", len(r.Items), from, to, len(want)))
		}
		for _, it := range r.Items {
			if got := plain(it.Event); got != want[it.Event.Seq] && len(problems) < 5 {
				problems = append(problems, fmt.Sprintf("row %d is\n  %s, want\n  %s", it.Event.Seq, got, want[it.Event.Seq]))
			}
		}
	})
	for _, p := range problems {
		c.t.Errorf("member %s, room %s: %s", m.user, room, p)
	}
	return nil
}

// plain is an event as it is compared.
func plain(e wire.Event) string {
	e.Head = wire.Head{}
	b, err := json.Marshal(e)
	if err != nil {
		return err.Error()
	}
	return string(b)
}
