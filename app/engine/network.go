package engine

import (
	"context"
	"errors"
	"time"

	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

var (
	errQuiet   = errors.New("engine: the server has been silent too long")
	errStopped = wire.Fail(wire.CodeUnavailable, "The program is closing.")
	errLost    = wire.Fail(wire.CodeUnavailable, "The connection was lost before the answer came.")
	errOffline = wire.Fail(wire.CodeUnavailable, "You are offline.")
)

const (
	dialTimeout = 15 * time.Second
	// authFresh is how long a good answer of Auth is trusted: less than an
	// access token lives.
	authFresh = 8 * time.Minute
	// steady is how long a connection has to last until failures before it are
	// forgotten; a server that accepts and drops is thus not asked ever faster.
	steady = 10 * time.Second
	// helloRooms is how many cursors a hello names, so that it fits into a
	// frame; the rooms left out are reset.
	helloRooms = 600
)

// network is the loop's view of the connection.
type network struct {
	link    *link // nil: none
	greeted bool  // hello has been sent
	dialing context.CancelFunc
	attempt int // number of the dial under way

	notBefore time.Time // the server asked not to come back before
	authAt    time.Time // the last proof that the person is signed in
	lastFrame time.Time // without the monotonic reading: a sleeping machine counts
	active    bool
	goodbye   *wire.Bye
}

// live reports whether the catch-up is done.
func (e *Engine) live() bool { return e.status.Phase == PhaseLive }

// connect begins an attempt, unless one is under way or succeeded.
func (e *Engine) connect() {
	if e.net.link != nil || e.net.dialing != nil || e.ctx.Err() != nil {
		return
	}
	e.at[timerConnect] = time.Time{}
	e.setStatus(func(s *Status) { s.Phase, s.RetryAt = PhaseConnecting, time.Time{} })
	ctx, cancel := context.WithTimeout(e.ctx, dialTimeout)
	e.net.dialing = cancel
	e.net.attempt++
	attempt := e.net.attempt
	ask := e.o.Auth != nil && !e.net.authAt.IsZero() && time.Since(e.net.authAt) > authFresh
	e.spawn(func() {
		defer cancel()
		conn, verdict, err := e.dial(ctx, ask)
		if !e.do(func() { e.dialed(attempt, conn, verdict, err) }) && conn != nil {
			_ = conn.Close(1000, "") // the engine has stopped meanwhile
		}
	})
}

// verdict is what an attempt found out about the person.
type verdict int

const (
	notAsked verdict = iota
	signedIn
	signedOut
)

// dial connects. Who is signed in is asked first if ask, and after a failure,
// because a browser does not tell a page why a handshake failed.
func (e *Engine) dial(ctx context.Context, ask bool) (Conn, verdict, error) {
	found := notAsked
	for try := 0; ; try++ {
		if ask {
			in, err := e.o.Auth(ctx)
			if err != nil {
				return nil, notAsked, err
			}
			if !in {
				return nil, signedOut, nil
			}
			found = signedIn
		}
		conn, err := e.o.Dialer.Dial(ctx)
		if err == nil {
			return conn, signedIn, nil
		}
		if ask || e.o.Auth == nil || try > 0 {
			return nil, found, err
		}
		ask = true
	}
}

func (e *Engine) dialed(attempt int, conn Conn, found verdict, err error) {
	if attempt != e.net.attempt || e.ctx.Err() != nil {
		if conn != nil {
			_ = conn.Close(1000, "") // not wanted any more
		}
		return
	}
	e.net.dialing = nil
	if found == signedIn {
		e.net.authAt = time.Now()
	}
	switch {
	case found == signedOut:
		e.give(PhaseSignedOut, wire.Fail(wire.CodeUnauthorized, "You are signed out."))
	case err != nil:
		e.wait(wire.Fail(wire.CodeUnavailable, "The server cannot be reached."))
	default:
		e.net.link = e.newLink(conn)
		e.net.greeted = false
		e.heard()
		e.greet()
	}
}

// greet says hello, once there is a connection and the kept state is read.
func (e *Engine) greet() {
	if e.net.link == nil || e.net.greeted || !e.keep.restored {
		return
	}
	e.net.greeted = true
	resume := e.state.Resume()
	for room := range resume.Rooms {
		if len(resume.Rooms) <= helloRooms {
			break
		}
		delete(resume.Rooms, room)
	}
	e.tell(&wire.Hello{
		Head: wire.Head{Type: wire.TypeHello}, V: wire.Version,
		Client: e.o.Client, Device: e.o.Device, Resume: resume,
	})
}

// tell queues an object for the server; without a connection it is dropped.
func (e *Engine) tell(obj wire.Headed) {
	if e.net.link == nil {
		return
	}
	b, err := wire.Append(nil, obj)
	if err != nil {
		panic("engine: an object that cannot be encoded: " + err.Error()) // our own types: a fault of the program
	}
	e.net.link.send(b)
}

// heard notes that the connection lives.
func (e *Engine) heard() {
	now := time.Now()
	e.net.lastFrame = now.Round(0)
	e.at[timerQuiet] = now.Add(limits.ClientQuiet)
}

// lost ends a connection and arranges the next.
func (e *Engine) lost(l *link, err error) {
	if l == nil || l != e.net.link {
		return
	}
	if e.o.Trace.Lost != nil {
		e.o.Trace.Lost(err)
	}
	e.hangUp(1000, "")
	bye := e.net.goodbye
	e.net.goodbye = nil
	if bye == nil {
		e.wait(wire.Fail(wire.CodeUnavailable, "The connection was lost."))
		return
	}
	reason := wire.Fail(bye.Code, bye.Message)
	switch bye.Code {
	case wire.CodeSessionRevoked, wire.CodeUnauthorized:
		e.give(PhaseSignedOut, reason)
		e.wipe(true)
	case wire.CodeForbidden, wire.CodeTooMany:
		e.give(PhaseRefused, reason)
	default:
		e.net.notBefore = time.Now().Add(time.Duration(bye.RetryMS) * time.Millisecond)
		e.wait(reason)
	}
}

// hangUp closes the connection and takes back what was on its way.
func (e *Engine) hangUp(code int, reason string) {
	if e.net.dialing != nil {
		e.net.dialing()
		e.net.dialing = nil
		e.net.attempt++
	}
	if e.net.link == nil {
		return
	}
	e.net.link.close(code, reason)
	e.net.link = nil
	e.at[timerQuiet], e.at[timerSteady] = time.Time{}, time.Time{}
	e.outbox.takeBack()
	e.requests.takeBack()
}

// wait arranges the next attempt: full jitter below a bound that doubles, not
// before the server wants it.
func (e *Engine) wait(reason *wire.Error) {
	delay := backoff(e.status.Fails, e.o.Rand())
	at := time.Now().Add(delay)
	if at.Before(e.net.notBefore) {
		at = e.net.notBefore.Add(delay)
	}
	e.at[timerConnect] = at
	e.setStatus(func(s *Status) {
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

// give gives up connecting until Connect.
func (e *Engine) give(phase Phase, reason *wire.Error) {
	e.at[timerConnect] = time.Time{}
	e.setStatus(func(s *Status) { s.Phase, s.RetryAt, s.Reason = phase, time.Time{}, reason })
}

// again drops the connection for a new one that resumes from the cursors.
func (e *Engine) again(why error) {
	e.lost(e.net.link, why)
}

// connectNow does not wait any longer, except for a time the server gave.
func (e *Engine) connectNow() {
	if e.net.link != nil {
		// After a sleep the connection may be dead without a word.
		if time.Now().Round(0).Sub(e.net.lastFrame) > limits.ClientQuiet {
			e.lost(e.net.link, errQuiet)
		} else {
			return
		}
	}
	if until := time.Until(e.net.notBefore); until > 0 {
		e.at[timerConnect] = e.net.notBefore
		return
	}
	e.connect()
}

func (e *Engine) setActive(active bool) {
	changed := e.net.active != active
	e.net.active = active
	if active {
		e.stealTabs()
		if e.status.Phase == PhaseWaiting || e.net.link != nil {
			e.connectNow()
		}
	} else {
		e.keepChanges()
	}
	if changed && e.live() {
		e.tellPresence()
	}
}

func (e *Engine) tellPresence() {
	state := wire.Online
	if !e.net.active {
		state = wire.Away
	}
	e.tell(&wire.Presence{Head: wire.Head{Type: wire.TypePresence}, State: state})
}
