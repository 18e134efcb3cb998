package engine

import (
	"context"
	"errors"
	"time"

	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

var (
	errQuiet   = errors.New("engine: the server has been silent too long")
	errStopped = wire.Refused(wire.CodeUnavailable, text.ProgramCloses)
	errLost    = wire.Refused(wire.CodeUnavailable, text.AnswerLost)
	errUnknown = wire.Refused(wire.CodeUnavailable, text.OutcomeUnknown)
	errOffline = wire.Refused(wire.CodeUnavailable, text.Offline)
)

// ErrNoSocket is the reason in Status when the server answers over HTTP but has refused
// several sockets in a row. A proxy or a setting may be wrong.
var ErrNoSocket = wire.Refused(wire.CodeUnavailable, text.NoSocket)

// patient is how many failures in a row are explained by a server that restarts or is
// busy.
const patient = 3

const (
	dialTimeout = 15 * time.Second
	// probes is how many failures in a row ProbeMax bounds the waits after: for about as
	// many seconds.
	probes = 12
	// authFresh is how long a good answer of Auth is trusted. It is less than the
	// lifetime of an access token.
	authFresh = 8 * time.Minute
	// steady is how long a connection has to last until the failures before it are
	// forgotten. Without it, a server that accepts and then drops connections would
	// be asked again without any backoff.
	steady = 10 * time.Second
	// helloRest is the maximum size of a hello without its cursors, in bytes. All of
	// a hello has to fit into a frame; rooms for which there is no space are reset.
	helloRest = 2 << 10
)

// network is the loop's view of the connection.
type network struct {
	core *core

	link    *link  // nil: none
	greeted bool   // hello has been sent
	conn    string // Conn of the last welcome, which the next connection replaces
	known   bool   // and welcome has been received
	dialing context.CancelFunc
	attempt int // number of the dial under way

	away      int       // failures in a row in which nothing answered
	notBefore time.Time // the server asked not to connect before
	authAt    time.Time // the last proof that the person is signed in
	lastFrame time.Time // without the monotonic clock reading, so that the time in which the machine sleeps counts
	active    bool
	goodbye   *wire.Bye
}

// live reports whether there is a connection that has caught up.
func (n *network) live() bool { return n.link != nil && n.core.status.Phase == PhaseLive }

// connect begins an attempt, unless one is under way or succeeded.
func (n *network) connect() {
	if !n.core.begun || n.link != nil || n.dialing != nil || n.core.ctx.Err() != nil {
		return
	}
	n.core.at[timerConnect] = time.Time{}
	n.core.setStatus(func(s *Status) { s.Phase, s.RetryAt = PhaseConnecting, time.Time{} })
	ctx, cancel := context.WithTimeout(n.core.ctx, dialTimeout)
	n.dialing = cancel
	n.attempt++
	attempt := n.attempt
	old := !n.authAt.IsZero() && time.Since(n.authAt) > authFresh
	ask := n.core.o.Auth != nil && (old || n.core.persist.strangers())
	n.core.spawn(func() {
		defer cancel()
		conn, verdict, err := n.dial(ctx, ask)
		if !n.core.do(func() { n.dialed(attempt, conn, verdict, err) }) && conn != nil {
			_ = conn.Close(1000, "") // the engine has stopped meanwhile
		}
	})
}

// verdict says what an attempt to connect found out about the person.
type verdict int

const (
	notAsked verdict = iota
	signedIn
	signedOut
)

// dial connects. It asks Auth first if ask is set, and after a failed handshake,
// because a browser does not tell a page why a handshake failed.
func (n *network) dial(ctx context.Context, ask bool) (Conn, verdict, error) {
	found := notAsked
	for try := 0; ; try++ {
		if ask {
			in, err := n.core.o.Auth(ctx)
			if err != nil {
				return nil, notAsked, err
			}
			if !in {
				return nil, signedOut, nil
			}
			found = signedIn
		}
		conn, err := n.core.o.Dialer.Dial(ctx)
		if err == nil {
			return conn, signedIn, nil
		}
		if ask || n.core.o.Auth == nil || try > 0 {
			return nil, found, err
		}
		ask = true
	}
}

func (n *network) dialed(attempt int, conn Conn, found verdict, err error) {
	if attempt != n.attempt || n.core.ctx.Err() != nil {
		if conn != nil {
			_ = conn.Close(1000, "") // the connection is not wanted any more
		}
		return
	}
	n.dialing = nil
	if found == signedIn {
		n.authAt = time.Now()
	}
	switch {
	case found == signedOut:
		// The person may no longer read what is stored here. Messages they have not
		// sent are their own, and stay for when they sign in again.
		n.give(PhaseSignedOut, wire.Refused(wire.CodeUnauthorized, text.SignedOut))
		n.core.persist.wipe(true)
	case err != nil && found == signedIn && n.core.status.Fails >= patient:
		n.wait(ErrNoSocket)
	case err != nil:
		if found != signedIn {
			n.away++
		}
		n.wait(wire.Refused(wire.CodeUnavailable, text.Unreachable))
	default:
		n.away = 0
		n.link = newLink(n.core, conn)
		n.greeted, n.known = false, false
		n.heard()
		n.greet()
	}
}

// greet sends hello, once there is a connection and the stored state has been read.
func (n *network) greet() {
	if n.link == nil || n.greeted || !n.core.persist.restored {
		return
	}
	n.greeted = true
	resume := n.core.state.Resume()
	resume.Brief, resume.Rooms = wire.Brief(resume.Rooms, limits.Frame-helloRest), nil
	n.tell(&wire.Hello{
		Head: wire.Head{Type: wire.TypeHello}, V: wire.Version,
		Client: n.core.o.Client, Device: n.core.o.Device, Resume: resume,
		Instance: n.core.requests.instance, Replaces: n.conn,
	})
	n.core.watch.anew()
}

// tell queues an object for the server; without a connection it is dropped.
func (n *network) tell(obj wire.Headed) {
	if n.link == nil {
		return
	}
	b, err := wire.Append(nil, obj)
	if err != nil {
		panic("engine: an object that cannot be encoded: " + err.Error()) // a bug of the program
	}
	n.link.send(b)
}

// heard records that something was received.
func (n *network) heard() {
	now := time.Now()
	n.lastFrame = now.Round(0)
	n.core.at[timerQuiet] = now.Add(limits.ClientQuiet)
}

// lost handles the end of a connection and schedules the next one.
func (n *network) lost(l *link, err error) {
	if l == nil || l != n.link {
		return
	}
	if n.core.o.Trace.Lost != nil {
		n.core.o.Trace.Lost(err)
	}
	n.hangUp(1000, "")
	bye := n.goodbye
	n.goodbye = nil
	if bye == nil {
		n.wait(wire.Refused(wire.CodeUnavailable, text.ConnectionLost))
		return
	}
	reason := bye.Err()
	switch bye.Code {
	case wire.CodeSessionRevoked, wire.CodeUnauthorized:
		n.give(PhaseSignedOut, reason)
		n.core.persist.wipe(true)
	case wire.CodeForbidden, wire.CodeTooMany:
		n.give(PhaseRefused, reason)
	case wire.CodeProtocol:
		if !n.known {
			n.core.setStatus(func(s *Status) { s.Outdated = true })
		}
		n.wait(reason)
	default:
		n.notBefore = time.Now().Add(time.Duration(bye.RetryMS) * time.Millisecond)
		n.wait(reason)
	}
}

// hangUp closes the connection. Requests and messages without an answer wait for the
// next one.
func (n *network) hangUp(code int, reason string) {
	if n.dialing != nil {
		n.dialing()
		n.dialing = nil
		n.attempt++
	}
	if n.link == nil {
		return
	}
	n.link.close(code, reason)
	n.link = nil
	n.core.at[timerQuiet], n.core.at[timerSteady] = time.Time{}, time.Time{}
	n.core.delivery.takeBack()
	n.core.requests.takeBack()
}

// wait schedules the next attempt: after a random time below a bound that doubles
// ("full jitter"), and not before the time that the server asked for. As long as nothing
// answers, the bound stays low at first: a server that restarts is gone for some seconds, and
// its people are shown as offline until they are back. A server that answers and refuses has
// too much to do, and is left alone for longer.
func (n *network) wait(reason *wire.Error) {
	const bounded = 3 // of those failures had a bound that was low anyway
	fails, most := n.core.status.Fails, limits.BackoffMax
	switch {
	case n.away > probes:
		fails -= probes - bounded
	case n.away > 0:
		most = limits.ProbeMax
	}
	delay := time.Duration(n.core.o.Rand() * float64(min(backoff(fails, 1), most)))
	at := time.Now().Add(delay)
	if at.Before(n.notBefore) {
		at = n.notBefore.Add(delay)
	}
	n.core.at[timerConnect] = at
	n.core.setStatus(func(s *Status) {
		s.Phase, s.RetryAt, s.Reason = PhaseWaiting, at, reason
		s.Fails++
	})
}

// backoff is rand(0, min(BackoffMax, BackoffBase * 2^n)) for the n-th failure in
// a row ("full jitter"); r is in [0, 1).
func backoff(n int, r float64) time.Duration {
	bound := limits.BackoffMax
	if n < 10 {
		bound = min(bound, limits.BackoffBase<<n)
	}
	return time.Duration(r * float64(bound))
}

// give stops connecting until Connect is called.
func (n *network) give(phase Phase, reason *wire.Error) {
	n.core.at[timerConnect] = time.Time{}
	n.core.setStatus(func(s *Status) { s.Phase, s.RetryAt, s.Reason = phase, time.Time{}, reason })
}

// again replaces the connection with a new one that resumes from the cursors.
func (n *network) again(why error) {
	n.lost(n.link, why)
}

// connectNow connects without waiting any longer, except for a time that the server
// asked for.
func (n *network) connectNow() {
	if n.link != nil {
		// After the machine has slept, the connection may be dead without an error.
		if time.Now().Round(0).Sub(n.lastFrame) > limits.ClientQuiet {
			n.lost(n.link, errQuiet)
		} else {
			return
		}
	}
	if until := time.Until(n.notBefore); until > 0 {
		n.core.at[timerConnect] = n.notBefore
		return
	}
	n.connect()
}

func (n *network) setActive(active bool) {
	changed := n.active != active
	n.active = active
	if active {
		n.core.tabs.steal()
		if n.core.status.Phase == PhaseWaiting || n.link != nil {
			n.connectNow()
		}
	} else {
		n.core.persist.flush()
	}
	if changed && n.live() {
		n.tellPresence()
	}
}

func (n *network) tellPresence() {
	state := wire.Online
	if !n.active {
		state = wire.Away
	}
	n.tell(&wire.Presence{Head: wire.Head{Type: wire.TypePresence}, State: state})
}
