package effect

import "github.com/confab/confab/shared/wire"

// Kind defines one kind of event. Each kind is a type, so that a kind that lacks
// something does not compile, such as the Sample that the tests of all kinds use.
type Kind interface {
	// Name returns the kind that its events have.
	Name() wire.Kind
	// Row reports whether an event of the kind has a row of its own in a
	// timeline. An event of another kind is about a message, its Target.
	Row() bool
	// Change applies e to the message m and reports whether m has changed. m.State
	// is not nil, and its V is set already. Change may overwrite the fields of m and
	// of m.State, but nothing that they point to.
	Change(m, e *wire.Event) bool
	// Sample returns an event for tests, without room, seq, time, author and
	// target.
	Sample(r Random) wire.Event

	// The methods below are implemented by Plain, for kinds without anything special.

	// Detail returns a pointer to an empty struct with the fields that only this kind
	// has, which an event has as JSON in its Detail; nil if it has none.
	Detail() any
	// Lasts reports whether Change also applies to messages that were erased.
	Lasts() bool
	// Requote applies e, an event about the quoted message, to the quote q, and
	// reports whether q has changed.
	Requote(q *wire.Quote, e *wire.Event) bool
	// SpeaksOf calls add with the people to whom the fields refer that only this kind
	// has.
	SpeaksOf(e *wire.Event, add func(user string))
}

// Viewed is implemented by kinds whose effect on a message differs with who reads it.
type Viewed interface {
	// ChangeIn is Kind.Change for the view.
	ChangeIn(v View, m, e *wire.Event) bool
}

// Random is the source of randomness for samples.
type Random interface {
	IntN(n int) int // from 0 to n-1
}

// Plain has the methods that are the same for most kinds.
type Plain struct{}

// Detail implements Kind: the kind has none.
func (Plain) Detail() any { return nil }

// Lasts implements Kind: the kind does not change erased messages.
func (Plain) Lasts() bool { return false }

// Requote implements Kind: quotes stay as they are.
func (Plain) Requote(*wire.Quote, *wire.Event) bool { return false }

// SpeaksOf implements Kind: the kind refers to nobody else.
func (Plain) SpeaksOf(*wire.Event, func(string)) {}

// kinds are all kinds of events that are logged.
var kinds = []Kind{message{}, edit{}, erasure{}, reaction{}, vote{}, pin{}, preview{}, member{}, room{}}

// Kinds returns all kinds of events that are logged. The caller must not change the
// list.
func Kinds() []Kind { return kinds }

// Register adds a kind. It is called from an init function, by tests which show that
// a kind needs nothing but its type.
func Register(k Kind) { kinds = append(kinds, k) }

// Of returns the kind with the given name, nil if there is none.
func Of(name wire.Kind) Kind {
	for _, k := range kinds {
		if k.Name() == name {
			return k
		}
	}
	return nil
}

// Visible reports whether e has a row of its own in a timeline.
func Visible(e *wire.Event) bool {
	k := Of(e.Kind)
	return k != nil && k.Row()
}
