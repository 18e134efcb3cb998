package wire

// Hello is the first object of a connection. Resume says what the client already
// has.
type Hello struct {
	Head
	V      int    `json:"v"`
	Client string `json:"client"` // name and version, for the log
	Device string `json:"device"` // an id, the same for all connections of one device
	Resume Resume `json:"resume"`
	// Instance identifies the client that numbers its commands: an id that it makes
	// each time the program or page starts, and keeps across connections.
	Instance string `json:"instance,omitempty"`
	// Replaces is the Conn of the connection that this one replaces.
	Replaces string `json:"replaces,omitempty"`
}

// Resume says how far a client has read. The zero value means nothing.
type Resume struct {
	User  int64             `json:"user,omitempty"` // the last useq of the inbox
	Rooms map[string]Cursor `json:"rooms,omitempty"`
	// Brief replaces Rooms and takes a quarter of its space. For each room it has
	// the last 10 digits of its id, the last 8 of its epoch, and the seq, separated
	// by points, such as 61d3a85b2c.e1f0a93d.17; rooms are separated by blanks. The
	// server is fastest if the rooms are sorted by those digits of their ids.
	Brief string `json:"brief,omitempty"`
}

// Cursor is a position in a room's log, written as [epoch, seq].
type Cursor struct {
	Epoch string
	Seq   int64
}

// Mode says how a room goes on after a welcome.
type Mode string

// The modes of a room in a Welcome.
const (
	ModeReplay Mode = "replay" // the events after the cursor follow
	ModeReset  Mode = "reset"  // too much, another epoch, or no cursor: go on from Top, page the rest in
	ModeGone   Mode = "gone"   // not a member (any more): drop it
)

// RoomMode is a room's entry in a Welcome.
type RoomMode struct {
	Epoch string `json:"epoch,omitempty"`
	Top   int64  `json:"top,omitempty"`
	Mode  Mode   `json:"mode"`
}

// Welcome answers Hello. Rooms has the rooms for which something has to be done: in
// a room that Resume named and that is not listed here, nothing was missed. The
// inbox entries after Resume.User follow, then the replays, then Ready.
type Welcome struct {
	Head
	Conn        string              `json:"conn"`
	Node        string              `json:"node"`
	Server      string              `json:"server"` // the version of the server's program; if it differs from the page's, there is an update
	HeartbeatMS int64               `json:"heartbeat_ms"`
	Workspace   string              `json:"workspace"`
	Me          User                `json:"me"`
	UserTop     int64               `json:"user_top"`
	Emoji       int64               `json:"emoji,omitempty"` // the revision of the list of emoji; absent: there was never any
	Rooms       map[string]RoomMode `json:"rooms,omitempty"` // by id; one that Brief named and that is gone by its last 10 digits
}

// Ready ends the catch-up.
type Ready struct{ Head }

// InboxKind says what an inbox entry means.
type InboxKind string

// The kinds of inbox entries. The inbox is compacted: only the newest entry
// of each kind, room and item is kept.
const (
	InboxRoom InboxKind = "room" // joined, or looks different: Info
	InboxLeft InboxKind = "left" // left or was removed: drop it
	InboxRead InboxKind = "read" // read up to Seq, on some device
	// InboxOwn says that something else of the person's own has changed: Item says
	// what, and Room of which room, if it is of one.
	InboxOwn InboxKind = "own"
)

// Inbox is one entry of a person's own log.
type Inbox struct {
	Head
	Useq     int64     `json:"useq"` // rises with each entry; gaps are entries that newer ones replaced
	Kind     InboxKind `json:"kind"`
	Room     string    `json:"room"`
	Item     string    `json:"item,omitempty"` // with InboxOwn: what has changed
	Info     *Room     `json:"info,omitempty"`
	Seq      int64     `json:"seq,omitempty"`
	Unread   int       `json:"unread,omitempty"`
	Mentions int       `json:"mentions,omitempty"`
	// Top is the room's top when Unread and Mentions were counted: they contain the
	// events up to it.
	Top int64 `json:"top,omitempty"`
	// Backs is how often the marker has been set back, as in Room. If that is more often than
	// the client knows, Seq holds even if it is before the client's own marker.
	Backs int64 `json:"backs,omitempty"`
}

// Ping checks that the client is still connected; Pong repeats T.
type Ping struct {
	Head
	T int64 `json:"t"` // the server's clock, UTC milliseconds
}

// Pong answers Ping.
type Pong struct {
	Head
	T int64 `json:"t"`
}

// Bye is the server's last word before it closes the socket.
type Bye struct {
	Head
	Code    Code   `json:"code"`
	Message string `json:"message"`
	RetryMS int64  `json:"retry_ms,omitempty"` // how long to wait before connecting again; 0: no restriction
	Reason
}

// Err returns the reason why the connection ended.
func (b *Bye) Err() *Error {
	return &Error{Code: b.Code, Message: b.Message, RetryMS: b.RetryMS, Reason: b.Reason}
}
