package hub_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/coder/websocket"

	"github.com/confab/confab/server/broker"
	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/server/hub"
	"github.com/confab/confab/server/presence"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// Every command by everyone, over a real socket.
func TestAuthorizationMatrixOverTheSocket(t *testing.T) {
	st := &stage{broker: broker.NewMemory()}
	begin := sync.OnceFunc(func() {
		here := presence.NewMemory()
		st.hub = hub.New(hub.Options{
			Chat: st.Chat, Presence: here, Broker: st.broker, Authenticate: st.authenticate,
			Node: "here", Version: "v-test", Loose: true, Log: slog.New(slog.DiscardHandler),
		})
		st.server = httptest.NewServer(st.hub)
		t.Cleanup(func() {
			if err := st.hub.Close(); err != nil {
				t.Error(err)
			}
			st.server.Close()
			if err := here.Close(); err != nil {
				t.Error(err)
			}
		})
	})
	calls := 0
	chattest.Run(t, func(t *testing.T, _ *chattest.World, p chattest.Person, c *chat.Command, req wire.Headed) *wire.Error {
		begin()
		calls++
		return st.over(t, p, c, req)
	}, func(w *chattest.World, _ *chat.Options) {
		st.World = w
		w.Store.OnCommit(st.committed)
	})
	if want := chattest.Calls(); calls != want {
		t.Errorf("%d cells, want %d", calls, want)
	}
}

// over gives one command on a socket of its own.
func (st *stage) over(t *testing.T, p chattest.Person, c *chat.Command, req wire.Headed) *wire.Error {
	t.Helper()
	ws, res, err := websocket.Dial(t.Context(), st.url(), &websocket.DialOptions{
		HTTPHeader:   http.Header{"Authorization": {"Bearer " + token(p)}},
		Subprotocols: []string{wire.Subprotocol},
	})
	if err != nil && res != nil {
		switch res.StatusCode {
		case http.StatusUnauthorized:
			return wire.Fail(wire.CodeUnauthorized, "The handshake was refused.")
		case http.StatusForbidden:
			return wire.Fail(wire.CodeForbidden, "The handshake was refused.")
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	ws.SetReadLimit(8 << 20)
	k := &client{t: t, name: p.Handle, ws: ws, more: make(chan struct{}, 1), over: make(chan struct{})}
	defer k.drop()
	k.listen()
	k.say(&wire.Hello{Head: wire.Head{Type: wire.TypeHello}, V: wire.Version, Client: "test", Device: id.New()})
	k.next(wire.TypeReady)
	*req.Header() = wire.Head{Type: c.Type, ID: id.New()}
	k.say(req)
	for {
		o := k.next(c.Answer, wire.TypeNack)
		switch {
		case o.ID != req.Header().ID:
		case o.Type == wire.TypeNack:
			var n wire.Nack
			o.into(t, &n)
			return n.Err()
		default:
			return nil
		}
	}
}
