package engine_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// given is a command as the server received it.
type given struct {
	typ  wire.Type
	n    int64
	conn *conn
}

// notes has the server note the changes it is asked for, and answer none of
// them while silent.
func (s *server) notes(silent *bool) *[]given {
	var all []given
	s.set(func() {
		s.before = func(c *conn, h wire.Head) bool {
			if !wire.Numbered(h.Type) || h.ID == "" || h.ID[0] != 'r' {
				return false
			}
			all = append(all, given{h.Type, h.N, c})
			if !*silent {
				c.say(&wire.OK{Head: wire.Head{Type: wire.TypeOK, ID: h.ID}})
			}
			return true
		}
	})
	return &all
}

// asks gives a command and returns where its outcome will be.
func asks(t *testing.T, c *client, typ wire.Type, req wire.Headed) chan error {
	done := make(chan error, 1)
	go func() { done <- c.Do(t.Context(), typ, req, &wire.OK{}) }()
	return done
}

// A command whose answer was lost goes out again, whatever it is, under the
// number that it had; what was asked for after it in the same room waits.
func TestAChangeWithoutAnAnswerIsAskedForAgainBeforeWhatFollowsIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		c := start(t, s)
		defer c.Stop()
		silent := true
		got := s.notes(&silent)
		made := asks(t, c, wire.TypeRoomCreate, &wire.RoomCreate{Name: "atlas", Kind: wire.RoomPublic})
		after(time.Second)
		joined := asks(t, c, wire.TypeRoomJoin, &wire.RoomRef{Room: room})
		after(time.Second)
		left := asks(t, c, wire.TypeRoomLeave, &wire.RoomRef{Room: room})
		after(time.Second)
		same(t, "of each lane the first is out", s.count(func() int { return len(*got) }), 2)
		s.set(func() { silent = false })
		s.restart()
		after(time.Minute)
		for _, done := range []chan error{made, joined, left} {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		same(t, "commands that came", len(*got), 5)
		numbers := map[wire.Type]int64{}
		var last given
		for _, g := range *got {
			if was := numbers[g.typ]; was != 0 && was != g.n {
				t.Errorf("%s came as number %d and as %d", g.typ, was, g.n)
			}
			numbers[g.typ], last = g.n, g
		}
		if last.typ != wire.TypeRoomLeave || numbers[wire.TypeRoomLeave] <= numbers[wire.TypeRoomJoin] {
			t.Errorf("they came as %+v", *got)
		}
	})
}

func TestANewConnectionSaysWhichOneItReplaces(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		c := start(t, s)
		defer c.Stop()
		s.restart()
		after(time.Minute)
		s.mu.Lock()
		defer s.mu.Unlock()
		first, second := s.hellos[0], s.hellos[1]
		if first.Instance == "" || first.Instance != second.Instance || first.Replaces != "" || second.Replaces == "" {
			t.Errorf("first %+v, then %+v", first, second)
		}
	})
}

// What the server cannot tell is asked again, and a person is told when that
// does not help.
func TestAChangeOfUnknownOutcomeIsAskedForAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		c := start(t, s)
		defer c.Stop()
		var numbers []int64
		unknown := 2
		s.set(func() {
			s.before = func(c *conn, h wire.Head) bool {
				if h.Type != wire.TypeRoomCreate {
					return false
				}
				numbers = append(numbers, h.N)
				if len(numbers) <= unknown {
					c.say(&wire.Nack{Head: wire.Head{Type: wire.TypeNack, ID: h.ID}, Code: wire.CodeUnavailable, RetryMS: 1000})
				} else {
					c.say(&wire.OK{Head: wire.Head{Type: wire.TypeOK, ID: h.ID}})
				}
				return true
			}
		})
		create := &wire.RoomCreate{Name: "atlas", Kind: wire.RoomPublic}
		if err := c.Do(t.Context(), wire.TypeRoomCreate, create, &wire.OK{}); err != nil {
			t.Error(err)
		}
		if len(numbers) != 3 || numbers[0] != numbers[2] || numbers[0] == 0 {
			t.Errorf("it came as %v", numbers)
		}
		s.set(func() { numbers, unknown = nil, 100 })
		var fail *wire.Error
		if err := c.Do(t.Context(), wire.TypeRoomCreate, create, &wire.OK{}); !errors.As(err, &fail) || fail.Code != wire.CodeUnavailable {
			t.Errorf("in the end: %v", err)
		}
	})
}

func TestAChangeThatIsOverdueGoesOutOnAnotherConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		c := start(t, s)
		defer c.Stop()
		silent := true
		got := s.notes(&silent)
		done := asks(t, c, wire.TypeRoomJoin, &wire.RoomRef{Room: room})
		after(limits.SendTimeout - time.Second)
		s.set(func() { silent = false })
		after(time.Minute)
		if err := <-done; err != nil {
			t.Error(err)
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		if len(*got) != 2 || (*got)[0].n != (*got)[1].n || (*got)[0].conn == (*got)[1].conn {
			t.Errorf("it came as %+v", *got)
		}
	})
}
