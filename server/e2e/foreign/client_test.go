package foreign

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
)

// patience is how long anything may take; it is only used up by a failure.
const patience = 30 * time.Second

// client is somebody's program.
type client struct {
	t        *testing.T
	url      string
	access   string // token
	refresh  string // token
	device   string
	instance string
	cursors  object // by room, [epoch, seq]
	useq     float64
	conn     string // of the last welcome
	socket   *websocket.Conn
	waiting  []object // heard and not looked at
	spec     *description
	brief    bool // it says in short how far it has come
}

// newID makes an id: 32 lower-case hexadecimal digits.
func newID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}

func newClient(t *testing.T, url string) *client {
	return &client{t: t, url: url, device: newID(), instance: newID(), cursors: object{}}
}

// asks makes a request below /api/v1 and returns status and answer.
func (c *client) asks(method, path string, body any) (int, object) {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(c.t.Context(), patience)
	defer cancel()
	text, err := json.Marshal(body)
	if err != nil {
		c.t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(ctx, method, c.url+"/api/v1"+path, bytes.NewReader(text))
	if err != nil {
		c.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	if c.access != "" {
		r.Header.Set("Authorization", "Bearer "+c.access)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	defer answer.Body.Close()
	var o object
	if err := json.NewDecoder(answer.Body).Decode(&o); err != nil {
		c.t.Fatalf("%s %s: %v", method, path, err)
	}
	return answer.StatusCode, o
}

// gets is asks for what has to succeed.
func (c *client) gets(method, path string, body any) object {
	c.t.Helper()
	status, o := c.asks(method, path, body)
	if status != http.StatusOK {
		c.t.Fatalf("%s %s: %d %v", method, path, status, o)
	}
	return o
}

// signsIn keeps the tokens of an answer.
func (c *client) signsIn(answer object) {
	c.access, c.refresh = answer["access_token"].(string), answer["refresh_token"].(string)
	if c.spec == nil {
		c.spec = &description{whole: c.gets("GET", "/asyncapi.json", nil)}
	}
}

// connects opens the socket, resumes from where it had come to, and returns
// the events that it had missed.
func (c *client) connects() (missed []object) {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(c.t.Context(), patience)
	defer cancel()
	socket, _, err := websocket.Dial(ctx, "ws"+strings.TrimPrefix(c.url, "http")+"/ws", &websocket.DialOptions{
		Subprotocols: []string{"confab.v1"}, HTTPHeader: http.Header{"Authorization": {"Bearer " + c.access}},
	})
	if err != nil {
		c.t.Fatal(err)
	}
	socket.SetReadLimit(64 << 10)
	c.socket, c.waiting = socket, nil
	c.t.Cleanup(func() { _ = socket.CloseNow() })
	hello := object{"type": "hello", "v": 2, "client": "foreign/1", "device": c.device, "instance": c.instance}
	switch {
	case c.useq == 0:
		hello["resume"] = object{}
	case c.brief:
		hello["resume"] = object{"user": c.useq, "brief": inBrief(c.cursors)}
	default:
		hello["resume"] = object{"user": c.useq, "rooms": c.cursors}
	}
	if c.conn != "" {
		hello["replaces"] = c.conn
	}
	c.says(hello)
	for {
		switch o := c.hears("welcome", "inbox", "event", "ready"); o["type"] {
		case "welcome":
			c.conn = o["conn"].(string)
			c.welcomed(o)
		case "inbox":
			c.useq = o["useq"].(float64)
			if info, ok := o["info"].(object); ok && c.cursors[o["room"].(string)] == nil {
				c.cursors[o["room"].(string)] = []any{info["epoch"], info["top"]}
			}
		case "event":
			c.applies(o)
			missed = append(missed, o)
		case "ready":
			return missed
		}
	}
}

// inBrief writes cursors in short.
func inBrief(cursors object) string {
	var all []string
	for room, cursor := range cursors {
		epoch, seq := cursor.([]any)[0].(string), cursor.([]any)[1].(float64)
		all = append(all, fmt.Sprintf("%s.%s.%d", room[len(room)-10:], epoch[max(0, len(epoch)-8):], int64(seq)))
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}

// welcomed takes the modes of rooms in.
func (c *client) welcomed(o object) {
	rooms, _ := o["rooms"].(object)
	for room, line := range rooms {
		switch line := line.(object); line["mode"] {
		case "reset":
			c.cursors[room] = []any{line["epoch"], line["top"]}
		case "gone":
			delete(c.cursors, room)
		}
	}
}

// applies moves a room's cursor, one event at a time and without a hole.
func (c *client) applies(o object) {
	c.t.Helper()
	cursor := c.cursors[o["room"].(string)].([]any)
	if seq, _ := cursor[1].(float64); o["seq"] != seq+1 {
		c.t.Fatalf("event %v came after %v", o["seq"], seq)
	}
	cursor[1] = o["seq"]
}

// says sends an object, if it is as the socket is described.
func (c *client) says(o object) {
	c.t.Helper()
	text, err := json.Marshal(o)
	if err != nil {
		c.t.Fatal(err)
	}
	var plain object // with the types that JSON has
	if err := json.Unmarshal(text, &plain); err != nil {
		c.t.Fatal(err)
	}
	if err := c.spec.judge("client", plain); err != nil {
		c.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(c.t.Context(), patience)
	defer cancel()
	if err := c.socket.Write(ctx, websocket.MessageText, text); err != nil {
		c.t.Fatal(err)
	}
}

// hears returns the next object of one of some types; others are passed over.
func (c *client) hears(types ...string) object {
	c.t.Helper()
	for {
		for len(c.waiting) == 0 {
			c.reads()
		}
		o := c.waiting[0]
		c.waiting = c.waiting[1:]
		if err := c.spec.judge("server", o); err != nil {
			c.t.Fatal(err)
		}
		for _, t := range types {
			if o["type"] == t {
				return o
			}
		}
	}
}

// reads reads a frame, which holds one object a line.
func (c *client) reads() {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(c.t.Context(), patience)
	defer cancel()
	_, frame, err := c.socket.Read(ctx)
	if err != nil {
		c.t.Fatal(err)
	}
	for line := range bytes.SplitSeq(frame, []byte("\n")) {
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		var o object
		if err := json.Unmarshal(line, &o); err != nil {
			c.t.Fatal(err)
		}
		c.waiting = append(c.waiting, o)
	}
}

// commands gives a command and returns its answer. What happens meanwhile is
// applied as it comes.
func (c *client) commands(o object) object {
	c.t.Helper()
	o["id"] = newID()
	c.says(o)
	for {
		answer := c.hears("ack", "nack", "ok", "page", "presence", "event")
		if answer["type"] == "event" {
			c.applies(answer)
		}
		if answer["id"] == o["id"] {
			return answer
		}
	}
}

// comesTo applies what it hears until it has come to a seq of a room.
func (c *client) comesTo(room string, seq any) {
	c.t.Helper()
	for c.cursors[room].([]any)[1] != seq {
		c.applies(c.hears("event"))
	}
}

// drops ends the connection without a word.
func (c *client) drops() { _ = c.socket.CloseNow() }
