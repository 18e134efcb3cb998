package wire

// IdentityState says what a client has to do before it can open the socket.
type IdentityState string

// The identity states. A failed socket handshake tells a browser nothing, so
// it asks for this over HTTP before deciding between "signed out" and
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
// Device is what the client calls itself, shown in the list of sessions.
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

// Join is the body of POST /api/v1/auth/join: it makes an account by an invite
// and signs in. Invite is the last part of the invite's address. A password has
// 12 to 256 characters. Device as in SignIn.
type Join struct {
	Invite   string `json:"invite"`
	Name     string `json:"name"`
	Email    string `json:"email"`
	Password string `json:"password"`
	Device   string `json:"device,omitempty"`
}

// Enter is the body of POST /api/v1/auth/enter: somebody who is signed in
// enters the room of an invite.
type Enter struct {
	Invite string `json:"invite"`
}

// Entered answers Enter.
type Entered struct {
	Room string `json:"room,omitempty"` // absent if the invite leads to none
}

// Tokens answers SignIn, Join and Refresh. The access token lasts ten minutes
// (Expires); the refresh token 30 days from the last time it was used, and 90
// days in all. Keep the refresh token of each answer: it may be another one.
// Until the new one was used, and for a minute at most, the old one has the
// same answer again, for when the answer was lost; presenting it later, or from
// another program, ends the session. The two tokens are absent where they were
// set as cookies.
type Tokens struct {
	AccessToken  string `json:"access_token,omitempty"`
	RefreshToken string `json:"refresh_token,omitempty"`
	Expires      int64  `json:"expires"` // of the access token, UTC milliseconds
	User         string `json:"user"`
	Session      string `json:"session"`
	Room         string `json:"room,omitempty"` // to begin in, after joining
}
