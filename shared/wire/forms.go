package wire

// Form is a route of signing in, with the types of its body and its answer. It is
// given over HTTP alone, mostly by somebody who is not signed in, and may set
// cookies. The server has its other half in server/httpapi.
type Form[Q, R any] Route

// Route is what both sides agree on about a route of signing in.
type Route struct {
	Name   string // of the operation
	Method string
	Path   string // below /api/v1
	Doc    string // one sentence for people
	Signed bool   // only somebody who is signed in may ask
}

// Nothing is the body of a route that takes none, and the answer of one that has
// nothing to tell.
type Nothing struct{}

// Signing in.
var (
	TellWhoami = Form[Nothing, Whoami]{
		Name: "auth.whoami", Method: "GET", Path: "/auth/whoami",
		Doc: "Tell where the asker stands; status 200 in every state.",
	}
	IssueTokens = Form[SignIn, Tokens]{
		Name: "auth.token", Method: "POST", Path: "/auth/token",
		Doc: "Sign in without cookies.",
	}
	JoinByInvite = Form[Join, Tokens]{
		Name: "auth.join", Method: "POST", Path: "/auth/join",
		Doc: "Make an account by an invite, and sign in without cookies.",
	}
	EnterByInvite = Form[Enter, Entered]{
		Name: "auth.enter", Method: "POST", Path: "/auth/enter", Signed: true,
		Doc: "Enter the room of an invite, as somebody who is signed in.",
	}
	RefreshTokens = Form[Refresh, Tokens]{
		Name: "auth.refresh", Method: "POST", Path: "/auth/refresh",
		Doc: "Exchange a refresh token, from the body or else the cookie, for the next pair.",
	}
	SignOut = Form[Refresh, Nothing]{
		Name: "auth.signout", Method: "POST", Path: "/auth/signout",
		Doc: "End the session of the refresh token in the body, or else of the asker.",
	}
)
