package wire

// RoomKind says who can find and enter a room.
type RoomKind string

// The kinds of rooms.
const (
	RoomPublic  RoomKind = "public"  // anyone but a guest may find and join it
	RoomPrivate RoomKind = "private" // members add members
	RoomDM      RoomKind = "dm"      // two people, for good
)

// History says what somebody who comes into a private room sees of what was
// said before. Of public rooms and conversations everybody in them sees all.
type History string

// What newcomers see of before.
const (
	HistoryNone History = "none" // nothing: the room begins for them when they come
	HistoryAll  History = "all"  // everything
	HistoryFrom History = "from" // what was said from a time on
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
	History History  `json:"history,omitempty"` // of a private room: what newcomers see of before, all or none

	Joined   bool  `json:"joined,omitempty"`
	Host     bool  `json:"host,omitempty"` // may rename it and remove members
	Peer     *User `json:"peer,omitempty"` // in a DM: the other person
	Read     int64 `json:"read,omitempty"` // read up to this seq
	Unread   int   `json:"unread,omitempty"`
	Mentions int   `json:"mentions,omitempty"` // unread messages that name the asker
	Since    int64 `json:"since,omitempty"`    // the first seq the asker may read; 0: all of it
}

// RoomCreate makes a room; the maker becomes its host and first member. History
// is what newcomers of a private room see of before, HistoryNone if it is not
// given.
type RoomCreate struct {
	Head
	Name    string   `json:"name" is:"name"`
	Topic   string   `json:"topic,omitempty" is:"topic"`
	Kind    RoomKind `json:"kind"` // public or private
	History History  `json:"history,omitempty"`
}

// RoomList browses the public rooms in the order of their names.
type RoomList struct {
	Head
	Query string `json:"query,omitempty" query:"query" is:"query"`
	After string `json:"after,omitempty" query:"after" is:"after"`
	Limit int    `json:"limit,omitempty" query:"limit" is:"page"`
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
	Room string `json:"room" path:"room" is:"id"`
}

// RoomSet renames a room or changes its topic, or of a private room what later
// newcomers see of before (HistoryAll, HistoryNone); nil leaves as it is.
type RoomSet struct {
	Head
	Room    string   `json:"room" path:"room" is:"id"`
	Name    *string  `json:"name,omitempty" is:"name"`
	Topic   *string  `json:"topic,omitempty" is:"topic"`
	History *History `json:"history,omitempty"`
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
	Room  string `json:"room" path:"room" is:"id"`
	Query string `json:"query,omitempty" query:"query" is:"query"`
	After string `json:"after,omitempty" query:"after" is:"after"`
	Limit int    `json:"limit,omitempty" query:"limit" is:"members"`
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

// MemberAdd brings somebody into a room. Of a private one, History says what
// they see of before: all, none, or what was said from the time From on (UTC
// milliseconds); as the room has it if it is not given. Nobody gives more than
// they see themselves, and more than the room gives only hosts and admins. Whoever
// left the room by themselves cannot be brought back for a day, but may come.
type MemberAdd struct {
	Head
	Room    string  `json:"room" path:"room" is:"id"`
	User    string  `json:"user" path:"user" is:"id"`
	History History `json:"history,omitempty"`
	From    int64   `json:"from,omitempty"`
}

// MemberRef names a person in a room: member.remove.
type MemberRef struct {
	Head
	Room string `json:"room" path:"room" is:"id"`
	User string `json:"user" path:"user" is:"id"`
}

// DMOpen asks for the conversation with User, made if there is none yet.
type DMOpen struct {
	Head
	User string `json:"user" is:"id"`
}
