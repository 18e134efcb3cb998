package engine

import (
	"errors"
	"time"

	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/wire"
)

// inbound processes what the server sends.
type inbound struct{ core *core }

// frame processes a frame: objects, one on each line.
func (in *inbound) frame(f frame) {
	if f.link != in.core.net.link {
		return
	}
	in.core.net.heard()
	for line, rest := wire.Next(f.data); len(line) > 0; line, rest = wire.Next(rest) {
		if err := in.object(line); err != nil {
			in.core.net.again(err)
		}
		if f.link != in.core.net.link {
			return // the connection was dropped meanwhile
		}
	}
}

// object processes an object. An error means that this connection cannot go on.
func (in *inbound) object(line []byte) error {
	head, err := wire.Peek(line)
	if err != nil {
		return err
	}
	receive, known := receivers[head.Type]
	if !known {
		return nil // of a newer server
	}
	return receive(in, head, line)
}

// receivers has the function for each type of object. It is filled by init because
// the functions refer to it themselves.
var receivers map[wire.Type]func(*inbound, wire.Head, []byte) error

func init() {
	receivers = map[wire.Type]func(*inbound, wire.Head, []byte) error{
		wire.TypeEvent:    (*inbound).onEvent,
		wire.TypeAck:      (*inbound).onAck,
		wire.TypeNack:     (*inbound).onNack,
		wire.TypeOK:       (*inbound).onAnswer,
		wire.TypePage:     (*inbound).onAnswer,
		wire.TypeInbox:    (*inbound).onInbox,
		wire.TypePresence: (*inbound).onPresence,
		wire.TypeTyping:   (*inbound).onTyping,
		wire.TypePeople:   (*inbound).onPeople,
		wire.TypeEmoji:    (*inbound).onEmoji,
		wire.TypePing:     (*inbound).onPing,
		wire.TypeWelcome:  (*inbound).onWelcome,
		wire.TypeReady:    (*inbound).onReady,
		wire.TypeBye:      (*inbound).onBye,
	}
}

func (in *inbound) onEvent(_ wire.Head, line []byte) error {
	var ev wire.Event
	if err := wire.Decode(line, &ev); err != nil {
		return err
	}
	r := in.core.room(ev.Room)
	if r == nil || ev.Seq <= r.Info.Top {
		return nil
	}
	if err := in.core.apply(&ev); err != nil {
		return err
	}
	if in.core.o.Trace.Event != nil {
		in.core.o.Trace.Event(&ev)
	}
	switch {
	case ev.Author != in.core.state.Me.ID:
	case ev.CID != "":
		in.core.delivery.done(ev.CID, ev.Seq)
	default:
		in.core.delivery.seen(&ev)
	}
	return nil
}

func (in *inbound) onWelcome(_ wire.Head, line []byte) error {
	var w wire.Welcome
	if err := wire.Decode(line, &w); err != nil {
		return err
	}
	if mine := in.core.state.Me.ID; mine != "" && mine != w.Me.ID {
		// Another person has signed in on this device.
		in.core.requests.failAll(errStopped)
		in.core.persist.wipe(false)
		return errors.New("engine: another person")
	}
	in.core.state.Complete(&w)
	if err := in.core.apply(&w); errors.Is(err, state.ErrStepBack) {
		in.core.persist.wipe(true)
		return err
	} else if err != nil {
		return err
	}
	in.core.net.conn, in.core.emoji.told = w.Conn, w.Emoji
	in.core.outbox.owner(w.Me.ID)
	for id, mode := range w.Rooms {
		switch mode.Mode {
		case wire.ModeReset:
			in.core.history.refresh(id)
		case wire.ModeGone:
			in.core.history.drop(id)
		}
	}
	in.core.net.known = true
	in.core.setStatus(func(s *Status) { s.Server, s.Outdated = w.Server, false })
	if in.core.o.Trace.Welcome != nil {
		in.core.o.Trace.Welcome(&w)
	}
	return nil
}

func (in *inbound) onReady(wire.Head, []byte) error {
	in.core.net.notBefore = time.Time{}
	in.core.at[timerSteady] = time.Now().Add(steady)
	in.core.setStatus(func(s *Status) { s.Phase, s.Reason = PhaseLive, nil })
	if in.core.o.Trace.Ready != nil {
		in.core.o.Trace.Ready()
	}
	if !in.core.net.active {
		in.core.net.tellPresence()
	}
	in.core.requests.sendAll()
	in.core.history.caughtUp()
	in.core.emoji.follow(in.core.emoji.told)
	in.core.marks.send()
	in.core.delivery.drain()
	return nil
}

func (in *inbound) onInbox(_ wire.Head, line []byte) error {
	var entry wire.Inbox
	if err := wire.Decode(line, &entry); err != nil {
		return err
	}
	if err := in.core.apply(&entry); err != nil {
		return err
	}
	in.core.marks.follow(entry.Room)
	switch entry.Kind {
	case wire.InboxLeft:
		in.core.history.drop(entry.Room)
	case wire.InboxRoom:
		in.core.history.came(entry.Room)
	}
	return nil
}

func (in *inbound) onPresence(_ wire.Head, line []byte) error {
	var p wire.Presence
	if err := wire.Decode(line, &p); err != nil {
		return err
	}
	in.core.watch.answered(&p)
	return in.core.apply(&p)
}

func (in *inbound) onPeople(_ wire.Head, line []byte) error {
	var u wire.Users
	if err := wire.Decode(line, &u); err != nil {
		return err
	}
	banned := false
	for i := range u.Users {
		banned = banned || in.core.state.Users[u.Users[i].ID].Gone != u.Users[i].Gone
	}
	err := in.core.apply(&u)
	if banned {
		in.core.history.doubt()
	}
	return err
}

func (in *inbound) onTyping(_ wire.Head, line []byte) error {
	var t wire.Typing
	if err := wire.Decode(line, &t); err != nil {
		return err
	}
	err := in.core.apply(&t)
	in.core.marks.tickLater()
	return err
}

func (in *inbound) onPing(_ wire.Head, line []byte) error {
	var p wire.Ping
	if err := wire.Decode(line, &p); err != nil {
		return err
	}
	in.core.net.tell(&wire.Pong{Head: wire.Head{Type: wire.TypePong}, T: p.T})
	return nil
}

func (in *inbound) onBye(_ wire.Head, line []byte) error {
	var b wire.Bye
	if err := wire.Decode(line, &b); err != nil {
		return err
	}
	in.core.net.goodbye = &b
	return errors.New("engine: the server says bye: " + string(b.Code))
}

func (in *inbound) onAck(head wire.Head, line []byte) error {
	var a wire.Ack
	if err := wire.Decode(line, &a); err != nil {
		return err
	}
	if in.core.outbox.message(head.ID) == nil {
		if a.CID != "" && in.core.o.Trace.Ack != nil {
			in.core.o.Trace.Ack(&a) // of a message whose event came first
		}
		return in.onAnswer(head, line)
	}
	if a.CID == "" {
		a.CID = head.ID
	}
	return in.core.delivery.acked(&a)
}

func (in *inbound) onNack(head wire.Head, line []byte) error {
	var n wire.Nack
	if err := wire.Decode(line, &n); err != nil {
		return err
	}
	if in.core.outbox.message(head.ID) != nil {
		in.core.delivery.refused(&n)
		return nil
	}
	if in.core.watch.refused(head.ID, &n) {
		return nil
	}
	in.core.requests.settle(head.ID, nil, n.Err())
	return nil
}

// onAnswer passes an answer to the request that waits for it.
func (in *inbound) onAnswer(head wire.Head, line []byte) error {
	in.core.requests.settle(head.ID, line, nil)
	return nil
}
