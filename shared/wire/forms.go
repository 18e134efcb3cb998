package wire

// Form is a route for signing in, with the types of its body and its answer. It
// exists over HTTP only, is mostly used by people who are not signed in, and may
// set cookies. The server declares the rest in server/httpapi.
type Form[Q, R any] Route

// Route is what client and server share about a route for signing in.
type Route struct {
	Name   string // of the operation
	Method string
	Path   string // below /api/v1
	Doc    string // one sentence for people
	Signed bool   // only people who are signed in may use it
}

// Nothing is the body of a route that takes none, and the answer of a route that
// returns nothing.
type Nothing struct{}

// Signing in.
var (
	TellWhoami = Form[Nothing, Whoami]{
		Name: "auth.whoami", Method: "GET", Path: "/auth/whoami",
		Doc: "Say whether the caller is signed in; the status is 200 in every state.",
	}
	IssueTokens = Form[SignIn, Tokens]{
		Name: "auth.token", Method: "POST", Path: "/auth/token",
		Doc: "Sign in without cookies.",
	}
	JoinByInvite = Form[Join, Tokens]{
		Name: "auth.join", Method: "POST", Path: "/auth/join",
		Doc: "Make an account with an invite, and sign in without cookies.",
	}
	EnterByInvite = Form[Enter, Entered]{
		Name: "auth.enter", Method: "POST", Path: "/auth/enter", Signed: true,
		Doc: "Enter the room of an invite, if you are signed in already.",
	}
	ChangePassword = Form[PasswordChange, Nothing]{
		Name: "auth.password", Method: "POST", Path: "/auth/password", Signed: true,
		Doc: "Change your password, for which the old one is asked.",
	}
	RefreshTokens = Form[Refresh, Tokens]{
		Name: "auth.refresh", Method: "POST", Path: "/auth/refresh",
		Doc: "Exchange a refresh token, from the body or else the cookie, for new tokens.",
	}
	SignOut = Form[Refresh, Nothing]{
		Name: "auth.signout", Method: "POST", Path: "/auth/signout",
		Doc: "End the session of the refresh token in the body, or else the caller's.",
	}
)
