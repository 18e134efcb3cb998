package bench

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/confab/confab/server/bench/socket"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// How long a lean client waits for a handshake, and between connections: the
// shortest pause doubles with each failure.
const (
	leanDial     = 15 * time.Second
	leanPause    = 50 * time.Millisecond
	leanPauseMax = 2 * time.Second
)

// errGap means that an event did not come: the client connects again and
// resumes, as the protocol wants it.
var errGap = errors.New("an event is missing")

// lean is the voice that costs little. It keeps a cursor for each room of the
// load and resumes from it, numbers what arrives, and sends again what has no
// answer; it keeps no state of rooms, people or messages.
//
// The goroutine of work reads and connects. mail has a lock of its own, which
// is never held while the client's is taken.
type lean struct {
	client *client
	url    string
	token  string
	device string
	ctx    context.Context
	cancel context.CancelFunc
	done   chan struct{} // nil: not started; closed when work has ended
	mail   *mail

	// work's own
	useq    int64
	cursors map[string]*wire.Cursor // of the rooms of the load
	bye     *wire.Bye

	mu    sync.Mutex
	wrong error // why there is no connection
}

func newLean(c *client, url string, s Seat) *lean {
	l := &lean{client: c, url: url, token: s.Token, device: id.New(),
		mail: newMail(c.run.load.InFlight), cursors: map[string]*wire.Cursor{}}
	l.ctx, l.cancel = context.WithCancel(context.Background())
	return l
}

func (l *lean) start() {
	l.done = make(chan struct{})
	go l.work()
}

func (l *lean) stop() {
	l.cancel()
	if l.done != nil {
		<-l.done
	}
	l.mail.end()
}

func (l *lean) trouble() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.wrong == nil {
		return errors.New("it is still connecting")
	}
	return l.wrong
}

func (l *lean) send(room, text string, noted func(cid string)) error {
	cid := id.New()
	l.client.mu.Lock()
	noted(cid)
	l.client.mu.Unlock()
	return l.mail.post(room, cid, text)
}

// work keeps the client connected until stop.
func (l *lean) work() {
	defer close(l.done)
	pause := leanPause
	for {
		began := time.Now()
		err := l.session()
		l.mail.hangUp()
		l.mu.Lock()
		l.wrong = err
		l.mu.Unlock()
		if time.Since(began) > leanPauseMax {
			pause = leanPause
		}
		wait := pause
		if b := l.bye; b != nil {
			l.bye = nil
			if !b.Code.Temporary() {
				l.client.run.give(fmt.Errorf("the server ended a connection: %w", b.Err()))
				return
			}
			wait = max(wait, time.Duration(b.RetryMS)*time.Millisecond)
		}
		select {
		case <-time.After(wait):
		case <-l.ctx.Done():
			return
		}
		pause = min(2*pause, leanPauseMax)
	}
}

// session is one connection, from the handshake to its end.
func (l *lean) session() error {
	ctx, cancel := context.WithTimeout(l.ctx, leanDial)
	defer cancel()
	conn, err := socket.Dial(ctx, l.url, l.token)
	if err != nil {
		return err
	}
	defer conn.Close()
	defer context.AfterFunc(l.ctx, func() { _ = conn.Close() })() // Read then returns
	hello := wire.Hello{Head: wire.Head{Type: wire.TypeHello}, V: wire.Version, Client: "confab-bench", Device: l.device,
		Resume: wire.Resume{User: l.useq, Rooms: map[string]wire.Cursor{}}}
	for room, c := range l.cursors {
		hello.Resume.Rooms[room] = *c
	}
	first, err := wire.Append(nil, &hello)
	if err != nil {
		return err
	}
	if err := conn.Write(first); err != nil {
		return err
	}
	l.mail.connected(conn)
	for {
		frame, err := conn.Read()
		if err != nil {
			return err
		}
		now := time.Now().UnixNano()
		for line, rest := wire.Next(frame); len(line) > 0; line, rest = wire.Next(rest) {
			if err := l.take(line, now); err != nil {
				return err
			}
		}
	}
}

// take takes in one object from the server.
func (l *lean) take(line []byte, now int64) error {
	e, typ, err := l.client.run.events.decode(line)
	if err != nil {
		return err
	}
	if e != nil {
		return l.event(e, now)
	}
	if answer := leanAnswers[typ]; answer != nil {
		return answer(l, line)
	}
	return nil // of no concern here
}

func (l *lean) event(e *wire.Event, now int64) error {
	c := l.cursors[e.Room]
	switch {
	case c == nil || e.Seq <= c.Seq: // another room, or the end of a replay once more
		return nil
	case e.Seq > c.Seq+1:
		return errGap
	}
	c.Seq = e.Seq
	l.client.event(e, now)
	return nil
}

// leanAnswers are what a lean client does with the objects it cares for, other
// than events.
var leanAnswers = map[wire.Type]func(l *lean, line []byte) error{
	wire.TypeWelcome: func(l *lean, line []byte) error {
		var w wire.Welcome
		if err := wire.Decode(line, &w); err != nil {
			return err
		}
		for room, m := range w.Rooms {
			if l.client.rooms[room] == nil {
				continue
			}
			switch m.Mode {
			case wire.ModeReset:
				l.cursors[room] = &wire.Cursor{Epoch: m.Epoch, Seq: m.Top}
			case wire.ModeGone:
				l.client.run.give(fmt.Errorf("a person of the load is not in room %s any more", room))
			}
		}
		l.client.welcome(&w)
		return nil
	},
	wire.TypeInbox: func(l *lean, line []byte) error {
		var in wire.Inbox
		if err := wire.Decode(line, &in); err != nil {
			return err
		}
		l.useq = max(l.useq, in.Useq)
		return nil
	},
	wire.TypeReady: func(l *lean, _ []byte) error {
		l.client.isReady()
		return l.mail.ready()
	},
	wire.TypeAck: func(l *lean, line []byte) error {
		var a wire.Ack
		if err := wire.Decode(line, &a); err != nil {
			return err
		}
		l.client.ack(&a)
		return l.mail.answered(a.CID)
	},
	wire.TypeNack: func(l *lean, line []byte) error {
		var n wire.Nack
		if err := wire.Decode(line, &n); err != nil {
			return err
		}
		l.client.nack(&n)
		if n.Code.Temporary() {
			l.mail.later(n.ID, time.Duration(n.RetryMS)*time.Millisecond)
			return nil
		}
		return l.mail.answered(n.ID)
	},
	wire.TypePing: func(l *lean, line []byte) error {
		var p wire.Ping
		if err := wire.Decode(line, &p); err != nil {
			return err
		}
		return l.mail.push(&wire.Pong{Head: wire.Head{Type: wire.TypePong}, T: p.T})
	},
	wire.TypeBye: func(l *lean, line []byte) error {
		l.bye = &wire.Bye{}
		return wire.Decode(line, l.bye)
	},
}
