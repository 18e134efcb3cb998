package effecttest

import (
	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/wire"
)

// Star is a kind of event for tests only: it sets a star on a message (On) or removes
// it.
const Star wire.Kind = "test.star"

// Reason is the Detail of a Star.
type Reason struct {
	Why string `json:"why"`
	For string `json:"for,omitempty"` // a person
}

type star struct{ effect.Plain }

func init() { effect.Register(star{}) }

func (star) Name() wire.Kind { return Star }
func (star) Row() bool       { return false }
func (star) Detail() any     { return new(Reason) }

func (star) Change(m, e *wire.Event) bool {
	effect.Mark(m.State, string(Star), e.On, e)
	return true
}

func (star) SpeaksOf(e *wire.Event, add func(string)) {
	var r Reason
	if e.Detail.Read(&r) == nil {
		add(r.For)
	}
}

func (star) Sample(r effect.Random) wire.Event {
	return wire.Event{On: r.IntN(3) > 0, Detail: wire.DetailOf(&Reason{Why: effect.SampleText(r), For: effect.SamplePerson(r)})}
}
