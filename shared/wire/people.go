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
	Handle string `json:"handle"` // unique, lower case; what follows the @
	Name   string `json:"name"`
	Role   Role   `json:"role"`
	// Ghost: brought in by an import, cannot sign in.
	Ghost bool `json:"ghost,omitempty"`
	// Gone: banned or removed; shown in history only.
	Gone bool `json:"gone,omitempty"`
}

// Presence states.
const (
	Online  = "online"
	Away    = "away"
	Offline = "offline"
)

// Presence tells who is here. From the server: Users maps ids of people the
// client watches to states; with an ID it answers the Watch of that ID, and
// whoever of those is not in Users is offline. From a client: State alone, its
// own state, Online or Away. Never stored.
type Presence struct {
	Head
	State string            `json:"state,omitempty"`
	Users map[string]string `json:"users,omitempty"`
}

// Watch names the people whose presence the client shows from now on, at most
// limits.Watched; those of an earlier Watch are forgotten. The answer is a
// Presence, or a Nack with CodeRate when it came too soon after others.
type Watch struct {
	Head
	Users []string `json:"users"`
}

// Typing says that User (from a client: the sender, absent) is writing in
// Room. It lasts limits.TypingLasts. Never stored, may be dropped.
type Typing struct {
	Head
	Room string `json:"room"`
	User string `json:"user,omitempty"`
}

// UserGet asks for people by id, at most limits.UserBatch.
type UserGet struct {
	Head
	IDs []string `json:"ids" query:"ids" is:"id"`
}

// UserList asks for people whose name or handle begins with Query, in the
// order of their handles, after the handle After. Ghosts: also for those
// brought in by an import.
type UserList struct {
	Head
	Query  string `json:"query,omitempty" query:"query" is:"query"`
	After  string `json:"after,omitempty" query:"after" is:"after"`
	Limit  int    `json:"limit,omitempty" query:"limit" is:"page"`
	Ghosts bool   `json:"ghosts,omitempty" query:"ghosts"`
}

// Users answers UserGet and UserList. As a people object it comes unasked and
// tells who has another name or role, or is gone. Next is the After of the next page;
// empty: this was the last.
type Users struct {
	Head
	Users []User `json:"users"`
	Next  string `json:"next,omitempty"`
}

// UserRole gives a person another role.
type UserRole struct {
	Head
	User string `json:"user" path:"user" is:"id"`
	Role Role   `json:"role"`
}

// UserBan keeps a person out (Banned) or lets them in again. Their sessions
// end within a second.
type UserBan struct {
	Head
	User   string `json:"user" path:"user" is:"id"`
	Banned bool   `json:"banned"`
}
