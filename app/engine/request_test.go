package engine_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/confab/confab/app/engine"
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
			if h.N == 0 || h.ID == "" || h.ID[0] != 'r' {
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
func asks[Q, R wire.Headed](t *testing.T, c *client, command wire.Command[Q, R], req Q) chan error {
	done := make(chan error, 1)
	go func() {
		_, err := engine.Do(t.Context(), c.Engine, command, req)
		done <- err
	}()
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
		made := asks(t, c, wire.CreateRoom, &wire.RoomCreate{Name: "atlas", Kind: wire.RoomPublic})
		after(time.Second)
		joined := asks(t, c, wire.JoinRoom, &wire.RoomRef{Room: room})
		after(time.Second)
		left := asks(t, c, wire.LeaveRoom, &wire.RoomRef{Room: room})
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
		if last.typ != wire.LeaveRoom.Type || numbers[wire.LeaveRoom.Type] <= numbers[wire.JoinRoom.Type] {
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
				if h.Type != wire.CreateRoom.Type {
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
		if _, err := engine.Do(t.Context(), c.Engine, wire.CreateRoom, create); err != nil {
			t.Error(err)
		}
		if len(numbers) != 3 || numbers[0] != numbers[2] || numbers[0] == 0 {
			t.Errorf("it came as %v", numbers)
		}
		s.set(func() { numbers, unknown = nil, 100 })
		var fail *wire.Error
		if _, err := engine.Do(t.Context(), c.Engine, wire.CreateRoom, create); !errors.As(err, &fail) ||
			fail.Code != wire.CodeUnavailable {
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
		done := asks(t, c, wire.JoinRoom, &wire.RoomRef{Room: room})
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

// bell is a command of which nobody has said that it can be repeated.
var bell = wire.Command[*wire.RoomRef, *wire.OK]{Type: "room.bell", Answer: wire.TypeOK, Lane: wire.LaneRoom}

// bells has the server note the bells it is asked for, and do with each what then
// says.
func (s *server) bells(then func(*conn, wire.Head)) *[]wire.Head {
	var all []wire.Head
	s.set(func() {
		s.before = func(c *conn, h wire.Head) bool {
			if h.Type != bell.Type {
				return false
			}
			all = append(all, h)
			then(c, h)
			return true
		}
	})
	return &all
}

func TestWhatIsNotSafeToRepeatGoesOutOnce(t *testing.T) {
	silent := func(*conn, wire.Head) {}
	unknown := func(c *conn, h wire.Head) {
		c.say(&wire.Nack{Head: wire.Head{Type: wire.TypeNack, ID: h.ID}, Code: wire.CodeUnavailable})
	}
	for how, fails := range map[string]struct {
		then func(*conn, wire.Head)
		lost bool
	}{
		"the connection is lost":   {silent, true},
		"there is no answer":       {silent, false},
		"the server does not know": {unknown, false},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := newServer(t)
			c := start(t, s)
			defer c.Stop()
			got := s.bells(fails.then)
			done := asks(t, c, bell, &wire.RoomRef{Room: room})
			after(time.Second)
			if fails.lost {
				s.restart()
			}
			after(time.Minute)
			var fail *wire.Error
			if err := <-done; !errors.As(err, &fail) || fail.Code != wire.CodeUnavailable {
				t.Errorf("%s: %v", how, err)
			}
			same(t, how+": came", s.count(func() int { return len(*got) }), 1)
			same(t, how+": its number", (*got)[0].N, 0)
		})
	}
}

func TestWhatIsNotSafeToRepeatWaitsForItsTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		c := start(t, s)
		defer c.Stop()
		got := s.bells(func(*conn, wire.Head) {})
		first := asks(t, c, bell, &wire.RoomRef{Room: room})
		second := asks(t, c, bell, &wire.RoomRef{Room: room})
		after(time.Second)
		same(t, "out at once", s.count(func() int { return len(*got) }), 1)
		after(limits.SendTimeout)
		same(t, "after the first was given up", s.count(func() int { return len(*got) }), 2)
		after(time.Minute)
		for _, done := range []chan error{first, second} {
			if err := <-done; err == nil {
				t.Error("without an answer it succeeded")
			}
		}
	})
}
