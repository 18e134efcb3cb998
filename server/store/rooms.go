package store

import "github.com/confab/confab/shared/wire"

// Room is a room's row.
type Room struct {
	ID      string
	Kind    wire.RoomKind
	Name    string
	Topic   string
	Creator string
	Created int64        // UTC milliseconds
	Epoch   string       // random
	Top     int64        // the seq of the newest event
	Pair    string       // for a DM: the ids of its people, sorted, joined by ":"
	Members int          // how many are in it, without those who are Gone
	History wire.History // of a private room: what newcomers see of before, all or none

	NoPreviews bool   // links in it are not previewed
	Picture    string // the id of the file with its picture; "": it has none

	Posting  wire.Scope // who writes messages; "": all, or ScopeHosts
	Calling  wire.Scope // who addresses everyone; "": hosts, or ScopeAll
	Slow     int        // seconds between two messages of one person; 0: none have to pass
	Archived int64      // closed since, UTC milliseconds; 0: it is not
}

// Rooms are the rooms.
type Rooms interface {
	// Create adds a room with Top and Members 0. ErrExists if the id or Pair is taken, or
	// the name (any case) among public rooms.
	Create(r Room) error
	// ByID and ByPair return ErrNotFound if there is none.
	ByID(id string) (Room, error)
	ByPair(pair string) (Room, error)
	// ByName finds the public room of that name (any case). ErrNotFound.
	ByName(name string) (Room, error)
	// Heads returns the tops of those of ids that exist: how a node finds out
	// what it was not told. It must be cheap for some hundred ids.
	Heads(ids []string) (map[string]int64, error)
	// IDs returns up to limit ids of rooms beyond after, rising.
	IDs(after string, limit int) ([]string, error)
	// Set overwrites Kind, Name, Topic, History, NoPreviews, Picture, Posting, Calling, Slow
	// and Archived. ErrNotFound;
	// ErrExists as for Create.
	Set(r Room) error
	// Public lists the public rooms whose name contains query (any case, with
	// or without accents), names rising in any case, beyond the name after.
	Public(query, after string, limit int) ([]Room, error)
	// Private lists the private rooms of a person whose name contains query, as
	// Public does, but in the order of their ids, beyond the id after.
	Private(user, query, after string, limit int) ([]Room, error)
	// Count counts the rooms of each kind.
	Count() (map[wire.RoomKind]int, error)
}

// Member is one person's place in a room.
type Member struct {
	Room string
	User string
	Host bool
	Read int64 // read up to this seq
	At   int64 // came at, UTC milliseconds
	// Since is the first seq they may read; 0: all. Nothing of the room before
	// it is for them, in whatever form.
	Since int64
	// Ruled reports whether the room's Posting, Slow or Archived say anything: as long as
	// they do not, who writes a message need not read the room. It is the room's, and not
	// written with the member.
	Ruled bool
}

// Place is a room with the Since of one of its members.
type Place struct {
	Room
	Since int64
}

// Joined is a room of one person with what they have not read.
type Joined struct {
	Room
	Member
	Peers    []wire.User // in a DM: the others
	Unread   int         // messages of others after Read that they may read, erased ones apart, counted up to limits.UnreadCount
	Mentions int         // likewise those that name the person or everyone
	Starred  bool        // by the person, as the next are
	Muted    bool
	Backs    int64  // how often they have set Read back
	Section  string // of their list of rooms
}

// Mine is what a person changes of a room for themselves; nil: it stays.
type Mine struct {
	Starred, Muted *bool
	Section        *string
}

// Members are who is in which room.
type Members interface {
	// Get returns ErrNotFound if user is not in room.
	Get(room, user string) (Member, error)
	// Put adds or overwrites. ErrNotFound if there is no such room or person.
	Put(m Member) error
	// Remove takes user out. ErrNotFound if they are not in it.
	Remove(room, user string) error
	// List is like Users.List, within a room; those who are Gone are in it, but
	// are not found by a query.
	List(room, query, after string, ghosts bool, limit int) (page []wire.Member, next string, err error)
	// Among returns up to limit of those of ids who are in a room and not Gone,
	// handles rising.
	Among(room string, ids []string, limit int) ([]wire.Member, error)
	// IDs returns the ids of all members of a room, in no order, ghosts left out.
	IDs(room string) ([]string, error)
	// Tops returns the rooms of a person with epoch, top and since: all that a
	// connect needs. It must be cheap.
	Tops(user string) ([]Place, error)
	// Joined returns one or all ("" for all) of a person's rooms, as they see them.
	Joined(user, room string) ([]Joined, error)
	// Read moves the read marker forward and reports whether it moved. It stays if it has
	// been set back more often than backs times.
	Read(room, user string, seq, backs int64) (bool, error)
	// Unread sets the read marker to seq, wherever it is, and counts one more Backs.
	// ErrNotFound if user is not in room.
	Unread(room, user string, seq int64) error
	// Wrote returns when a person last wrote in a room that is slow, as SetWrote was told; 0:
	// they did not.
	Wrote(room, user string) (int64, error)
	SetWrote(room, user string, at int64) error
	// Mine changes what is the person's own of a room. ErrNotFound if they are not in it.
	Mine(room, user string, m Mine) error
	// Peers returns those of ids that share at least one room with user.
	Peers(user string, ids []string) ([]string, error)
}
