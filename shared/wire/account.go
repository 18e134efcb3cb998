package wire

// WorkspaceSet renames the workspace.
type WorkspaceSet struct {
	Head
	Name string `json:"name" is:"name"`
}

// InviteCreate makes a link by which people join. Uses 0: 25; Hours 0:
// seven days. Room, if given, is entered on joining, besides
// the rooms everyone enters.
type InviteCreate struct {
	Head
	Uses  int    `json:"uses,omitempty"`
	Hours int    `json:"hours,omitempty"`
	Room  string `json:"room,omitempty" is:"id"`
}

// Invite is an invitation. Token and Path are told once, when it is made.
type Invite struct {
	ID      string `json:"id"`
	Token   string `json:"token,omitempty"`
	Path    string `json:"path,omitempty"` // "/join/TOKEN", below the server's address
	URL     string `json:"url,omitempty"`  // the whole link, if the workspace has an address; else below the one asked at
	By      string `json:"by"`
	At      int64  `json:"at"`
	Expires int64  `json:"expires"`
	Uses    int    `json:"uses"` // 0: any number, as invites had of old
	Used    int    `json:"used"`
	Room    string `json:"room,omitempty"`
}

// InviteInfo answers InviteCreate. The token is in the first answer only: of a
// repeated command (Dup) Invite comes without, and a client that did not get
// the first revokes it and makes another.
type InviteInfo struct {
	Head
	Invite Invite `json:"invite"`
	Dup    bool   `json:"dup,omitempty"` // it had been done before
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

// SessionList asks for the sessions of User, by default the asker's own.
type SessionList struct {
	Head
	User string `json:"user,omitempty" query:"user" is:"id"`
}

// Session is one signed-in browser or program.
type Session struct {
	ID      string `json:"id"`
	Device  string `json:"device"` // what the browser calls itself, shortened, or a program's own name for it
	At      int64  `json:"at"`
	Seen    int64  `json:"seen"`              // when it last renewed its access, which a program in use does every ten minutes
	Agent   string `json:"agent,omitempty"`   // what it said it is when it did so: another one than Device is worth a look
	Network string `json:"network,omitempty"` // where it was when it did so: its address up to /24 or /48
	Current bool   `json:"current,omitempty"`
}

// Sessions answers SessionList.
type Sessions struct {
	Head
	Sessions []Session `json:"sessions"`
}

// SessionEnd signs one session out.
type SessionEnd struct {
	Head
	Session string `json:"session" path:"session" is:"id"`
}
