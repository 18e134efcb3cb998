package wire

// IdentityState says what a client has to do before it can open the socket.
type IdentityState string

// The identity states. A browser does not tell a page why a socket handshake
// failed, so the page asks for this over HTTP to tell "signed out" from
// "offline".
const (
	IdentityOK        IdentityState = "ok"         // signed in
	IdentityRefresh   IdentityState = "refresh"    // the access token ran out: refresh, then go on; 401 there: sign in
	IdentitySignedOut IdentityState = "signed_out" // sign in
	IdentitySetup     IdentityState = "setup"      // the workspace does not exist yet
)

// Whoami answers GET /api/v1/auth/whoami, with status 200 in every state.
// User, Session and Expires are present if State is IdentityOK.
type Whoami struct {
	State     IdentityState `json:"state"`
	Workspace string        `json:"workspace,omitempty"`
	MainRoom  string        `json:"main_room,omitempty"`
	User      *User         `json:"user,omitempty"`
	Session   string        `json:"session,omitempty"`
	Expires   int64         `json:"expires,omitempty"` // of the access token, UTC milliseconds
}

// SignIn is the body of POST /api/v1/auth/token, for clients without cookies.
// Device is the client's name for itself, shown in the list of sessions.
type SignIn struct {
	Email    string `json:"email"`
	Password string `json:"password"`
	Device   string `json:"device,omitempty"`
}

// Refresh is the body of POST /api/v1/auth/refresh. A browser sends the empty
// object: its token is in a cookie.
type Refresh struct {
	RefreshToken string `json:"refresh_token,omitempty"`
}

// Join is the body of POST /api/v1/auth/join, which makes an account with an invite
// and signs in. Invite is the token: the last part of the invite's address. The
// password has 12 to 256 characters. Device is as in SignIn.
type Join struct {
	Invite   string `json:"invite"`
	Name     string `json:"name"`
	Email    string `json:"email"`
	Password string `json:"password"`
	Device   string `json:"device,omitempty"`
}

// Enter is the body of POST /api/v1/auth/enter, with which people who are signed in
// already enter the room of an invite.
type Enter struct {
	Invite string `json:"invite"`
}

// Entered answers Enter.
type Entered struct {
	Room string `json:"room,omitempty"` // absent if the invite is not for a room
}

// PasswordChange is the body of POST /api/v1/auth/password, with which people who are
// signed in change their password. Old is the one they have. With Others, their other
// sessions end.
type PasswordChange struct {
	Old      string `json:"old"`
	Password string `json:"password"`
	Others   bool   `json:"others,omitempty"`
}

// Tokens answers SignIn, Join and Refresh. The access token lasts ten minutes
// (Expires); the refresh token lasts 30 days from its last use, and 90 days at
// most. Keep the refresh token of each answer: it may be a new one. If the answer
// was lost, the old refresh token gets the same answer again, until the new one is
// used, and for a minute at most. Using the old one later, or from another program,
// ends the session. The two tokens are absent if they were set as cookies.
type Tokens struct {
	AccessToken  string `json:"access_token,omitempty"`
	RefreshToken string `json:"refresh_token,omitempty"`
	Expires      int64  `json:"expires"` // of the access token, UTC milliseconds
	User         string `json:"user"`
	Session      string `json:"session"`
	Room         string `json:"room,omitempty"` // the room to begin in; only after joining
}
