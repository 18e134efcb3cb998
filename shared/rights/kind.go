package rights

// Kind is what sort of program acts for somebody. The table of rights says for
// each right which kinds may have it. Kinds are bits, so that a right can name
// several; the zero Kind has none.
type Kind uint8

// The kinds.
const (
	Person  Kind = 1 << iota // somebody signed in, at a program of their own
	Bot                      // a program with an account of its own
	Webhook                  // an address that takes messages for one room
	Guest                    // somebody without an account, in the rooms they were let into
	Embed                    // a page of another site that shows a room
)

// Kinds are all kinds there are, by name.
var Kinds = []struct {
	Name string
	Kind Kind
}{
	{"person", Person}, {"bot", Bot}, {"webhook", Webhook}, {"guest", Guest}, {"embed", Embed},
}
