package effect

import (
	"slices"

	"github.com/confab/confab/shared/wire"
)

// Mark sets (on) or removes a mark in the state s of a message; e is the event that
// does so. If the mark is set already, it stays as it is.
func Mark(s *wire.State, mark string, on bool, e *wire.Event) {
	i := slices.IndexFunc(s.Marks, func(m wire.Mark) bool { return m.Mark == mark })
	switch {
	case on && i < 0:
		s.Marks = append(slices.Clip(s.Marks), wire.Mark{Mark: mark, By: e.Author, At: e.At, Seq: e.Seq})
	case !on && len(s.Marks) == 1 && i == 0:
		s.Marks = nil
	case !on && i >= 0:
		s.Marks = slices.Delete(slices.Clone(s.Marks), i, i+1)
	}
}

// Marked returns the mark in the state s of a message, which may be nil, and whether
// there is one.
func Marked(s *wire.State, mark string) (wire.Mark, bool) {
	if s != nil {
		for _, m := range s.Marks {
			if m.Mark == mark {
				return m, true
			}
		}
	}
	return wire.Mark{}, false
}
