package wire

// RoomKind says who can find and enter a room.
type RoomKind string

// The kinds of rooms.
const (
	RoomPublic  RoomKind = "public"  // anyone but a guest may find and join it
	RoomPrivate RoomKind = "private" // members add members
	RoomDM      RoomKind = "dm"      // the same few people, for good
)

// History says which earlier messages somebody who enters a private room sees. In
// public rooms and conversations everybody sees everything.
type History string

// Which earlier messages newcomers see.
const (
	HistoryNone History = "none" // none: the room begins for them when they enter it
	HistoryAll  History = "all"  // everything
	HistoryFrom History = "from" // those since a given time
)

// Room is a room as the caller sees it. Joined and the fields after it are about
// the caller, and zero in a room the caller is not in.
type Room struct {
	ID      string   `json:"id"`
	Kind    RoomKind `json:"kind"`
	Name    string   `json:"name,omitempty"`
	Topic   string   `json:"topic,omitempty"`
	Creator string   `json:"creator,omitempty"`
	At      int64    `json:"at,omitempty"`      // when it was made, UTC milliseconds
	Epoch   string   `json:"epoch"`             // changes when the log was restored from a backup
	Top     int64    `json:"top"`               // the seq of the newest event; 0: none
	Members int      `json:"members"`           // how many are in it; who is gone is not counted
	History History  `json:"history,omitempty"` // in a private room: which earlier messages newcomers see, all or none

	NoPreviews bool `json:"no_previews,omitempty"` // links in it are not previewed

	// Picture is the id of the file with its picture, which those get who may see the room; empty: it has none.
	Picture string `json:"picture,omitempty"`

	Posting  Scope `json:"posting,omitempty"`  // who may write messages
	Calling  Scope `json:"calling,omitempty"`  // who may address everyone
	Slow     int   `json:"slow,omitempty"`     // seconds between two messages of one person; hosts and admins are free of it
	Archived int64 `json:"archived,omitempty"` // since when it is closed, UTC milliseconds; 0: it is not

	Joined   bool  `json:"joined,omitempty"`
	Host     bool  `json:"host,omitempty"` // may rename it and remove members
	Peer     *User `json:"peer,omitempty"` // in a DM of two: the other person
	Read     int64 `json:"read,omitempty"` // the caller has read up to this seq
	Unread   int   `json:"unread,omitempty"`
	Mentions int   `json:"mentions,omitempty"` // how many of the unread messages mention the caller
	Since    int64 `json:"since,omitempty"`    // the first seq the caller may read; 0: all

	Peers []User `json:"peers,omitempty"` // in a DM of more than two: the others

	// What the caller alone has made of the room.
	Starred bool  `json:"starred,omitempty"`
	Muted   bool  `json:"muted,omitempty"` // only what mentions the caller counts
	Backs   int64 `json:"backs,omitempty"` // how often the caller has set the read marker back (unread)
	// Section is the id of the section of the caller's list of rooms that it stands in; empty, or that
	// of one that is gone: where it would stand anyway.
	Section string `json:"section,omitempty"`
}

// RoomCreate makes a room; the caller becomes its host and first member. History
// says which earlier messages newcomers of a private room see; if it is not given,
// HistoryNone.
type RoomCreate struct {
	Head
	Name    string   `json:"name" is:"name"`
	Topic   string   `json:"topic,omitempty" is:"topic"`
	Kind    RoomKind `json:"kind"` // public or private
	History History  `json:"history,omitempty"`
}

// RoomList asks for the public rooms in the order of their names, or with Private
// for the private rooms that the caller is in, in the order in which they were made.
type RoomList struct {
	Head
	Query string `json:"query,omitempty" query:"query" is:"query"`
	After string `json:"after,omitempty" query:"after" is:"after"`
	Limit int    `json:"limit,omitempty" query:"limit" is:"page"`

	Private bool `json:"private,omitempty" query:"private"`
}

// Rooms answers RoomList.
type Rooms struct {
	Head
	Rooms []Room `json:"rooms"`
	Next  string `json:"next,omitempty"`
}

// RoomRef names a room. It is the request of room.get, room.join, room.leave and room.delete.
type RoomRef struct {
	Head
	Room string `json:"room" path:"room" is:"id"`
}

// RoomSet changes who may write in a room (Posting), address everyone in it (Calling), or how
// often (Slow). Archived closes the room, or opens it again: nothing in a closed room changes.
//
// It also changes a room's name, its topic, its picture, in a private room which earlier
// messages later newcomers see (HistoryAll, HistoryNone), or whether links in new
// messages are previewed. Kind makes a public room private or a private one public:
// whoever is in it stays and sees what they saw; newcomers of a room that is now
// private see no earlier messages unless History says so; whoever enters one that is
// now public sees everything. Fields that are not given stay as they are.
type RoomSet struct {
	Head
	Room    string   `json:"room" path:"room" is:"id"`
	Name    *string  `json:"name,omitempty" is:"name"`
	Topic   *string  `json:"topic,omitempty" is:"topic"`
	History *History `json:"history,omitempty"`

	Previews *bool     `json:"previews,omitempty"`
	Kind     *RoomKind `json:"kind,omitempty"` // public or private
	// Picture is as in ProfileSet; whoever may rename the room may set it. Empty: it is removed.
	Picture *string `json:"picture,omitempty" is:"picture"`

	Posting  *Scope `json:"posting,omitempty"`
	Calling  *Scope `json:"calling,omitempty"`
	Slow     *int   `json:"slow,omitempty"`
	Archived *bool  `json:"archived,omitempty"`
}

// Scope says who in a room may do something. Admins may in any case.
type Scope string

// Who may.
const (
	ScopeAll   Scope = "all"   // its members
	ScopeHosts Scope = "hosts" // its hosts
)

// RoomDetail is the Detail of a KindRoom with ActionPicture or ActionRules.
type RoomDetail struct {
	Picture string `json:"picture"` // as in Room

	// With ActionRules: those that the room has now, as in Room.
	Posting Scope `json:"posting,omitempty"`
	Calling Scope `json:"calling,omitempty"`
	Slow    int   `json:"slow,omitempty"`
}

// RoomMine changes what the caller alone has made of a room. Fields that are not given stay
// as they are.
type RoomMine struct {
	Head
	Room    string `json:"room" path:"room" is:"id"`
	Starred *bool  `json:"starred,omitempty"`
	Muted   *bool  `json:"muted,omitempty"`
	// Section is as in Room; empty: none.
	Section *string `json:"section,omitempty" is:"section"`
}

// Section is a part of a person's list of rooms. Those that everybody has are the sections
// starred, rooms and people, without a name; the id of others is made by the client that
// makes them.
type Section struct {
	ID     string `json:"id"`
	Name   string `json:"name,omitempty"`
	Folded bool   `json:"folded,omitempty"` // only its head is shown
}

// SectionList asks for the sections of the caller's list of rooms.
type SectionList struct{ Head }

// Sections answers SectionList, and is the request that replaces all of them, in their
// order. Sections that everybody has and that are not named follow those that are.
type Sections struct {
	Head
	Sections []Section `json:"sections"`
}

// RoomInfo answers the commands about one room. If the command was repeated (Dup),
// Room is the room as it is now, or has only its ID if the caller cannot see it any
// more.
type RoomInfo struct {
	Head
	Room Room `json:"room"`
	Dup  bool `json:"dup,omitempty"` // the command had been carried out before
}

// MemberList asks for a room's members whose name or handle begins with
// Query, in the order of their handles, after the handle After. Real leaves out
// people who were imported from another program.
type MemberList struct {
	Head
	Room  string `json:"room" path:"room" is:"id"`
	Query string `json:"query,omitempty" query:"query" is:"query"`
	After string `json:"after,omitempty" query:"after" is:"after"`
	Limit int    `json:"limit,omitempty" query:"limit" is:"members"`
	Real  bool   `json:"real,omitempty" query:"real"`
}

// Members answers MemberList. Count is the number of all members who are not gone. On the first page
// of all members, or of all but the imported ones (Real), Here has the members who are not offline, at most
// limits.MemberPage of them, in the order of their handles, and HereCount is how
// many there are in all. Members contains them too.
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

// MemberAdd adds a person to a room. In a private room, History says which earlier
// messages they see: all, none, or those since the time From (UTC milliseconds). If
// it is not given, the room's own History applies. Nobody can show more than they
// see themselves, and only hosts and admins can show more than the room's History.
// A person who left the room by themselves cannot be added again for a day, but can
// come back by themselves.
type MemberAdd struct {
	Head
	Room    string  `json:"room" path:"room" is:"id"`
	User    string  `json:"user" path:"user" is:"id"`
	History History `json:"history,omitempty"`
	From    int64   `json:"from,omitempty"`
}

// MemberRef names a person in a room. It is the request of member.remove.
type MemberRef struct {
	Head
	Room string `json:"room" path:"room" is:"id"`
	User string `json:"user" path:"user" is:"id"`
}

// MemberHost makes a person in a room one of its hosts, or takes that away.
type MemberHost struct {
	Head
	Room string `json:"room" path:"room" is:"id"`
	User string `json:"user" path:"user" is:"id"`
	Host bool   `json:"host"`
}

// DMOpen opens the direct conversation with User, or that of the caller and all of Users; it
// is made if there is none yet. The same people always have the same one, in whatever order
// they are named; the caller need not be among them. limits.GroupMost are in it at most.
type DMOpen struct {
	Head
	User  string   `json:"user,omitempty" is:"id"`
	Users []string `json:"users,omitempty" is:"id"`
}
