package engine

import (
	"errors"
	"time"

	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/wire"
)

// frame takes in one frame: objects, one a line.
func (e *Engine) frame(f frame) {
	if f.link != e.net.link {
		return
	}
	e.heard()
	for line, rest := wire.Next(f.data); len(line) > 0; line, rest = wire.Next(rest) {
		if err := e.object(line); err != nil {
			e.again(err)
		}
		if f.link != e.net.link {
			return // it was dropped on the way
		}
	}
}

// object takes in one object. An error means that this connection cannot go on.
func (e *Engine) object(line []byte) error {
	head, err := wire.Peek(line)
	if err != nil {
		return err
	}
	receive, known := receivers[head.Type]
	if !known {
		return nil // of a newer server
	}
	return receive(e, head, line)
}

// receivers says what is done with each type of object. It is filled in by
// init because the functions refer to it in a circle.
var receivers map[wire.Type]func(*Engine, wire.Head, []byte) error

func init() {
	receivers = map[wire.Type]func(*Engine, wire.Head, []byte) error{
		wire.TypeEvent:    (*Engine).onEvent,
		wire.TypeAck:      (*Engine).onAck,
		wire.TypeNack:     (*Engine).onNack,
		wire.TypeOK:       (*Engine).onAnswer,
		wire.TypePage:     (*Engine).onAnswer,
		wire.TypeInbox:    (*Engine).onInbox,
		wire.TypePresence: (*Engine).onPresence,
		wire.TypeTyping:   (*Engine).onTyping,
		wire.TypePing:     (*Engine).onPing,
		wire.TypeWelcome:  (*Engine).onWelcome,
		wire.TypeReady:    (*Engine).onReady,
		wire.TypeBye:      (*Engine).onBye,
	}
}

func (e *Engine) onEvent(_ wire.Head, line []byte) error {
	var ev wire.Event
	if err := wire.Decode(line, &ev); err != nil {
		return err
	}
	r := e.room(ev.Room)
	if r == nil || ev.Seq <= r.Info.Top {
		return nil
	}
	if err := e.apply(&ev); err != nil {
		return err
	}
	if e.o.Trace.Event != nil {
		e.o.Trace.Event(&ev)
	}
	if ev.CID != "" && ev.Author == e.state.Me.ID {
		e.done(ev.CID)
	}
	return nil
}

func (e *Engine) onWelcome(_ wire.Head, line []byte) error {
	var w wire.Welcome
	if err := wire.Decode(line, &w); err != nil {
		return err
	}
	if mine := e.state.Me.ID; mine != "" && mine != w.Me.ID {
		// Somebody else has signed in on this device.
		e.wipe(false)
		return errors.New("engine: another person")
	}
	if err := e.apply(&w); errors.Is(err, state.ErrStepBack) {
		e.wipe(true)
		return err
	} else if err != nil {
		return err
	}
	e.outbox.owner(w.Me.ID)
	for id, mode := range w.Rooms {
		switch mode.Mode {
		case wire.ModeReset:
			e.history.refresh(id)
		case wire.ModeGone:
			e.history.drop(id)
		}
	}
	e.setStatus(func(s *Status) { s.Server = w.Server })
	if e.o.Trace.Welcome != nil {
		e.o.Trace.Welcome(&w)
	}
	return nil
}

func (e *Engine) onReady(wire.Head, []byte) error {
	e.net.notBefore = time.Time{}
	e.at[timerSteady] = time.Now().Add(steady)
	e.setStatus(func(s *Status) { s.Phase, s.Reason = PhaseLive, nil })
	if e.o.Trace.Ready != nil {
		e.o.Trace.Ready()
	}
	if !e.net.active {
		e.tellPresence()
	}
	e.requests.sendAll(e)
	e.caughtUp()
	e.sendReads()
	e.drain()
	return nil
}

func (e *Engine) onInbox(_ wire.Head, line []byte) error {
	var in wire.Inbox
	if err := wire.Decode(line, &in); err != nil {
		return err
	}
	if err := e.apply(&in); err != nil {
		return err
	}
	if in.Kind == wire.InboxLeft {
		e.history.drop(in.Room)
	}
	if in.Kind == wire.InboxRoom {
		e.roomCame(in.Room)
	}
	return nil
}

func (e *Engine) onPresence(_ wire.Head, line []byte) error {
	var p wire.Presence
	if err := wire.Decode(line, &p); err != nil {
		return err
	}
	return e.apply(&p)
}

func (e *Engine) onTyping(_ wire.Head, line []byte) error {
	var t wire.Typing
	if err := wire.Decode(line, &t); err != nil {
		return err
	}
	err := e.apply(&t)
	e.tickLater()
	return err
}

func (e *Engine) onPing(_ wire.Head, line []byte) error {
	var p wire.Ping
	if err := wire.Decode(line, &p); err != nil {
		return err
	}
	e.tell(&wire.Pong{Head: wire.Head{Type: wire.TypePong}, T: p.T})
	return nil
}

func (e *Engine) onBye(_ wire.Head, line []byte) error {
	var b wire.Bye
	if err := wire.Decode(line, &b); err != nil {
		return err
	}
	e.net.goodbye = &b
	return errors.New("engine: the server says bye: " + string(b.Code))
}

func (e *Engine) onAck(head wire.Head, line []byte) error {
	var a wire.Ack
	if err := wire.Decode(line, &a); err != nil {
		return err
	}
	if !e.outbox.has(head.ID) {
		if a.CID != "" && e.o.Trace.Ack != nil {
			e.o.Trace.Ack(&a) // of a message whose event came first
		}
		return e.onAnswer(head, line)
	}
	if a.CID == "" {
		a.CID = head.ID
	}
	return e.acked(&a)
}

func (e *Engine) onNack(head wire.Head, line []byte) error {
	var n wire.Nack
	if err := wire.Decode(line, &n); err != nil {
		return err
	}
	if e.outbox.has(head.ID) {
		e.refused(&n)
		return nil
	}
	e.requests.settle(head.ID, nil, &wire.Error{Code: n.Code, Message: n.Message, RetryMS: n.RetryMS})
	return nil
}

// onAnswer gives an answer to the request that waits for it.
func (e *Engine) onAnswer(head wire.Head, line []byte) error {
	e.requests.settle(head.ID, line, nil)
	return nil
}

// mustApply applies an input that cannot fail.
func (e *Engine) mustApply(input any) {
	if err := e.apply(input); err != nil {
		panic("engine: " + err.Error()) // a fault of the program
	}
}
