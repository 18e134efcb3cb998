package faults

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/confab/confab/server/bench"
	"github.com/confab/confab/server/proof/dose"
	"github.com/confab/confab/server/proof/instance"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// What is planned: so much for each of so many people, due within plannedFor.
const (
	planners     = 8
	plannedSends = 60
	plannedTells = 20
	plannedFor   = 12 * time.Second
	planning     = 12 * time.Second // how long it may take to say all of it
)

// agenda is what people have the server do at a time.
type agenda struct {
	t     *testing.T
	w     *bench.Workspace
	room  string
	users []string
	begin time.Time // the first of it is due after that
}

// plans has people plan messages to a room and reminders. A server that is gone is asked again.
func plans(t *testing.T, w *bench.Workspace, at func(i int) *instance.Server) *agenda {
	t.Helper()
	a := &agenda{t: t, w: w, room: w.Rooms[0]}
	a.begin = time.Now().Add(planning)
	for i, seat := range w.Seats[:planners] {
		a.users = append(a.users, seat.User)
		p := at(i).As(seat.User, seat.Token)
		for n := range plannedSends + plannedTells {
			q := &wire.LaterAdd{CID: id.New(), Does: wire.DeedSend, Room: a.room, Body: fmt.Sprintf("%d of %s", n, seat.User),
				When: a.begin.Add(rand.N(plannedFor)).Format(time.RFC3339Nano)}
			if n >= plannedSends {
				q.Does, q.Room = wire.DeedRemind, ""
			}
			must(t, p.Do(t.Context(), "POST", "/later", q, nil))
		}
	}
	return a
}

// done is a View's function that fails with errLeft as long as something is left, and otherwise if anything
// was done twice, was given up, or is missing.
func (a *agenda) done(tx store.Tx) error {
	said, after := map[string]int{}, int64(0)
	for {
		events, err := tx.Events().After(a.room, after, 500)
		if err != nil {
			return err
		}
		if len(events) == 0 {
			break
		}
		for _, e := range events {
			if e.Kind == wire.KindMessage {
				said[e.Body+" by "+e.Author]++
			}
			after = e.Seq
		}
	}
	sent, told := 0, 0
	for _, user := range a.users {
		for n := range plannedSends {
			switch times := said[fmt.Sprintf("%d of %s by %s", n, user, user)]; times {
			case 0:
			case 1:
				sent++
			default:
				return fmt.Errorf("message %d of %s is there %d times", n, user, times)
			}
		}
		left, err := tx.Plans().List(user)
		if err != nil {
			return err
		}
		for _, p := range left {
			switch {
			case p.State == wire.LaterFailed:
				return fmt.Errorf("a message could not be sent: %+v", p)
			case p.State == wire.LaterDue:
				told++
			}
		}
		if len(left) < plannedTells {
			return fmt.Errorf("%d reminders of %s are left of %d", len(left), user, plannedTells)
		}
	}
	dead, err := tx.Jobs().Dead(1)
	if err != nil || len(dead) > 0 {
		return fmt.Errorf("given up: %+v %w", dead, err)
	}
	if sent < planners*plannedSends || told < planners*plannedTells {
		next, err := tx.Jobs().Next(time.Now().Add(time.Hour).UnixMilli(), store.JobKinds{Only: []string{"later"}})
		return fmt.Errorf("%w: %d of %d messages, %d of %d reminders; the next job: %+v %v", errLeft, sent, planners*plannedSends, told,
			planners*plannedTells, next, err)
	}
	return nil
}

// survives has a server killed again and again while things become due, and has them all done once. again kills
// one, lets look look into the database, and starts it again.
func (a *agenda) survives(again func(n int, look func(store.Store) error)) {
	a.t.Helper()
	rest(a.t.Context(), time.Until(a.begin))
	rounds, amid := dose.Of(kills, 4*kills), 0
	left := errLeft
	for n, deadline := 0, time.Now().Add(3*patience); n < rounds || errors.Is(left, errLeft) && time.Now().Before(deadline); n++ {
		rest(a.t.Context(), rand.N(plannedFor/(2*kills))) // in the midst of whatever it does
		if n >= rounds {
			rest(a.t.Context(), 3*time.Second) // for what a killed server had in hand
		}
		again(n, func(st store.Store) error {
			if left = st.View(a.t.Context(), a.done); errors.Is(left, errLeft) {
				amid++
			}
			return nil
		})
		if left != nil && !errors.Is(left, errLeft) {
			break
		}
	}
	must(a.t, left)
	if a.t.Logf("of %d kills %d came before all was done", rounds, amid); amid < kills/2 {
		a.t.Error("too few for a proof")
	}
}

// The server is killed 25 times, or 100, while messages and reminders become due. Each message is sent once,
// and everybody is reminded of everything.
func TestFaultLater(t *testing.T) {
	w := prepare(t, planners, 1, planners)
	s := serve(t, w.Data, "--limits", "off")
	a := plans(t, w, func(int) *instance.Server { return s })
	a.survives(func(_ int, look func(store.Store) error) {
		s.Kill()
		opened(t, w.Data, look)
		must(t, s.Start(t.Context()))
	})
}

// The same with three nodes on one PostgreSQL, of which one after the other is killed: what is due is done
// by one of them at a time.
func TestFaultLaterOfThreeNodes(t *testing.T) {
	c := starts3(t, planners, 1, planners)
	a := plans(t, c.w, func(i int) *instance.Server { return c.nodes[i%len(c.nodes)] })
	a.survives(func(n int, look func(store.Store) error) {
		node := c.nodes[n%len(c.nodes)]
		node.Kill()
		c.opened(look)
		must(t, node.Start(t.Context()))
	})
}
