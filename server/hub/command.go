package hub

import (
	"errors"

	"github.com/coder/websocket"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// statusProtocol closes sockets whose objects, not frames, are malformed.
const statusProtocol = websocket.StatusPolicyViolation

// own is the objects that are not commands, but between the client and the hub.
var own = map[wire.Type]struct {
	take  func(*session, []byte)
	scope chat.Scope // that a credential needs for it
}{
	wire.TypePong:     {pong, chat.ScopeRead}, // as the socket itself
	wire.TypeTyping:   {typing, chat.ScopeWrite},
	wire.TypePresence: {setActivity, chat.ScopeWrite},
	wire.TypeWatch:    {watch, chat.ScopeRead},
}

// object handles one object.
func (r *reader) object(obj []byte) {
	s := r.s
	head, err := wire.Peek(obj)
	if err == nil && head.Type == "" {
		err = wire.Refused(wire.CodeInvalid, text.ObjectHasNoType)
	}
	if err != nil {
		r.fault(head.ID, err)
		return
	}
	if !r.greeted {
		if head.Type != wire.TypeHello {
			s.close(bye{wire.CodeProtocol, text.HelloFirst, 0, statusProtocol})
			return
		}
		hello(s, obj)
		return
	}
	if o, ok := own[head.Type]; ok {
		if err := s.who.Need(o.scope); err != nil {
			refuse(s, head.ID, err)
			return
		}
		o.take(s, obj)
		return
	}
	c := chat.Lookup(head.Type)
	if c == nil {
		refuse(s, head.ID, wire.Refused(wire.CodeUnknown, text.NoSuchCommand))
		return
	}
	req := c.New()
	if err := wire.DecodeStrict(obj, req); err != nil {
		r.fault(head.ID, err)
		return
	}
	s.hub.stats.commands.Add(1)
	s.lanes.dispatch(request{c, req})
}

// refuse answers an object that is not handled.
func refuse(s *session, id string, e *wire.Error) {
	s.hub.o.Refused.Add("socket", string(e.Code))
	s.answer(nack(id, nil, e))
}

// fault answers a malformed object. After limits.ProtocolErrors of them the session is
// closed.
func (r *reader) fault(id string, err error) {
	s := r.s
	s.hub.stats.faults.Add(1)
	r.faults++
	refuse(s, id, malformedObject(err))
	if r.faults >= limits.ProtocolErrors {
		s.close(bye{wire.CodeProtocol, text.TooMuchMalformed, 0, statusProtocol})
	}
}

// malformedObject is what a client is told of a decoding error.
func malformedObject(err error) *wire.Error {
	var e *wire.Error
	if errors.As(err, &e) {
		return e
	}
	return wire.Refused(wire.CodeInvalid, text.ObjectMalformed)
}
