package wire

// RoomKind says who can find and enter a room.
type RoomKind string

// The kinds of rooms.
const (
	RoomPublic  RoomKind = "public"  // anyone but a guest may find and join it
	RoomPrivate RoomKind = "private" // members add members
	RoomDM      RoomKind = "dm"      // two people, for good
)

// Room is a room as one person sees it. The fields below Members are the
// asker's own and zero for a room they are not in.
type Room struct {
	ID      string   `json:"id"`
	Kind    RoomKind `json:"kind"`
	Name    string   `json:"name,omitempty"`
	Topic   string   `json:"topic,omitempty"`
	Creator string   `json:"creator,omitempty"`
	At      int64    `json:"at,omitempty"` // made at, UTC milliseconds
	Epoch   string   `json:"epoch"`        // changes when the log was restored from a backup
	Top     int64    `json:"top"`          // the seq of the newest event; 0: none
	Members int      `json:"members"`

	Joined   bool  `json:"joined,omitempty"`
	Host     bool  `json:"host,omitempty"` // may rename it and remove members
	Peer     *User `json:"peer,omitempty"` // in a DM: the other person
	Read     int64 `json:"read,omitempty"` // read up to this seq
	Unread   int   `json:"unread,omitempty"`
	Mentions int   `json:"mentions,omitempty"` // unread messages that name the asker
}

// RoomCreate makes a room; the maker becomes its host and first member.
type RoomCreate struct {
	Head
	Name  string   `json:"name"`
	Topic string   `json:"topic,omitempty"`
	Kind  RoomKind `json:"kind"` // public or private
}

// RoomList browses the public rooms in the order of their names.
type RoomList struct {
	Head
	Query string `json:"query,omitempty" query:"query"`
	After string `json:"after,omitempty" query:"after"`
	Limit int    `json:"limit,omitempty" query:"limit"`
}

// Rooms answers RoomList.
type Rooms struct {
	Head
	Rooms []Room `json:"rooms"`
	Next  string `json:"next,omitempty"`
}

// RoomRef names a room: room.get, room.join, room.leave.
type RoomRef struct {
	Head
	Room string `json:"room" path:"room"`
}

// RoomSet renames a room or changes its topic; nil leaves as it is.
type RoomSet struct {
	Head
	Room  string  `json:"room" path:"room"`
	Name  *string `json:"name,omitempty"`
	Topic *string `json:"topic,omitempty"`
}

// RoomInfo answers the commands about one room. Of a repeated command (Dup)
// Room is as it is now; only its ID if it cannot be seen any more.
type RoomInfo struct {
	Head
	Room Room `json:"room"`
	Dup  bool `json:"dup,omitempty"` // it had been done before
}

// MemberList asks for a room's members whose name or handle begins with
// Query, in the order of their handles, after the handle After. Real leaves out
// those brought in by an import.
type MemberList struct {
	Head
	Room  string `json:"room" path:"room"`
	Query string `json:"query,omitempty" query:"query"`
	After string `json:"after,omitempty" query:"after"`
	Limit int    `json:"limit,omitempty" query:"limit"`
	Real  bool   `json:"real,omitempty" query:"real"`
}

// Members answers MemberList. Count is the number of all members. Here, on the
// first page of all members, is who of the room is not offline, limits.MemberPage
// of them at most, in the order of their handles; HereCount is how many there
// are. Members has them too.
type Members struct {
	Head
	Members   []Member `json:"members"`
	Here      []Member `json:"here,omitempty"`
	HereCount int      `json:"here_count,omitempty"`
	Count     int      `json:"count"`
	Next      string   `json:"next,omitempty"`
}

// Member is a person in a room.
type Member struct {
	User  User   `json:"user"`
	Host  bool   `json:"host,omitempty"`
	State string `json:"state,omitempty"` // presence; empty: offline
}

// MemberRef names a person in a room: member.add, member.remove.
type MemberRef struct {
	Head
	Room string `json:"room" path:"room"`
	User string `json:"user" path:"user"`
}

// DMOpen asks for the conversation with User, made if there is none yet.
type DMOpen struct {
	Head
	User string `json:"user"`
}
