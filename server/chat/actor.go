package chat

import (
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// Actor is who makes a request, as authenticated by the transport: a person, the
// session or other credential they use, and the limits of that credential. What
// the person may do is read from the store on each use and never carried in
// Actor; Kind and Scope can only reduce it. The zero Actor is nobody. An Actor
// with only User set may do nothing.
type Actor struct {
	User    string
	Session string
	Kind    rights.Kind
	Scope   Scope
	Origin  Origin

	// Instance is an id that the client chose for itself. Commands of a client
	// without one are not numbered.
	Instance string

	turn *turn // while a numbered command is executed
	task *task // while a stream is executed, or a command that is not batched
}

// SignedIn returns the Actor for a session that was opened with a password or by
// an invite. Such a session is not limited: it allows everything the person may
// do.
func SignedIn(user, session string) Actor {
	return Actor{User: user, Session: session, Kind: rights.Person, Scope: everything, Origin: OriginSignIn}
}

// Scope is a set of bits that says which commands a credential allows, whoever
// holds it. Each row of the command table needs one bit. The zero Scope allows
// nothing.
type Scope uint8

// The scopes.
const (
	ScopeRead    Scope = 1 << iota // read rooms and history, look people up, receive events
	ScopeWrite                     // messages, reactions, typing, read markers, presence
	ScopeRooms                     // create, change, join and leave rooms; add and remove people
	ScopeAdmin                     // roles, bans, invites, the workspace
	ScopeAccount                   // the person's own sessions; needs OriginSignIn besides

	everything = ScopeRead | ScopeWrite | ScopeRooms | ScopeAdmin | ScopeAccount
)

// Scopes lists all scopes with their names.
var Scopes = []struct {
	Name  string
	Scope Scope
}{
	{"read", ScopeRead}, {"write", ScopeWrite}, {"rooms", ScopeRooms}, {"admin", ScopeAdmin}, {"account", ScopeAccount},
}

// Name returns the name of a single scope, "" for any other value.
func (s Scope) Name() string {
	for _, one := range Scopes {
		if one.Scope == s {
			return one.Name
		}
	}
	return ""
}

// Origin says how a credential was created.
type Origin uint8

// The origins. The zero Origin is unknown.
const (
	OriginSignIn Origin = iota + 1 // the person signed in on this server
	OriginMade                     // a person created it for a program
	OriginSite                     // it was issued on another site's assertion
)

var errScope = forbidden(text.CredentialMayNot)

// Need refuses an Actor whose credential does not include s. It comes before all
// other checks, so that a credential learns nothing outside its scope.
func (a Actor) Need(s Scope) *wire.Error {
	switch {
	case a.User == "":
		return errSignIn
	case s == 0, a.Kind == 0, a.Scope&s != s:
		return errScope
	case s&ScopeAccount != 0 && a.Origin != OriginSignIn:
		return errScope
	}
	return nil
}
