package wire

// Version is the protocol version a client names in its hello.
const Version = 2

// VersionServed is the oldest version that a server still accepts, so that a page
// that was loaded before an update keeps working until it is reloaded.
const VersionServed = 1

// Subprotocol is the WebSocket subprotocol; a handshake without it is refused.
const Subprotocol = "confab.v1"

// Type says what an object on the socket is.
type Type string

// The objects that client and server send besides the commands.
const (
	TypeHello Type = "hello" // client: first, within limits.Hello
	TypePong  Type = "pong"  // client: answer to ping
	TypeWatch Type = "watch" // client: the people whose presence it shows

	TypeWelcome  Type = "welcome"
	TypeReady    Type = "ready" // the catch-up after welcome is complete; live from here
	TypeAck      Type = "ack"
	TypeNack     Type = "nack"
	TypeOK       Type = "ok"
	TypePage     Type = "page"
	TypeEvent    Type = "event"
	TypeInbox    Type = "inbox"
	TypePresence Type = "presence" // both ways
	TypeTyping   Type = "typing"   // both ways
	TypePeople   Type = "people"   // Users who have changed
	TypeEmoji    Type = "emoji"    // the list of the workspace's own emoji has changed
	TypePing     Type = "ping"
	TypeBye      Type = "bye"
)

// Head begins every object on the socket. ID is chosen by the client, at most
// 64 bytes, unique among its unanswered requests; the answer repeats it. N is
// the number of a command that changes something, see the package's
// documentation. Over HTTP these fields are absent.
type Head struct {
	Type Type   `json:"type,omitempty"`
	ID   string `json:"id,omitempty"`
	N    int64  `json:"n,omitempty"`
}

// Header returns the Head of an object that embeds one.
func (h *Head) Header() *Head { return h }

// Headed is every object of this package that travels on the socket.
type Headed interface{ Header() *Head }
