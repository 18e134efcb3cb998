package httpapi

import (
	"net/http"
	"reflect"
	"strings"

	"github.com/confab/confab/shared/wire"
)

// identityRoute is one route of signing in, which is no command: it works
// before there is anyone to ask.
type identityRoute struct {
	method, path, name, doc string
	body, answer            reflect.Type // nil: none
}

var identityRoutes = []identityRoute{
	{http.MethodGet, "/auth/whoami", "auth.whoami", "Tell where the asker stands; status 200 in every state.",
		nil, reflect.TypeFor[wire.Whoami]()},
	{http.MethodPost, "/auth/token", "auth.token", "Sign in without cookies.",
		reflect.TypeFor[wire.SignIn](), reflect.TypeFor[wire.Tokens]()},
	{http.MethodPost, "/auth/join", "auth.join", "Make an account by an invite, and sign in without cookies.",
		reflect.TypeFor[wire.Join](), reflect.TypeFor[wire.Tokens]()},
	{http.MethodPost, "/auth/enter", "auth.enter", "Enter the room of an invite, as somebody who is signed in.",
		reflect.TypeFor[wire.Enter](), reflect.TypeFor[wire.Entered]()},
	{http.MethodPost, "/auth/refresh", "auth.refresh", "Exchange a refresh token, from the body or else the cookie, for the next pair.",
		reflect.TypeFor[wire.Refresh](), reflect.TypeFor[wire.Tokens]()},
	{http.MethodPost, "/auth/signout", "auth.signout", "End the session of the refresh token in the body, or else of the asker.",
		reflect.TypeFor[wire.Refresh](), nil},
}

// describeIdentity adds the routes of signing in.
func describeIdentity(paths object, s *schemas) {
	for _, r := range identityRoutes {
		answer := object{"type": "object"}
		if r.answer != nil {
			answer = s.of(r.answer)
		}
		o := object{
			"operationId": r.name,
			"summary":     r.doc,
			"tags":        []string{tag(r.path)},
			"security":    []object{},
			"responses":   responses(answer),
		}
		if r.body != nil {
			body := s.fields(r.body, nil)
			body["additionalProperties"] = false
			o["requestBody"] = object{"required": body["required"] != nil, "content": content(body)}
		}
		paths[r.path] = object{strings.ToLower(r.method): o}
	}
}
