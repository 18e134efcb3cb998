package wire

// WorkspaceSet renames the workspace.
type WorkspaceSet struct {
	Head
	Name string `json:"name" is:"name"`
}

// WorkspaceGet asks how much there is in the workspace.
type WorkspaceGet struct {
	Head
}

// WorkspaceInfo answers WorkspaceGet. Owners, Admins and Members count the people of
// each role who can sign in, Public and Private the rooms. Days are those of the last
// limits.ActivityDays days on which there were messages, the oldest first.
type WorkspaceInfo struct {
	Head
	Name    string         `json:"name"`
	Owners  int            `json:"owners"`
	Admins  int            `json:"admins"`
	Members int            `json:"members"`
	Public  int            `json:"public"`
	Private int            `json:"private"`
	Days    []WorkspaceDay `json:"days"`
}

// WorkspaceDay is what happened on one day, UTC.
type WorkspaceDay struct {
	Day      int64 `json:"day"` // days since 1970
	Messages int64 `json:"messages"`
	People   int64 `json:"people"` // who sent any
}

// InviteCreate makes a link with which people can join. Uses is how many people
// can use it (0: 25), Hours how long it works (0: seven days). If Room is given,
// people who join with the link enter that room too, besides those that everyone
// enters. If Email is given, the link is mailed to that address and is for one
// person; a server that sends no mail refuses it.
type InviteCreate struct {
	Head
	Uses  int    `json:"uses,omitempty"`
	Hours int    `json:"hours,omitempty"`
	Room  string `json:"room,omitempty" is:"id"`
	Email string `json:"email,omitempty" is:"email"`
}

// Invite is an invitation. Token and Path are returned only once, when it is made.
type Invite struct {
	ID      string `json:"id"`
	Token   string `json:"token,omitempty"`
	Path    string `json:"path,omitempty"` // "/join/TOKEN", relative to the server's address
	URL     string `json:"url,omitempty"`  // the whole link; if the workspace has no address, with the one this request was sent to
	By      string `json:"by"`
	At      int64  `json:"at"`
	Expires int64  `json:"expires"`
	Uses    int    `json:"uses"` // how many people can use it; 0: any number, as with invites of old versions
	Used    int    `json:"used"`
	Room    string `json:"room,omitempty"`
}

// InviteInfo answers InviteCreate. Only the first answer has the token: if the
// command was repeated (Dup), Invite comes without it. A client that did not get
// the first answer revokes the invite and makes another.
type InviteInfo struct {
	Head
	Invite Invite `json:"invite"`
	Dup    bool   `json:"dup,omitempty"` // the command had been carried out before
}

// InviteList asks for the invites that still work, the newest first.
type InviteList struct {
	Head
	After string `json:"after,omitempty" query:"after" is:"after"`
	Limit int    `json:"limit,omitempty" query:"limit" is:"page"`
}

// Invites answers InviteList.
type Invites struct {
	Head
	Invites []Invite `json:"invites"`
	Next    string   `json:"next,omitempty"`
}

// InviteRevoke ends an invite.
type InviteRevoke struct {
	Head
	Invite string `json:"invite" path:"invite" is:"id"`
}

// SessionList asks for the sessions of User, by default the caller's own.
type SessionList struct {
	Head
	User string `json:"user,omitempty" query:"user" is:"id"`
}

// Session is one signed-in browser or program.
type Session struct {
	ID      string `json:"id"`
	Device  string `json:"device"` // the browser's name for itself, shortened, or the name that a program gave when it signed in
	At      int64  `json:"at"`
	Seen    int64  `json:"seen"`              // when it last renewed its access token; a program in use does so every ten minutes
	Agent   string `json:"agent,omitempty"`   // the User-Agent it sent then; be suspicious if it does not fit Device
	Network string `json:"network,omitempty"` // the network it was in then: its address up to /24 (IPv6: /48)
	Current bool   `json:"current,omitempty"`
}

// Sessions answers SessionList.
type Sessions struct {
	Head
	Sessions []Session `json:"sessions"`
}

// SessionEndOthers signs out all sessions of User, by default the caller's own but
// the one that asks.
type SessionEndOthers struct {
	Head
	User string `json:"user,omitempty" is:"id"`
}

// SessionEnd signs out one session.
type SessionEnd struct {
	Head
	Session string `json:"session" path:"session" is:"id"`
}
