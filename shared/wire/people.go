package wire

// Role is what a person may do in the workspace; the table of rights is in
// shared/rights.
type Role string

// The roles, from most to least.
const (
	RoleOwner  Role = "owner"
	RoleAdmin  Role = "admin"
	RoleMember Role = "member"
)

// User is a person as others see them.
type User struct {
	ID     string `json:"id"`
	Handle string `json:"handle"` // unique, lower case; what people type after @
	Name   string `json:"name"`
	Role   Role   `json:"role"`
	// Ghost: imported from another program, or, if they are Gone too, without an
	// account because they deleted it; cannot sign in.
	Ghost bool `json:"ghost,omitempty"`
	// Gone: banned or removed; shown in the history only.
	Gone bool `json:"gone,omitempty"`
	// Picture is the id of the file with their picture, which everybody who is signed in may get; empty: they have none.
	Picture string `json:"picture,omitempty"`
	// Emoji and Status say what they are doing, until the time Until (UTC milliseconds; 0: until they say otherwise). A
	// client shows neither any more once that is over; the server removes both then.
	Emoji  string `json:"emoji,omitempty"`
	Status string `json:"status,omitempty"`
	Until  int64  `json:"until,omitempty"`
	// Quiet is the time until which they do not want to be disturbed (UTC milliseconds); 0, or past: they may be.
	Quiet int64 `json:"quiet,omitempty"`
}

// Presence states.
const (
	Online  = "online"
	Away    = "away"
	Offline = "offline"
)

// Presence says who is online. From the server: Users maps ids of people the client
// watches to their states. With an ID it answers the Watch with that ID, and the
// watched people who are not in Users are offline. From a client: only State, its
// own state, Online or Away. It is never stored.
type Presence struct {
	Head
	State string            `json:"state,omitempty"`
	Users map[string]string `json:"users,omitempty"`
}

// Watch names the people whose presence the client wants to know from now on, at
// most limits.Watched. It replaces an earlier Watch. The answer is a Presence, or a
// Nack with CodeRate if there were too many in a short time.
type Watch struct {
	Head
	Users []string `json:"users"`
}

// Typing says that User is writing in Room, or in a thread of it; a client leaves User out. It is valid
// for limits.TypingLasts. It is never stored, and may be dropped.
type Typing struct {
	Head
	Room   string `json:"room"`
	User   string `json:"user,omitempty"`
	Thread int64  `json:"thread,omitempty"` // the seq of the message that the thread is about
}

// UserGet asks for people by id, at most limits.UserBatch.
type UserGet struct {
	Head
	IDs []string `json:"ids" query:"ids" is:"id"`
}

// UserList asks for people whose name or handle begins with Query, in the order of
// their handles, after the handle After. Ghosts includes people who were imported
// from another program. Banned lists instead those who are banned, for people who
// may let them in again. Titles asks for what each of them does, too.
type UserList struct {
	Head
	Query  string `json:"query,omitempty" query:"query" is:"query"`
	After  string `json:"after,omitempty" query:"after" is:"after"`
	Limit  int    `json:"limit,omitempty" query:"limit" is:"page"`
	Ghosts bool   `json:"ghosts,omitempty" query:"ghosts"`
	Banned bool   `json:"banned,omitempty" query:"banned"`
	Titles bool   `json:"titles,omitempty" query:"titles"`
}

// Users answers UserGet and UserList. As an object of type people the server sends
// it unasked: the people whose name, role, status or profile has changed, or who are gone.
// Next is the After of the next page; if it is empty, this is the last page. Titles
// are those of UserList.Titles, by the person's id; whoever has none is left out.
type Users struct {
	Head
	Users  []User            `json:"users"`
	Next   string            `json:"next,omitempty"`
	Titles map[string]string `json:"titles,omitempty"`
}

// UserRole changes a person's role.
type UserRole struct {
	Head
	User string `json:"user" path:"user" is:"id"`
	Role Role   `json:"role"`
}

// UserBan bans a person from the workspace (Banned) or lifts the ban. The sessions
// of a banned person end within a second.
type UserBan struct {
	Head
	User   string `json:"user" path:"user" is:"id"`
	Banned bool   `json:"banned"`
}

// UserReset makes a link by which a person with a lower role sets a new password.
// It works once, for a day, and replaces the one made before.
type UserReset struct {
	Head
	User string `json:"user" path:"user" is:"id"`
}

// ResetLink answers UserReset. Only the first answer has the link: if the command
// was repeated (Dup), it comes without. A client that did not get the first answer
// makes another.
type ResetLink struct {
	Head
	Path    string `json:"path,omitempty"`    // "/reset/TOKEN", relative to the server's address
	URL     string `json:"url,omitempty"`     // the whole link; absent if the workspace has no address
	Expires int64  `json:"expires,omitempty"` // UTC milliseconds
	Dup     bool   `json:"dup,omitempty"`     // the command had been carried out before
}
