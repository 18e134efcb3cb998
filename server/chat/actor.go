package chat

import (
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// Actor is who asks, vouched for by whoever took the request in: a person, the
// session or other credential they do it with, and how far that one reaches.
// What the person may do is read from the store on each use, never carried
// along; Kind and Scope can only take away from it. The zero Actor is nobody,
// and one of which only the User is set may do nothing.
type Actor struct {
	User    string
	Session string
	Kind    rights.Kind
	Scope   Scope
	Origin  Origin

	// Instance is the client that numbers its commands, an id that it chose; "":
	// they have no numbers.
	Instance string

	turn *turn // while a command with a number is carried out
	task *task // while any is that is not carried out together with others
}

// SignedIn is a person at a session that was opened with their password, or by
// an invite: all they may do, they may do from there.
func SignedIn(user, session string) Actor {
	return Actor{User: user, Session: session, Kind: rights.Person, Scope: everything, Origin: OriginSignIn}
}

// Scope is what a credential reaches, whoever holds it. Scopes are bits; each
// row of the command table needs one. The zero Scope reaches nothing.
type Scope uint8

// The scopes.
const (
	ScopeRead    Scope = 1 << iota // look at rooms, history and people; be told what happens
	ScopeWrite                     // messages, reactions, typing, read markers, being seen as here
	ScopeRooms                     // make, change, enter and leave rooms; bring people in, take them out
	ScopeAdmin                     // roles, bans, invites, the workspace
	ScopeAccount                   // the person's own sessions; needs OriginSignIn besides

	everything = ScopeRead | ScopeWrite | ScopeRooms | ScopeAdmin | ScopeAccount
)

// Scopes are all scopes there are, by name.
var Scopes = []struct {
	Name  string
	Scope Scope
}{
	{"read", ScopeRead}, {"write", ScopeWrite}, {"rooms", ScopeRooms}, {"admin", ScopeAdmin}, {"account", ScopeAccount},
}

// Name is what a single scope is called, "" for anything else.
func (s Scope) Name() string {
	for _, one := range Scopes {
		if one.Scope == s {
			return one.Name
		}
	}
	return ""
}

// Origin is how a credential came to be.
type Origin uint8

// The origins. The zero Origin is unknown.
const (
	OriginSignIn Origin = iota + 1 // the person proved who they are, here
	OriginMade                     // a person made it for a program
	OriginSite                     // it was exchanged for the word of another site
)

var errScope = forbidden(text.CredentialMayNot)

// Need refuses an Actor whose credential does not reach s. It comes before all
// other checks, so that nothing is told to a credential beyond its scope.
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
