package effect

import "github.com/confab/confab/shared/wire"

// pin marks a message so that everyone in the room finds it again, or takes the
// mark away.
type pin struct{ Plain }

func (pin) Name() wire.Kind { return wire.KindPin }
func (pin) Row() bool       { return false }

func (pin) Change(m, e *wire.Event) bool {
	Mark(m.State, string(wire.KindPin), e.On, e)
	return true
}

func (pin) Sample(r Random) wire.Event { return wire.Event{On: r.IntN(3) > 0} }

// Pinned returns the pin on a message of state s, which may be nil, and whether
// there is one.
func Pinned(s *wire.State) (wire.Mark, bool) { return Marked(s, string(wire.KindPin)) }
