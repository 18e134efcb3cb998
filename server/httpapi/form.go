package httpapi

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"reflect"
	"strings"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// formLimit is the maximum size of a sign-in request's body, in bytes.
const formLimit = 16 << 10

// exchange is a sign-in request and its answer, on which a handler sets cookies.
type exchange struct {
	w   http.ResponseWriter
	r   *http.Request
	who auth.Identity // the signed-in person, if the row asks for them
}

// formRow is one row of the table of sign-in routes. It is not a command: most of
// these routes work without a signed-in person, and their rate is limited by
// failed tries (server/auth).
type formRow struct {
	wire.Route
	limit        int64 // of the body, in bytes; 0: no body
	body, answer reflect.Type

	serve func(i *identity, x exchange, body []byte) (any, error)
}

// formTable is every sign-in route, in the order of the documentation.
var formTable = []formRow{
	form(wire.TellWhoami, 0, (*identity).whoami),
	form(wire.IssueTokens, formLimit, (*identity).token),
	form(wire.JoinByInvite, formLimit, (*identity).join),
	form(wire.EnterByInvite, formLimit, (*identity).enter),
	form(wire.ChangePassword, formLimit, (*identity).password),
	form(wire.RefreshTokens, formLimit, (*identity).refresh),
	form(wire.SignOut, formLimit, (*identity).signOut),
}

// form is the row of a route that do executes.
func form[Q, R any](f wire.Form[Q, R], limit int64, do func(*identity, exchange, *Q) (R, error)) formRow {
	return formRow{
		Route: wire.Route(f), limit: limit, body: reflect.TypeFor[Q](), answer: reflect.TypeFor[R](),
		serve: func(i *identity, x exchange, body []byte) (any, error) {
			q := new(Q)
			if len(body) > 0 {
				if err := wire.DecodeStrict(body, q); err != nil {
					return nil, err
				}
			}
			return do(i, x, q)
		},
	}
}

// handler checks the form of the request, authenticates if the row requires it,
// reads the body and answers.
func (f formRow) handler(i *identity) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if f.limit > 0 && !isJSON(r) {
			writeError(w, http.StatusUnsupportedMediaType, invalid(text.ContentTypeIsJSON))
			return
		}
		x := exchange{w: w, r: r}
		var err error
		if f.Signed {
			if x.who, err = i.auth.Authenticate(r); err != nil {
				fail(w, i.faults, f.Name, err)
				return
			}
		}
		body, err := f.read(w, r)
		if err != nil {
			fail(w, i.faults, f.Name, err)
			return
		}
		answer, err := f.serve(i, x, body)
		if err != nil {
			fail(w, i.faults, f.Name, err)
			return
		}
		said, err := json.Marshal(answer)
		if err != nil {
			panic(err) // plain fields cannot fail
		}
		writeJSON(w, http.StatusOK, said)
	})
}

// read reads the body, up to the row's limit.
func (f formRow) read(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	if f.limit == 0 {
		return nil, nil
	}
	body, err := readAll(w, r, f.limit)
	if strings.TrimSpace(string(body)) == "" {
		return nil, err
	}
	return body, err
}

// readAll reads a body of at most limit bytes.
func readAll(w http.ResponseWriter, r *http.Request, limit int64) ([]byte, error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	var long *http.MaxBytesError
	switch {
	case errors.As(err, &long):
		return nil, wire.Refused(wire.CodeTooLarge, text.BodyTooLong)
	case err != nil:
		return nil, invalid(text.BodyIncomplete)
	}
	return body, nil
}

// describeForms adds the sign-in routes to the description.
func describeForms(paths object, s *schemas) {
	for _, f := range formTable {
		answer := object{"type": "object"}
		if f.answer != nothing {
			answer = s.of(f.answer)
		}
		o := object{
			"operationId": f.Name,
			"summary":     f.Doc,
			"tags":        []string{tag(f.Path)},
			"responses":   responses(answer),
		}
		if !f.Signed {
			o["security"] = []object{}
		}
		if f.limit > 0 {
			body := s.fields(f.body, nil)
			body["additionalProperties"] = false
			o["requestBody"] = object{"required": body["required"] != nil, "content": content(body), "x-bytes": f.limit}
		}
		paths[f.Path] = object{strings.ToLower(f.Method): o}
	}
}

var nothing = reflect.TypeFor[wire.Nothing]()
