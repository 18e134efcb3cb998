package hub

import (
	"errors"
	"fmt"
	"reflect"
	"runtime/debug"

	"github.com/coder/websocket"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// statusProtocol closes sockets whose objects, not frames, are malformed.
const statusProtocol = websocket.StatusPolicyViolation

// own are the objects that are no commands: between client and hub.
var own = map[wire.Type]func(*session, []byte){
	wire.TypePong:     pong,
	wire.TypeTyping:   typing,
	wire.TypePresence: seated,
}

// object takes one object in.
func (s *session) object(obj []byte) {
	head, err := wire.Peek(obj)
	if err == nil && head.Type == "" {
		err = wire.Fail(wire.CodeInvalid, "The object has no type.")
	}
	if err != nil {
		s.fault(head.ID, err)
		return
	}
	if !s.greeted {
		if head.Type != wire.TypeHello {
			s.close(bye{wire.CodeProtocol, "The first object is hello.", 0, statusProtocol})
			return
		}
		hello(s, obj)
		return
	}
	if take := own[head.Type]; take != nil {
		take(s, obj)
		return
	}
	c := chat.Lookup(head.Type)
	if c == nil {
		s.answer(nack(head.ID, nil, wire.Fail(wire.CodeUnknown, "There is no such command.")))
		return
	}
	req := c.New()
	if err := wire.DecodeStrict(obj, req); err != nil {
		s.fault(head.ID, err)
		return
	}
	s.hub.stats.commands.Add(1)
	s.lanes.dispatch(request{c, req})
}

// fault answers a malformed object; the third ends the connection.
func (s *session) fault(id string, err error) {
	s.hub.stats.faults.Add(1)
	s.faults++
	s.answer(nack(id, nil, wire.Fail(wire.CodeInvalid, sentence(err))))
	if s.faults >= limits.ProtocolErrors {
		s.close(bye{wire.CodeProtocol, "Too much of what came was malformed.", 0, statusProtocol})
	}
}

// sentence is what a client is told of a decoding error.
func sentence(err error) string {
	var e *wire.Error
	if errors.As(err, &e) {
		return e.Message
	}
	return "The object is malformed."
}

// carryOut carries one command out and answers it, unless the session was
// ended before it was begun. A panic ends the command, not the server.
func (s *session) carryOut(q request) {
	if s.revoked.Load() {
		return
	}
	defer s.survive(q)
	answer, err := s.hub.o.Chat.Do(s.hub.ctx, s.who, q.command, q.req)
	s.answer(s.outcome(q, answer, err))
}

// carryOutAll is carryOut for several commands that go together: one frame
// answers all of them.
func (s *session) carryOutAll(all []request) {
	if s.revoked.Load() {
		return
	}
	defer s.survive(all...)
	reqs := make([]wire.Headed, len(all))
	for i := range all {
		reqs[i] = all[i].req
	}
	var b builder
	for i, o := range s.hub.o.Chat.DoAll(s.hub.ctx, s.who, all[0].command, reqs) {
		answer := s.outcome(all[i], o.Answer, o.Err)
		if err := b.add(answer); err != nil {
			s.hub.log.Error("answer cannot be encoded", "type", answer.Header().Type, "error", err)
		}
	}
	s.reply(b.take())
}

// survive, deferred, ends the commands that panicked, not the server.
func (s *session) survive(all ...request) {
	p := recover()
	if p == nil {
		return
	}
	s.hub.log.Error("panic in a command", "type", all[0].command.Type, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
	e, _ := chat.Public(errPanic)
	for _, q := range all {
		s.answer(nack(q.req.Header().ID, q.req, e))
	}
}

// outcome is the answer to a request of which the rules say answer or err.
func (s *session) outcome(q request, answer wire.Headed, err error) wire.Headed {
	if err == nil {
		return answer
	}
	e, fault := chat.Public(err)
	if fault {
		s.hub.log.Error("command failed", "type", q.command.Type, "user", s.who.User, "error", err)
	}
	return nack(q.req.Header().ID, q.req, e)
}

var errPanic = errors.New("hub: panic in a command")

// nack refuses a request; req, if it is a send, is repeated as far as the
// client needs to know it again.
func nack(id string, req wire.Headed, e *wire.Error) *wire.Nack {
	n := &wire.Nack{Head: wire.Head{Type: wire.TypeNack, ID: id}, Code: e.Code, Message: e.Message, RetryMS: e.RetryMS}
	if q, ok := req.(*wire.Send); ok {
		n.CID, n.Room = q.CID, q.Room
	}
	return n
}

// roomFields are the places of the field Room in the requests that have one.
var roomFields = func() map[reflect.Type][]int {
	m := map[reflect.Type][]int{}
	for _, c := range chat.Table() {
		t := reflect.TypeOf(c.New()).Elem()
		if f, ok := t.FieldByName("Room"); ok && f.Type.Kind() == reflect.String {
			m[t] = f.Index
		}
	}
	return m
}()

// roomOf is the room that a request is about; "" if it is about none.
func roomOf(req wire.Headed) string {
	v := reflect.ValueOf(req).Elem()
	if at, ok := roomFields[v.Type()]; ok {
		return v.FieldByIndex(at).String()
	}
	return ""
}
