package store

// Session is one signed-in browser or program: a family of refresh tokens.
// Times are UTC milliseconds.
type Session struct {
	ID      string
	User    string
	Device  string // shortened user agent
	Created int64
	Seen    int64
	Ended   int64 // 0: live
	// Token is the hash of the refresh token in force. Previous is the hash of
	// the one it replaced, good until Token is first used or PreviousUntil.
	Token         []byte
	Previous      []byte
	PreviousUntil int64
	Expires       int64 // absolute
	// Agent and Network are where Token was last asked for: what the program
	// said it is, shortened, and the address up to /24 or /48. "": not known.
	Agent   string
	Network string
}

// Sessions are the signed-in sessions.
type Sessions interface {
	// Create adds a session. ErrExists if its id is taken or its token is
	// another's; ErrNotFound if there is no such person.
	Create(s Session) error
	// ByID returns ErrNotFound if there is none. Ended ones are returned too,
	// until they expire.
	ByID(id string) (Session, error)
	// ByToken finds a session by the hash of its token, its previous one, or
	// one of the last thirty of the family (reuse). ErrNotFound.
	ByToken(hash []byte) (Session, error)
	// OfUser lists the live ones, newest first.
	OfUser(user string) ([]Session, error)
	// Update overwrites the row; a hash that is neither Token nor Previous any
	// more is remembered as used, for reuse detection, the newest thirty for each
	// session. ErrNotFound; ErrExists
	// if a token is another session's.
	Update(s Session) error
	// End ends a session at the time at; ending an ended one does nothing.
	End(id string, at int64) error
	// EndAll ends all of a person's sessions but except ("" for none) and
	// returns the ended ids.
	EndAll(user, except string, at int64) ([]string, error)
	// Sweep removes sessions that expired before at, with their Turns, and used
	// tokens too old to matter, of both at most so many. It reports whether there
	// may be more of them.
	Sweep(at int64, most int) (more bool, err error)
}

// Invite is an invitation link. Times are UTC milliseconds.
type Invite struct {
	ID      string
	Hash    []byte // of the token
	By      string
	Created int64
	Expires int64
	Uses    int // 0: any number
	Used    int
	Room    string // "" or one more room to enter
	Revoked bool
}

// Invites are the invitation links.
type Invites interface {
	// Create adds an invite. ErrExists if its id or hash is taken; ErrNotFound
	// if By is nobody.
	Create(i Invite) error
	// ByHash and ByID return ErrNotFound if there is none.
	ByHash(hash []byte) (Invite, error)
	ByID(id string) (Invite, error)
	// List returns at most limit of those not revoked, expired (at) or used up,
	// newest first: their ids rise with time. after is the id of the last one of
	// the page before; "": there was none.
	List(at int64, after string, limit int) ([]Invite, error)
	// RevokeAll revokes those that a person made.
	RevokeAll(by string) error
	// Forget removes at most so many of those that expired before at, and reports
	// whether there may be more.
	Forget(at int64, most int) (more bool, err error)
	// Update overwrites Used and Revoked. ErrNotFound.
	Update(i Invite) error
}
