package httpapi

import (
	"errors"
	"net/http"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/sparse"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// identity serves sign-in, refresh and sign-out.
type identity struct {
	auth   *auth.Auth
	faults *sparse.Log
}

// NewIdentity returns the handler of Prefix+"/auth/" and of
// /.well-known/jwks.json. It uses all of o except Chat, Authenticate and Version.
func NewIdentity(a *auth.Auth, o Options) http.Handler {
	o.complete()
	i := &identity{auth: a, faults: o.Faults}
	mux := http.NewServeMux()
	for _, f := range formTable {
		mux.Handle(f.Method+" "+Prefix+f.Path, f.handler(i))
		mux.Handle(Prefix+f.Path, notAllowed([]string{f.Method}))
	}
	mux.HandleFunc("GET /.well-known/jwks.json", i.jwks)
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		writeError(w, http.StatusNotFound, wire.Refused(wire.CodeUnknown, text.NoSuchAddress))
	})
	return headers(recovered(o, sameOrigin(o.Origins, mux)))
}

// whoami describes the client's sign-in state. The status is always 200, because
// a browser reports any other as an error of the page.
func (i *identity) whoami(x exchange, _ *wire.Nothing) (wire.Whoami, error) {
	return i.auth.Whoami(x.r)
}

// token signs in a client without cookies.
func (i *identity) token(x exchange, q *wire.SignIn) (wire.Tokens, error) {
	c := i.auth.Cookies.ClientOf(x.r).Named(q.Device)
	c.Old = "" // the session in the browser's cookies is not replaced
	g, err := i.auth.SignIn(x.r.Context(), q.Email, q.Password, c)
	return tokens(g, false), err
}

// join creates an account by an invite, for a client without cookies.
func (i *identity) join(x exchange, q *wire.Join) (wire.Tokens, error) {
	c := i.auth.Cookies.ClientOf(x.r).Named(q.Device)
	c.Old = ""
	joined, err := i.auth.Join(x.r.Context(), q.Invite, auth.NewAccount{Name: q.Name, Email: q.Email, Password: q.Password}, c)
	answer := tokens(joined.Grant, false)
	answer.Room = joined.Room
	return answer, invited(err)
}

// enter puts a member into the room of an invite.
func (i *identity) enter(x exchange, q *wire.Enter) (wire.Entered, error) {
	room, err := i.auth.Enter(x.r.Context(), q.Invite, x.who.User)
	return wire.Entered{Room: room}, invited(err)
}

// password changes the password of somebody who is signed in.
func (i *identity) password(x exchange, q *wire.PasswordChange) (wire.Nothing, error) {
	n := auth.NewPassword{Old: q.Old, New: q.Password, Others: q.Others}
	err := auth.PasswordsOf(i.auth).Change(x.r.Context(), x.who.User, x.who.Session, n, i.auth.Cookies.ClientOf(x.r))
	return wire.Nothing{}, invited(err)
}

// invited returns the error that a program gets if an invite does not work or an
// account cannot be created.
func invited(err error) error {
	var problems auth.Problems
	switch {
	case errors.As(err, &problems):
		e := wire.Fail(wire.CodeInvalid, problems.Error())
		for _, sentence := range problems {
			if len(problems) == 1 {
				e.Reason = wire.ReasonOf(sentence) // those of several have none together
			}
		}
		return e
	case errors.Is(err, auth.ErrInviteUnknown):
		return wire.Refused(wire.CodeNotFound, text.NoSuchInvite)
	case errors.Is(err, auth.ErrInviteRevoked):
		return wire.Refused(wire.CodeNotFound, text.InviteRevoked)
	case errors.Is(err, auth.ErrInviteExpired):
		return wire.Refused(wire.CodeNotFound, text.InviteExpired)
	case errors.Is(err, auth.ErrInviteUsed):
		return wire.Refused(wire.CodeNotFound, text.InviteUsedUp)
	}
	return err
}

// refresh exchanges the refresh token in the body, or else in the cookie. The new
// tokens go where the old one came from.
func (i *identity) refresh(x exchange, q *wire.Refresh) (wire.Tokens, error) {
	old, cookie := q.RefreshToken, false
	if old == "" {
		old, cookie = i.auth.Cookies.RefreshCookie(x.r), true
	}
	g, err := i.auth.Sessions.Refresh(x.r.Context(), old, i.auth.Cookies.ClientOf(x.r))
	switch {
	case cookie && err == nil:
		i.auth.Cookies.SetCookies(x.w, x.r, g)
	case cookie && errors.Is(err, auth.ErrSignedOut):
		i.auth.Cookies.ClearCookies(x.w, x.r)
	}
	return tokens(g, cookie), err
}

// signOut ends the session of the refresh token in the body, or of the tokens in
// the request.
func (i *identity) signOut(x exchange, q *wire.Refresh) (wire.Nothing, error) {
	err := i.auth.SignOut(x.r.Context(), x.r, q.RefreshToken)
	if err == nil {
		i.auth.Cookies.ClearCookies(x.w, x.r)
	}
	return wire.Nothing{}, err
}

func (i *identity) jwks(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Cache-Control", "public, max-age=300")
	writeJSON(w, http.StatusOK, i.auth.JWKS())
}

// tokens returns a grant as an answer. Tokens in cookies are left out, because
// scripts must not read them.
func tokens(g auth.Grant, cookie bool) wire.Tokens {
	t := wire.Tokens{Expires: g.Expires.UnixMilli(), User: g.User, Session: g.Session}
	if !cookie {
		t.AccessToken, t.RefreshToken = g.Access, g.Refresh
	}
	return t
}
