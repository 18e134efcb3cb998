package httpapi

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/sparse"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// identityBody is the longest body of a request about signing in, in bytes.
const identityBody = 16 << 10

// identity serves signing in, refreshing and signing out.
type identity struct {
	auth   *auth.Auth
	faults *sparse.Log
}

// NewIdentity returns the handler of Prefix+"/auth/" and of
// /.well-known/jwks.json. Of o it uses all but Chat, Authenticate and Version.
func NewIdentity(a *auth.Auth, o Options) http.Handler {
	o.complete()
	i := &identity{auth: a, faults: o.Faults}
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+Prefix+"/auth/whoami", i.whoami)
	mux.HandleFunc("POST "+Prefix+"/auth/token", i.token)
	mux.HandleFunc("POST "+Prefix+"/auth/join", i.join)
	mux.HandleFunc("POST "+Prefix+"/auth/enter", i.enter)
	mux.HandleFunc("POST "+Prefix+"/auth/refresh", i.refresh)
	mux.HandleFunc("POST "+Prefix+"/auth/signout", i.signOut)
	mux.HandleFunc("GET /.well-known/jwks.json", i.jwks)
	for _, r := range identityRoutes {
		mux.Handle(Prefix+r.path, notAllowed([]string{r.method}))
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		writeError(w, http.StatusNotFound, wire.Refused(wire.CodeUnknown, text.NoSuchAddress))
	})
	return headers(recovered(o, sameOrigin(o.Origins, mux)))
}

// whoami tells where the asker stands, with status 200 whatever the answer: a
// browser reports any other as an error of the page.
func (i *identity) whoami(w http.ResponseWriter, r *http.Request) {
	answer, err := i.auth.Whoami(r)
	i.answer(w, r, answer, err)
}

// token signs in a client without cookies.
func (i *identity) token(w http.ResponseWriter, r *http.Request) {
	var q wire.SignIn
	if !i.read(w, r, &q) {
		return
	}
	c := i.auth.Cookies.ClientOf(r).Named(q.Device)
	c.Old = "" // what a browser holds beside is not replaced
	g, err := i.auth.SignIn(r.Context(), q.Email, q.Password, c)
	i.answer(w, r, tokens(g, false), err)
}

// join makes an account by an invite, for a client without cookies.
func (i *identity) join(w http.ResponseWriter, r *http.Request) {
	var q wire.Join
	if !i.read(w, r, &q) {
		return
	}
	c := i.auth.Cookies.ClientOf(r).Named(q.Device)
	c.Old = ""
	joined, err := i.auth.Join(r.Context(), q.Invite, auth.NewAccount{Name: q.Name, Email: q.Email, Password: q.Password}, c)
	answer := tokens(joined.Grant, false)
	answer.Room = joined.Room
	i.answer(w, r, answer, invited(err))
}

// enter takes a member into the room of an invite.
func (i *identity) enter(w http.ResponseWriter, r *http.Request) {
	var q wire.Enter
	if !i.read(w, r, &q) {
		return
	}
	who, err := i.auth.Authenticate(r)
	if err != nil {
		i.fail(w, r, err)
		return
	}
	room, err := i.auth.Enter(r.Context(), q.Invite, who.User)
	i.answer(w, r, wire.Entered{Room: room}, invited(err))
}

// invited is what a program is told of an invite that does not work, or of an
// account that cannot be made.
func invited(err error) error {
	var problems auth.Problems
	switch {
	case errors.As(err, &problems):
		return wire.Fail(wire.CodeInvalid, problems.Error())
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

// refresh exchanges the refresh token in the body, or else in the cookie. The
// new ones go where the old one came from.
func (i *identity) refresh(w http.ResponseWriter, r *http.Request) {
	var q wire.Refresh
	if !i.read(w, r, &q) {
		return
	}
	old, cookie := q.RefreshToken, false
	if old == "" {
		old, cookie = i.auth.Cookies.RefreshCookie(r), true
	}
	g, err := i.auth.Sessions.Refresh(r.Context(), old, i.auth.Cookies.ClientOf(r))
	switch {
	case cookie && err == nil:
		i.auth.Cookies.SetCookies(w, r, g)
	case cookie && errors.Is(err, auth.ErrSignedOut):
		i.auth.Cookies.ClearCookies(w, r)
	}
	i.answer(w, r, tokens(g, cookie), err)
}

// signOut ends the session of the refresh token in the body, or of the tokens
// the request carries.
func (i *identity) signOut(w http.ResponseWriter, r *http.Request) {
	var q wire.Refresh
	if !i.read(w, r, &q) {
		return
	}
	err := i.auth.SignOut(r.Context(), r, q.RefreshToken)
	if err == nil {
		i.auth.Cookies.ClearCookies(w, r)
	}
	i.answer(w, r, struct{}{}, err)
}

func (i *identity) jwks(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Cache-Control", "public, max-age=300")
	writeJSON(w, http.StatusOK, i.auth.JWKS())
}

// tokens shows a grant; in cookies the tokens themselves are not for scripts.
func tokens(g auth.Grant, cookie bool) wire.Tokens {
	t := wire.Tokens{Expires: g.Expires.UnixMilli(), User: g.User, Session: g.Session}
	if !cookie {
		t.AccessToken, t.RefreshToken = g.Access, g.Refresh
	}
	return t
}

// read decodes the body into q, or answers what is wrong with it.
func (i *identity) read(w http.ResponseWriter, r *http.Request, q any) bool {
	if !isJSON(r) {
		writeError(w, http.StatusUnsupportedMediaType, invalid(text.ContentTypeIsJSON))
		return false
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, identityBody))
	if err != nil {
		i.fail(w, r, wire.Refused(wire.CodeTooLarge, text.BodyTooLong))
		return false
	}
	if strings.TrimSpace(string(body)) == "" {
		return true
	}
	if err := wire.DecodeStrict(body, q); err != nil {
		i.fail(w, r, err)
		return false
	}
	return true
}

func (i *identity) answer(w http.ResponseWriter, r *http.Request, v any, err error) {
	if err != nil {
		i.fail(w, r, err)
		return
	}
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // plain fields cannot fail
	}
	writeJSON(w, http.StatusOK, text)
}

// fail answers with what people are told of err, and logs what is a fault.
func (i *identity) fail(w http.ResponseWriter, r *http.Request, err error) {
	e, fault := chat.Public(err)
	if fault {
		i.faults.Error(r.Pattern, "request failed", "route", r.Pattern, "error", err)
	}
	writeError(w, statusOf(e.Code), e)
}
