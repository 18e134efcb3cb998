package hub

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/confab/confab/server/broker"
	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/presence"
	"github.com/confab/confab/server/ratelimit"
	"github.com/confab/confab/server/refusals"
	"github.com/confab/confab/server/sparse"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// Chat is what the hub needs of the rules. *chat.Service implements it.
type Chat interface {
	Do(ctx context.Context, who chat.Actor, c *chat.Command, req wire.Headed) (wire.Headed, error)
	Together(c *chat.Command) bool
	DoAll(ctx context.Context, who chat.Actor, c *chat.Command, reqs []wire.Headed) []chat.Outcome
	ResumeWithin(ctx context.Context, who chat.Actor, r wire.Resume, events int, held *chat.Held) (*chat.Catchup, error)
	InboxFrames(ctx context.Context, user string, entries []store.InboxEntry) ([]wire.Inbox, error)
	InboxAfter(ctx context.Context, user string, useq int64) (frames []wire.Inbox, top int64, err error)
	Positions(ctx context.Context, rooms, users []string) (tops, useqs map[string]int64, err error)
	Rooms(ctx context.Context, user string) ([]store.Place, error)
	Events(ctx context.Context, room string, after int64, limit int) ([]wire.Event, error)
}

// Options are what a Hub works with. Chat, Presence, Broker and Authenticate
// are required.
type Options struct {
	Chat     Chat
	Presence presence.Presence
	Broker   broker.Broker

	// Authenticate returns who a handshake comes from. A *wire.Error with
	// CodeUnauthorized is answered with 401, other errors with 503.
	Authenticate func(*http.Request) (chat.Actor, error)
	// CookieUsed reports whether Authenticate uses the request's cookie, so that its
	// Origin must be one of ours. nil: unless there is an Authorization header and no
	// Cookie.
	CookieUsed func(*http.Request) bool
	// Forged reports whether Authenticate returned an error because a credential was
	// made up. Those are counted by address. nil: whenever there is a credential.
	Forged func(*http.Request, error) bool
	// Alive returns a *wire.Error with CodeUnauthorized if a session has ended.
	// It is called for every socket every 50 seconds, in case a hint was lost, and
	// every 25 while hints of other nodes are lost. nil: sessions are not checked.
	Alive func(context.Context, chat.Actor) error

	// Cluster says that other nodes use the same store. The hub then finds out what
	// they commit even if their hints are lost, and shows the presence of the people
	// connected to them.
	Cluster bool

	Node    string // of a cluster; clients are told
	Version string // of what clients load; a client with another one updates

	PublicURL      *url.URL                       // the address that people type; nil: any
	HTTPS          func(*http.Request) bool       // nil: whether this server did TLS itself
	Address        func(*http.Request) netip.Addr // the client's; nil: the socket's
	AllowedOrigins []string                       // besides the server's own

	// TurnedAway is called for a handshake that was refused perhaps because of a wrong
	// setting, here or at a proxy, and says which. nil: it is not called.
	TurnedAway func(r *http.Request, why string)

	// Limiter counts what each person does besides commands: sockets opened, typing,
	// presence; here and perhaps at other nodes. nil: the hub has its own.
	Limiter ratelimit.Limiter

	Memory func() (used, limit uint64) // nil: that of the program

	Log    *slog.Logger // nil: slog.Default
	Faults *sparse.Log  // for what may be repeated; nil: the hub has its own, which writes to Log
	// Refused counts refused handshakes as "handshake", refused objects by their codes
	// as "socket", what came too often as "often", and sockets that were closed for
	// what they did by the codes of their byes as "ended". nil: nothing is counted.
	Refused *refusals.Counts
	// Loose lifts the limits on rates and on the sockets of a person or an address, for
	// tests and benchmarks.
	Loose bool
}

// Hub holds the live connections of one node. See the package's contract.
type Hub struct {
	o      Options
	log    *slog.Logger
	stats  counters
	faults *sparse.Log

	ctx    context.Context // of everything the hub does; ends with Close
	cancel context.CancelFunc
	work   sync.WaitGroup

	draining  atomic.Bool
	admission admission
	replays   budget // events replayed, by person
	heartbeat heartbeat
	presence  presenceFanout
	watchers  watchers
	people    peopleFanout
	dir       directory
	conns     conns

	poll   poll
	remote remotePeople
}

// New returns a running Hub. It subscribes to the broker and watches presence, so it
// must be called before either is used.
func New(o Options) *Hub {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.HTTPS == nil {
		o.HTTPS = func(r *http.Request) bool { return r.TLS != nil }
	}
	if o.Address == nil {
		o.Address = func(r *http.Request) netip.Addr {
			a, err := netip.ParseAddrPort(r.RemoteAddr)
			if err != nil {
				return netip.Addr{} // not from a network
			}
			return a.Addr()
		}
	}
	if o.Memory == nil {
		o.Memory = Memory
	}
	if o.CookieUsed == nil {
		o.CookieUsed = func(r *http.Request) bool {
			return r.Header.Get("Authorization") == "" || r.Header.Get("Cookie") != ""
		}
	}
	if o.Forged == nil {
		o.Forged = func(r *http.Request, _ error) bool {
			return r.Header.Get("Authorization") != "" || r.Header.Get("Cookie") != ""
		}
	}
	if o.Limiter == nil {
		o.Limiter = ratelimit.NewMemory(nil)
	}
	if o.Faults == nil {
		o.Faults = sparse.New(o.Log)
	}
	h := &Hub{o: o, log: o.Log, faults: o.Faults}
	h.dir = directory{hub: h, users: map[string]*user{}, rooms: map[string]*room{}, attendance: attendances{}}
	h.dir.roomCache = roomCache{dir: &h.dir, byUser: map[string]*cachedRooms{}}
	h.heartbeat.hub, h.presence.hub, h.remote.hub = h, h, h
	h.poll = poll{hub: h, kick: make(chan struct{}, 1)}
	if h.o.TurnedAway == nil {
		h.o.TurnedAway = func(*http.Request, string) { /* it is not to be called */ }
	}
	h.admission = admission{
		hub: h, origins: originSet(o.PublicURL, o.AllowedOrigins), forged: ratelimit.NewMemory(nil),
		rate: limits.Rate{PerSecond: admissionRate * float64(runtime.GOMAXPROCS(0)), Burst: admissionRate * runtime.GOMAXPROCS(0)},
	}
	if !o.Loose {
		h.replays.rate = limits.RateReplay
	}
	h.ctx, h.cancel = context.WithCancel(context.Background())
	o.Broker.Subscribe(h.handleHint)
	o.Presence.Watch(func(user, state string) {
		defer h.faults.Survive("telling of presence", nil) // the state is sent when it next changes
		h.publish(broker.Message{Presence: map[string]string{user: state}})
	})
	h.work.Go(h.heartbeat.run)
	if o.Cluster {
		o.Broker.Watch(h.poll.linkChanged)
		h.work.Go(h.poll.run)
	}
	return h
}

// publish sends a hint to all nodes, this one included. A hint that cannot be
// published is not repeated: nothing depends on it.
func (h *Hub) publish(m broker.Message) {
	if err := h.o.Broker.Publish(h.ctx, m); err != nil && h.ctx.Err() == nil {
		h.log.Warn("hint not published", "error", err)
	}
}

// often counts something that a person does. If they do it too often, it returns how
// long they have to wait.
func (h *Hub) often(ctx context.Context, what, user string, rate limits.Rate) time.Duration {
	if h.o.Loose {
		return 0
	}
	wait, err := h.o.Limiter.Take(ctx, what+"/"+user, rate)
	if err != nil {
		h.faults.Error(what, "what people do cannot be counted", "what", what, "error", err)
		return 0
	}
	if wait > 0 {
		h.o.Refused.Add("often", what)
	}
	return wait
}

// fault reports whether err should be logged here. Errors while the hub ends are not
// faults; a lost database is logged by the store.
func (h *Hub) fault(err error) bool {
	return err != nil && h.ctx.Err() == nil && !errors.Is(err, store.ErrUnavailable)
}

// Ready reports whether new sockets are admitted.
func (h *Hub) Ready() bool { return !h.draining.Load() }

// Drain closes all sockets and admits no more. Each finishes the commands under way and
// is sent a bye with a retry_ms, which is spread over some time. Drain returns when no
// socket is left, or with ctx's error.
func (h *Hub) Drain(ctx context.Context) error {
	h.draining.Store(true)
	all := h.dir.sessions()
	spread := min(limits.BackoffMax, time.Second+time.Duration(float64(len(all))/h.admission.rate.PerSecond*float64(time.Second)))
	for _, s := range all {
		s.depart(spread)
	}
	for _, s := range all {
		select {
		case <-s.end.gone:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// Close closes what is left without waiting for commands under way, and returns when
// every goroutine of the hub has ended.
func (h *Hub) Close() error {
	h.draining.Store(true)
	h.dir.mu.Lock()
	h.dir.closed = true
	h.dir.mu.Unlock()
	h.presence.stop()
	h.cancel()
	for _, s := range h.dir.sessions() {
		s.close(byeDraining(0))
	}
	h.work.Wait()
	return nil
}
