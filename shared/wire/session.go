package wire

// Hello opens the conversation. Resume says what the client already has.
type Hello struct {
	Head
	V      int    `json:"v"`
	Client string `json:"client"` // name and version, for the log
	Device string `json:"device"` // an id, the same for all connections of one device
	Resume Resume `json:"resume"`
	// Instance is the client that numbers its commands: an id, made anew each
	// time the program or page starts, and kept across its connections.
	Instance string `json:"instance,omitempty"`
	// Replaces is the Conn of the connection that this one takes the place of.
	Replaces string `json:"replaces,omitempty"`
}

// Resume is how far a client has read. Zero: nothing.
type Resume struct {
	User  int64             `json:"user,omitempty"` // the last useq of the inbox
	Rooms map[string]Cursor `json:"rooms,omitempty"`
	// Brief says what Rooms says in a quarter of the space, instead of it: for each
	// room the last 10 digits of its id, the last 8 of its epoch, and the seq, with
	// points between them, such as 61d3a85b2c.e1f0a93d.17; a blank between rooms.
	// In the order of those digits of the ids it is served fastest.
	Brief string `json:"brief,omitempty"`
}

// Cursor is a position in a room's log, written as [epoch, seq].
type Cursor struct {
	Epoch string
	Seq   int64
}

// Mode is what happens to a room after a welcome.
type Mode string

// The modes of a room in a Welcome.
const (
	ModeReplay Mode = "replay" // the events after the cursor follow
	ModeReset  Mode = "reset"  // too much, another epoch, or no cursor: go on from Top, page the rest in
	ModeGone   Mode = "gone"   // not a member (any more): drop it
)

// RoomMode is one room's line in a Welcome.
type RoomMode struct {
	Epoch string `json:"epoch,omitempty"`
	Top   int64  `json:"top,omitempty"`
	Mode  Mode   `json:"mode"`
}

// Welcome answers Hello. Rooms lists the rooms with something to say: a room
// named in Resume and not listed here has missed nothing. The inbox after
// Resume.User follows, then the replays, then Ready.
type Welcome struct {
	Head
	Conn        string              `json:"conn"`
	Node        string              `json:"node"`
	Server      string              `json:"server"` // the program's version: another one than the client's means an update
	HeartbeatMS int64               `json:"heartbeat_ms"`
	Workspace   string              `json:"workspace"`
	Me          User                `json:"me"`
	UserTop     int64               `json:"user_top"`
	Rooms       map[string]RoomMode `json:"rooms,omitempty"` // by id; a room that Brief named and that is gone by its last 10 digits
}

// Ready ends the catch-up.
type Ready struct{ Head }

// InboxKind says what a person's own log tells.
type InboxKind string

// The kinds of inbox entries. The inbox is compacted: only the newest entry
// of each kind and room is kept.
const (
	InboxRoom InboxKind = "room" // joined, or looks different: Info
	InboxLeft InboxKind = "left" // left or was removed: drop it
	InboxRead InboxKind = "read" // read up to Seq, on some device
)

// Inbox is one entry of a person's own log.
type Inbox struct {
	Head
	Useq     int64     `json:"useq"` // rises; gaps mean compacted entries
	Kind     InboxKind `json:"kind"`
	Room     string    `json:"room"`
	Info     *Room     `json:"info,omitempty"`
	Seq      int64     `json:"seq,omitempty"`
	Unread   int       `json:"unread,omitempty"`
	Mentions int       `json:"mentions,omitempty"`
	// Top is the room's top when Unread and Mentions were counted: an event up
	// to it is contained in them.
	Top int64 `json:"top,omitempty"`
}

// Ping asks whether the client lives; Pong repeats T.
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
	RetryMS int64  `json:"retry_ms,omitempty"` // come back not before; 0: as you like
	Reason
}

// Err is what the connection ended with.
func (b *Bye) Err() *Error {
	return &Error{Code: b.Code, Message: b.Message, RetryMS: b.RetryMS, Reason: b.Reason}
}
