package rights

// Kind is the kind of program that acts for somebody. The table of rights says for
// each right which kinds may have it. Kinds are bits, so that a right can name
// several; the zero Kind has no rights.
type Kind uint8

// The kinds.
const (
	Person  Kind = 1 << iota // a person who is signed in, in a browser or another client
	Bot                      // a program with an account of its own
	Webhook                  // an address that accepts messages for one room
	Guest                    // somebody without an account, in the rooms they were let into
	Embed                    // a page of another site that shows a room
)

// Kinds are all kinds, with their names.
var Kinds = []struct {
	Name string
	Kind Kind
}{
	{"person", Person}, {"bot", Bot}, {"webhook", Webhook}, {"guest", Guest}, {"embed", Embed},
}
