package hub_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/confab/confab/server/broker"
	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/server/deadline"
	"github.com/confab/confab/server/hub"
	"github.com/confab/confab/server/presence"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// patience is how long something may take before a test fails. It is not
// waited for when all is well.
const patience = time.Minute

// stage is a World with a hub in front of it, on a real socket.
type stage struct {
	*chattest.World
	hub    *hub.Hub
	broker *broker.Memory
	server *httptest.Server

	pipe *pipe // instead of a socket, under synctest

	mu    sync.Mutex
	relay func(broker.Message) []broker.Message // nil: as it comes
}

var errSignedOut = wire.Fail(wire.CodeUnauthorized, "Please sign in.")

// newStage starts a hub. change may alter its options; rates are off unless it
// says otherwise.
func newStage(t *testing.T, change ...func(*stage, *hub.Options)) *stage {
	t.Helper()
	st := &stage{broker: broker.NewMemory()}
	st.World = chattest.New(t, func(w *chattest.World, _ *chat.Options) { w.Store.OnCommit(st.committed) })
	here := presence.NewMemory()
	o := hub.Options{
		Chat: st.Chat, Presence: here, Broker: st.broker, Authenticate: st.authenticate,
		Node: "here", Version: "v-test", Loose: true, Log: slog.New(slog.DiscardHandler),
	}
	for _, c := range change {
		c(st, &o)
	}
	st.hub = hub.New(o)
	st.server = httptest.NewUnstartedServer(st.hub)
	if st.pipe != nil {
		if err := st.server.Listener.Close(); err != nil {
			t.Fatal(err)
		}
		st.server.Listener = st.pipe
	}
	st.server.Config.ReadTimeout, st.server.Config.WriteTimeout = deadline.Body, deadline.Answer
	st.server.Config.ConnContext = func(ctx context.Context, c net.Conn) context.Context {
		if tcp, ok := c.(*net.TCPConn); ok {
			if err := tcp.SetWriteBuffer(16 << 10); err != nil {
				t.Error(err)
			}
		}
		return ctx
	}
	st.server.Start()
	t.Cleanup(func() {
		if err := st.hub.Close(); err != nil {
			t.Error(err)
		}
		st.server.Close()
		if err := here.Close(); err != nil {
			t.Error(err)
		}
	})
	return st
}

func (st *stage) committed(c store.Commit) {
	st.mu.Lock()
	relay := st.relay
	st.mu.Unlock()
	for _, m := range broker.OfCommit(c) {
		all := []broker.Message{m}
		if relay != nil {
			all = relay(m)
		}
		for _, m := range all {
			st.publish(m)
		}
	}
}

func (st *stage) publish(m broker.Message) {
	if err := st.broker.Publish(context.Background(), m); err != nil {
		st.T.Error(err)
	}
}

// between sets what lies between the store and the broker.
func (st *stage) between(relay func(broker.Message) []broker.Message) {
	st.mu.Lock()
	defer st.mu.Unlock()
	st.relay = relay
}

// token is what authenticate takes for a person.
func token(p chattest.Person) string { return p.Token() }

func (st *stage) authenticate(r *http.Request) (chat.Actor, error) {
	raw, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if c, err := r.Cookie("confab_access"); err == nil {
		raw, ok = c.Value, true
	}
	who, known := chattest.ActorOf(raw)
	if !ok || !known {
		return chat.Actor{}, errSignedOut
	}
	err := st.Store.View(r.Context(), func(tx store.Tx) error {
		s, err := tx.Sessions().ByID(who.Session)
		if errors.Is(err, store.ErrNotFound) || err == nil && (s.Ended != 0 || s.User != who.User) {
			return errSignedOut
		}
		return err
	})
	return who, err
}

func (st *stage) url() string { return "ws" + strings.TrimPrefix(st.server.URL, "http") + "/ws" }

// client is a socket of a person, and all that came over it.
type client struct {
	t    *testing.T
	name string
	ws   *websocket.Conn
	mute bool // does not answer pings

	mu    sync.Mutex
	all   []object
	seen  int           // objects that next has passed
	still chan struct{} // closed when the client reads on; nil: it does
	err   error
	more  chan struct{}
	over  chan struct{}
}

// object is something the server said.
type object struct {
	wire.Head
	raw []byte
}

func (o object) into(t *testing.T, v wire.Headed) {
	t.Helper()
	if err := json.Unmarshal(o.raw, v); err != nil {
		t.Fatalf("%s: %v", o.raw, err)
	}
}

// dial opens a socket without a hello.
func (st *stage) dial(t *testing.T, p chattest.Person, dialer ...*net.Dialer) *client {
	t.Helper()
	transport := &http.Transport{}
	if st.pipe != nil {
		transport.DialContext = st.pipe.dial
	}
	for _, d := range dialer {
		transport.DialContext = d.DialContext
	}
	ws, res, err := websocket.Dial(t.Context(), st.url(), &websocket.DialOptions{
		HTTPClient:   &http.Client{Transport: transport},
		HTTPHeader:   http.Header{"Authorization": {"Bearer " + token(p)}},
		Subprotocols: []string{wire.Subprotocol},
	})
	if err != nil {
		t.Fatalf("%s cannot connect: %v %v", p.Handle, err, res)
	}
	ws.SetReadLimit(8 << 20)
	c := &client{t: t, name: p.Handle, ws: ws, more: make(chan struct{}, 1), over: make(chan struct{})}
	t.Cleanup(func() { c.drop() })
	return c
}

// listen starts reading.
func (c *client) listen() {
	go func() {
		defer close(c.over)
		for {
			_, frame, err := c.ws.Read(context.Background())
			if err != nil {
				frame = nil // perhaps the beginning of one
			}
			c.mu.Lock()
			c.err = err
			for line, rest := wire.Next(frame); len(line) > 0; line, rest = wire.Next(rest) {
				o := object{raw: line}
				if err := json.Unmarshal(line, &o.Head); err != nil {
					c.t.Errorf("%s was sent %.200q: %v", c.name, line, err)
				}
				c.all = append(c.all, o)
				c.pong(o)
			}
			still := c.still
			c.mu.Unlock()
			select {
			case c.more <- struct{}{}:
			default:
			}
			if err != nil {
				return
			}
			if still != nil {
				<-still
			}
		}
	}()
}

// pong answers a ping.
func (c *client) pong(o object) {
	if o.Type != wire.TypePing || c.mute {
		return
	}
	pong := bytes.Replace(o.raw, []byte("ping"), []byte("pong"), 1)
	go func() {
		// A connection that ends meanwhile needs no answer.
		_ = c.ws.Write(context.Background(), websocket.MessageText, pong)
	}()
}

// connect opens a socket and says hello.
func (st *stage) connect(t *testing.T, p chattest.Person, at wire.Resume) *client {
	t.Helper()
	c := st.dial(t, p)
	c.listen()
	c.say(&wire.Hello{Head: wire.Head{Type: wire.TypeHello}, V: wire.Version, Client: "test", Device: id.New(), Resume: at})
	return c
}

// enter is connect, up to ready.
func (st *stage) enter(t *testing.T, p chattest.Person) *client {
	t.Helper()
	c := st.connect(t, p, wire.Resume{})
	c.next(wire.TypeReady)
	return c
}

// watch has the client show the presence of people, and waits for the answer.
func (c *client) watch(people ...chattest.Person) *client {
	c.t.Helper()
	q := &wire.Watch{Head: wire.Head{Type: wire.TypeWatch, ID: id.New()}}
	for _, p := range people {
		q.Users = append(q.Users, p.ID)
	}
	c.say(q)
	for c.next(wire.TypePresence).ID != q.ID {
	}
	return c
}

// say sends an object.
func (c *client) say(obj wire.Headed) {
	c.t.Helper()
	b, err := json.Marshal(obj)
	if err != nil {
		c.t.Fatal(err)
	}
	c.write(websocket.MessageText, b)
}

func (c *client) write(kind websocket.MessageType, b []byte) {
	c.t.Helper()
	if err := c.ws.Write(context.Background(), kind, b); err != nil {
		c.t.Errorf("%s cannot write: %v", c.name, err)
	}
}

// send sends a message and returns its request's id.
func (c *client) send(room, body string) string {
	c.t.Helper()
	q := &wire.Send{Head: wire.Head{Type: wire.SendMessage.Type, ID: id.New()}, CID: id.New(), Room: room, Body: body}
	c.say(q)
	return q.ID
}

// next returns the next object of one of the types, passing over others.
func (c *client) next(types ...wire.Type) object {
	c.t.Helper()
	late := time.After(patience)
	for {
		o, ok, err := c.find(types)
		if ok {
			return o
		}
		if err != nil {
			c.t.Fatalf("%s waits for %v and is disconnected: %v", c.name, types, err)
		}
		select {
		case <-c.more:
		case <-late:
			c.t.Fatalf("%s got no %v in %v", c.name, types, patience)
		}
	}
}

func (c *client) find(types []wire.Type) (object, bool, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for c.seen < len(c.all) {
		o := c.all[c.seen]
		c.seen++
		for _, t := range types {
			if o.Type == t {
				return o, true, nil
			}
		}
	}
	return object{}, false, c.err
}

// said returns everything that came so far.
func (c *client) said() []object {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.all
}

// event returns the next event.
func (c *client) event() wire.Event {
	c.t.Helper()
	var e wire.Event
	c.next(wire.TypeEvent).into(c.t, &e)
	return e
}

// events returns all events of a room that came so far.
func (c *client) events(room string) []wire.Event {
	c.t.Helper()
	var events []wire.Event
	for _, o := range c.said() {
		if o.Type == wire.TypeEvent {
			var e wire.Event
			o.into(c.t, &e)
			if e.Room == room {
				events = append(events, e)
			}
		}
	}
	return events
}

// comesIn waits until the client is told that its person is in a room. How far the room
// went then it is told as well, and hears what comes after.
func (c *client) comesIn(room string) {
	c.t.Helper()
	for in := (wire.Inbox{}); in.Kind != wire.InboxRoom || in.Room != room; {
		in = wire.Inbox{}
		c.next(wire.TypeInbox).into(c.t, &in)
	}
}

// until waits until the events of a room reach seq, and fails if they do not
// follow one another from first on.
func (c *client) until(room string, first, seq int64) {
	c.t.Helper()
	late := time.After(patience)
	for {
		events := c.events(room)
		for i, e := range events {
			if e.Seq != first+int64(i) {
				c.t.Fatalf("%s: event %d of the room has seq %d, want %d", c.name, i, e.Seq, first+int64(i))
			}
		}
		if first+int64(len(events)) > seq {
			return
		}
		select {
		case <-c.more:
		case <-c.over:
			c.t.Fatalf("%s is disconnected with %d events from %d on: %v", c.name, len(events), first, c.err)
		case <-late:
			c.t.Fatalf("%s has %d events from %d on, want all up to %d", c.name, len(events), first, seq)
		}
	}
}

// waitFor waits until the room has reached seq. Unlike the others it may be
// called by many at once.
func (c *client) waitFor(room string, seq int64) {
	eventually(c.t, "the room reaches a seq", func() bool {
		events := c.events(room)
		return len(events) > 0 && events[len(events)-1].Seq >= seq
	})
}

// bye waits for the end of the connection and returns the last word and the
// status of the close frame.
func (c *client) bye() (wire.Bye, websocket.StatusCode) {
	c.t.Helper()
	select {
	case <-c.over:
	case <-time.After(patience):
		c.t.Fatalf("%s is still connected", c.name)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	var b wire.Bye
	if n := len(c.all); n > 0 && c.all[n-1].Type == wire.TypeBye {
		c.all[n-1].into(c.t, &b)
	}
	return b, websocket.CloseStatus(c.err)
}

func (c *client) wantBye(code wire.Code, status websocket.StatusCode) wire.Bye {
	c.t.Helper()
	b, got := c.bye()
	if b.Code != code || got != status {
		c.t.Errorf("%s was told bye %q, close %d; want %q, %d", c.name, b.Code, got, code, status)
	}
	return b
}

// drop ends the connection as a cut cable would, as far as that can be had.
func (c *client) drop() {
	if err := c.ws.CloseNow(); err != nil && !errors.Is(err, net.ErrClosed) {
		c.t.Logf("%s: %v", c.name, err)
	}
}

// eventually polls until ok.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	late, look := time.After(patience), time.NewTicker(time.Millisecond)
	defer look.Stop()
	for !ok() {
		select {
		case <-look.C:
		case <-late:
			t.Fatalf("not in %v: %s", patience, what)
		}
	}
}
