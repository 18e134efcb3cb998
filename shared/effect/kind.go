package effect

import "github.com/confab/confab/shared/wire"

// Kind is what there is to know of one kind of event. Each kind is a type: one
// that lacks something, such as the Sample by which every test of all kinds
// meets it, does not compile.
type Kind interface {
	// Name is the kind that its events bear.
	Name() wire.Kind
	// Row reports whether an event of the kind has a row of its own in a
	// timeline. The others are about a message, their Target.
	Row() bool
	// Change does to the message m what e does to it, and reports whether that is
	// anything. m.State is there and V is set; Change may overwrite the fields of
	// m and of m.State, and nothing that they point to.
	Change(m, e *wire.Event) bool
	// Sample returns an event as a test may make it: what it says, without where,
	// when, by whom, and of which message.
	Sample(r Random) wire.Event

	// What Plain does for those kinds that need nothing else.

	// Detail returns an empty struct of those fields that only this kind has,
	// which an event carries as JSON in its Detail; nil: it has none.
	Detail() any
	// Lasts reports whether Change is for messages too that were erased.
	Lasts() bool
	// Requote does to the quote q what e does to the message quoted, and reports
	// whether that is anything.
	Requote(q *wire.Quote, e *wire.Event) bool
	// SpeaksOf calls add for the people whom e names in fields of its kind alone.
	SpeaksOf(e *wire.Event, add func(user string))
}

// Random is where samples draw from.
type Random interface {
	IntN(n int) int // from 0 to n-1
}

// Plain is what most kinds are like.
type Plain struct{}

// Detail implements Kind: there is none.
func (Plain) Detail() any { return nil }

// Lasts implements Kind: what was erased does not change.
func (Plain) Lasts() bool { return false }

// Requote implements Kind: quotes stay as they are.
func (Plain) Requote(*wire.Quote, *wire.Event) bool { return false }

// SpeaksOf implements Kind: it speaks of nobody else.
func (Plain) SpeaksOf(*wire.Event, func(string)) {}

// kinds is every kind of event that is logged.
var kinds = []Kind{message{}, edit{}, erasure{}, reaction{}, pin{}, member{}, room{}}

// Kinds returns every kind of event that is logged. The caller must not change
// the list.
func Kinds() []Kind { return kinds }

// Register adds a kind. It is for the tests that show that a kind needs nothing
// but its type, and is called from an init function.
func Register(k Kind) { kinds = append(kinds, k) }

// Of returns the kind of that name; nil if there is none.
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
