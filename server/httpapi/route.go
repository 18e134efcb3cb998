package httpapi

import (
	"context"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/sparse"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// The time limits of a request.
const (
	readBody = 10 * time.Second // until the body has arrived
	work     = 20 * time.Second // until the command is cancelled; longer than limits.Commit
)

// route serves one command.
type route struct {
	chat         *chat.Service
	authenticate func(*http.Request) (chat.Actor, error)
	faults       *sparse.Log
	command      *chat.Command
	binding      binding
}

func newRoute(o Options, c *chat.Command) *route {
	return &route{chat: o.Chat, authenticate: o.Authenticate, faults: o.Faults, command: c, binding: commandBinding(c)}
}

// ServeHTTP checks the form of the request, authenticates, draws from the rate,
// decodes, and executes the command.
func (t *route) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	safe := t.command.Method == http.MethodGet
	if !safe && !isJSON(r) {
		writeError(w, http.StatusUnsupportedMediaType, invalid(text.ContentTypeIsJSON))
		return
	}
	who, err := t.authenticate(r)
	if err != nil {
		fail(w, t.faults, string(t.command.Type), err)
		return
	}
	// This comes before reading and decoding, because malformed requests cost
	// time as well.
	if err := t.chat.Draw(r.Context(), who, t.command); err != nil {
		fail(w, t.faults, string(t.command.Type), err)
		return
	}
	body, err := t.body(w, r)
	if err != nil {
		fail(w, t.faults, string(t.command.Type), err)
		return
	}
	req := t.command.New()
	if err := t.binding.fill(req, r, body); err != nil {
		fail(w, t.faults, string(t.command.Type), err)
		return
	}
	if req.Header().N, err = number(r); err != nil {
		fail(w, t.faults, string(t.command.Type), err)
		return
	}
	who.Instance = r.Header.Get(headerInstance)
	ctx, cancel := context.WithTimeout(r.Context(), work)
	defer cancel()
	res, err := t.chat.DoDrawn(ctx, who, t.command, req)
	if err != nil {
		fail(w, t.faults, string(t.command.Type), err)
		return
	}
	*res.Header() = wire.Head{}
	text, err := wire.Append(nil, res)
	if err != nil {
		fail(w, t.faults, string(t.command.Type), err)
		return
	}
	writeJSON(w, http.StatusOK, text)
}

// The headers with which a client numbers its commands. They correspond to
// Instance and N on the socket.
const (
	headerInstance = "Confab-Instance"
	headerNumber   = "Confab-Number"
)

// number returns the number of a request; 0: none.
func number(r *http.Request) (int64, error) {
	given, numbered := r.Header.Get(headerNumber), r.Header.Get(headerInstance)
	if given == "" && numbered == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(given, 10, 64)
	if err != nil || n < 1 || numbered == "" {
		return 0, invalid(text.NumberWithInstance)
	}
	return n, nil
}

// isJSON reports whether a request says that its body is JSON.
func isJSON(r *http.Request) bool {
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/json" {
		return false
	}
	charset, given := params["charset"]
	return !given || strings.EqualFold(charset, "utf-8")
}

// body reads the body of an unsafe request, within its limits of time and size. A
// safe request must not have one.
func (t *route) body(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	if t.command.Method == http.MethodGet {
		if r.ContentLength != 0 {
			return nil, invalid(text.GetTakesNoBody)
		}
		return nil, nil
	}
	// An error means that the ResponseWriter has no connection (in a test), so it
	// needs no deadline.
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(readBody))
	return readAll(w, r, t.command.Limit)
}
