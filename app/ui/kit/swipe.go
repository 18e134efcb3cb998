package kit

import (
	"math"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
)

const (
	swipeBegins = 10.0 // CSS pixels after which a finger has a direction
	swipeFlick  = 0.4  // CSS pixels a millisecond, from which a finger's speed says what it wants
	swipeLately = 60.0 // milliseconds over which the speed is taken
)

// Swipe follows a finger that may move something sideways. The zero value follows none. Times are in
// milliseconds, and X grows towards the end of a line: to the left where text runs to the left.
type Swipe struct {
	phase  swipePhase
	x0, y0 float64
	x      float64 // how far it is
	t      float64
	then   float64 // how far it was lately
	at     float64
}

type swipePhase int

const (
	swipeNone swipePhase = iota
	swipeWaits
	swipeMoves
)

// Finger is where a finger is, for Begin and Move.
func Finger(e platform.Event) (x, y, t float64) {
	x, y = e.Point()
	return x * float64(host.Rightward()), y, e.Time()
}

// Begin follows a finger from where it comes down.
func (s *Swipe) Begin(x, y, t float64) { *s = Swipe{phase: swipeWaits, x0: x, y0: y, t: t, at: t} }

// Drop follows it no more.
func (s *Swipe) Drop() { *s = Swipe{} }

// Moving reports whether the finger moves something.
func (s *Swipe) Moving() bool { return s.phase == swipeMoves }

// Move is told where the finger is, and reports whether it has begun to swipe by that. One that goes
// up or down scrolls, and is followed no more.
func (s *Swipe) Move(x, y, t float64) (begun bool) {
	if s.phase == swipeNone {
		return false
	}
	dx, dy := x-s.x0, y-s.y0
	if s.phase == swipeWaits {
		switch {
		case math.Hypot(dx, dy) < swipeBegins:
			return false
		case math.Abs(dy) > math.Abs(dx):
			s.Drop()
			return false
		}
		s.phase, begun = swipeMoves, true
		s.x0 += math.Copysign(swipeBegins, dx) // what it moves begins where it is
		dx = x - s.x0
		s.then, s.at = dx, t
	}
	if s.t-s.at > swipeLately {
		s.then, s.at = s.x, s.t
	}
	s.x, s.t = dx, t
	return begun
}

// By is how far the finger has moved since it swipes.
func (s *Swipe) By() float64 { return s.x }

// Lifted says where something goes that is let go of at a place between 0 and 1: towards where a quick
// finger threw it, else to the nearer end.
func (s *Swipe) Lifted(at, t float64) (far bool) {
	speed := 0.0
	if t-s.t < swipeLately && s.t > s.at {
		speed = (s.x - s.then) / (s.t - s.at)
	}
	if math.Abs(speed) >= swipeFlick {
		return speed > 0
	}
	return at > 0.5
}
