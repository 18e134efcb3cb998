package faults

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/server/proof/history"
	"github.com/confab/confab/shared/wire"
)

// What the story of the bad network is made of.
const (
	people    = 100
	rooms     = 5
	inRoom    = 40 // so that everyone is in two rooms
	talkers   = 30
	deeds     = 60  // of each talker at least
	reloads   = 20  // of clients, all in all
	leastCuts = 800 // connections cut before they stop talking
)

var emoji = []string{"👍", "🎉", "👀", "🙏"}

// 100 clients on a network that cuts their connections all the time,
// anywhere. They write, answer, edit, erase and react, say what a room is about, let
// guests in and out, and some are started anew. Nothing is lost or doubled, and in the end everyone sees what someone
// sees who comes in now.
func TestNothingIsLostOnABadNetwork(t *testing.T) {
	w := prepare(t, people, rooms, inRoom)
	s := serve(t, w.Data, "--limits", "off")
	of := guests(t, s, w, inRoom)
	p := between(t, s.URL)
	c := gathers(t, p.url(), w)
	for i, m := range c.members {
		m.guest = of[m.user]
		for _, room := range roomsOf(i, w.Rooms) {
			m.engine.OpenRoom(room)
		}
	}
	c.each(func(i int, m *member) error {
		if i < talkers {
			return m.talks(t.Context(), roomsOf(i, w.Rooms), func() bool { return p.cuts.Load() >= leastCuts })
		}
		if i >= people-reloads {
			m.reload()
			m.engine.OpenRoom(roomsOf(i, w.Rooms)[0])
		}
		return nil
	})
	p.calm.Store(true)
	c.rests()
	t.Logf("%d cuts, %d connections of %d people", p.cuts.Load(), c.total((*member).connections), people)
	c.seesWhatIsThere(s.URL, w)
	c.leave()
	verdict(t, s, w, c.rec)
}

// roomsOf are the rooms that Prepare puts the i-th of the people in.
func roomsOf(i int, all []string) (in []string) {
	for r, room := range all {
		if (i-r*inRoom%people+people)%people < inRoom {
			in = append(in, room)
		}
	}
	return in
}

// talks does one thing after another in some rooms, until it is enough.
func (m *member) talks(ctx context.Context, rooms []string, enough func() bool) error {
	for n := 0; n < deeds || !enough(); n++ {
		room := rooms[rand.IntN(len(rooms))]
		if err := m.deed(ctx, room, n); err != nil {
			return err
		}
	}
	return nil
}

// deed is one random thing that people do.
func (m *member) deed(ctx context.Context, room string, n int) error {
	any, own := m.sees(room, false), m.sees(room, true)
	var err error
	switch dice := rand.IntN(100); {
	case dice < 15 && own > 0:
		body := fmt.Sprintf("second thoughts %d of %s", n, m.user)
		err = changes(ctx, m, wire.EditMessage, &wire.Edit{Room: room, Seq: own, Body: body},
			history.Change{Room: room, Target: own, Kind: string(wire.KindEdit), Body: body})
	case dice < 20 && own > 0:
		err = changes(ctx, m, wire.DeleteMessage, &wire.Delete{Room: room, Seq: own},
			history.Change{Room: room, Target: own, Kind: string(wire.KindDelete)})
	case dice < 45 && any > 0:
		e, on := emoji[rand.IntN(len(emoji))], rand.IntN(4) > 0
		err = changes(ctx, m, wire.ReactToMessage, &wire.React{Room: room, Seq: any, Emoji: e, On: on},
			history.Change{Room: room, Target: any, Kind: string(wire.KindReaction), Emoji: e, On: on})
	case dice < 52:
		return m.keeps(ctx, room, n)
	default:
		answers := int64(0)
		if dice > 85 {
			answers = any
		}
		arrived, err := m.say(room, fmt.Sprintf("message %d of %s", n, m.user), answers)
		if err != nil {
			return err
		}
		select {
		case <-arrived:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	// Somebody may have erased it meanwhile.
	var refused *wire.Error
	if errors.As(err, &refused) && slices.Contains([]wire.Code{wire.CodeDeleted, wire.CodeNotFound}, refused.Code) {
		return nil
	}
	return err
}

// changes changes a message and notes how that ends.
func changes[Q wire.Headed](ctx context.Context, m *member, command wire.Command[Q, *wire.Ack], req Q, c history.Change) error {
	m.mu.Lock()
	asked := m.log.Change(m.rec.Tick(), c)
	m.mu.Unlock()
	ack, err := engine.Do(ctx, m.engine, command, req)
	m.mu.Lock()
	defer m.mu.Unlock()
	var refused *wire.Error
	switch {
	case err == nil:
		asked.OK(ack.Seq, ack.Dup)
		m.acked[ack.Room] = max(m.acked[ack.Room], ack.Seq)
	case errors.As(err, &refused) && !refused.Code.Temporary():
		asked.Fail()
	}
	return err
}

// sees is the seq of a message that is in the member's window, of their own if
// wanted; 0: none.
func (m *member) sees(room string, own bool) (seq int64) {
	m.engine.View(func(s *state.State) {
		r := s.Rooms[room]
		if r == nil {
			return
		}
		seen := 0
		for _, it := range r.Items {
			if it.Event.Kind != wire.KindMessage || it.Deleted() || own && it.Event.Author != m.user {
				continue
			}
			if seen++; rand.IntN(seen) == 0 {
				seq = it.Event.Seq
			}
		}
	})
	return seq
}
