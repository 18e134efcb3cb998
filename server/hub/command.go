package hub

import (
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"runtime/debug"

	"github.com/coder/websocket"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// statusProtocol closes sockets whose objects, not frames, are malformed.
const statusProtocol = websocket.StatusPolicyViolation

// parallelReads is how many commands that only read a session may have under
// way.
const parallelReads = 4

// parallelLanes is how many rooms a session may be changing at once.
const parallelLanes = 16

// own are the objects that are no commands: between client and hub.
var own = map[wire.Type]func(*session, []byte){
	wire.TypePong:     (*session).pong,
	wire.TypeTyping:   (*session).typing,
	wire.TypePresence: (*session).presence,
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
		s.hello(obj)
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
	s.dispatch(request{c, req})
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

// request is a command to carry out.
type request struct {
	command *chat.Command
	req     wire.Headed
}

// lane is the commands of a session that change one room, in order.
type lane struct {
	waiting []request
}

// dispatch starts a command, or waits until it may be started. What changes
// something waits for what the session changed before in the same room.
func (s *session) dispatch(q request) {
	if !s.backlogBelow() {
		return
	}
	if q.command.Method == http.MethodGet {
		if s.waitFor(func() bool { return s.reads < parallelReads }) {
			s.reads++
			s.mu.Unlock()
			s.hub.work.Go(func() { s.runRead(q) })
		}
		return
	}
	room := roomOf(q.req)
	free := func() bool {
		l := s.lanes[room]
		return l == nil && len(s.lanes) < parallelLanes || l != nil && len(l.waiting) < limits.UnackedSends-1
	}
	if !s.waitFor(free) {
		return
	}
	if l := s.lanes[room]; l != nil {
		l.waiting = append(l.waiting, q)
		s.mu.Unlock()
		return
	}
	if s.lanes == nil {
		s.lanes = map[string]*lane{}
	}
	s.lanes[room] = &lane{}
	s.mu.Unlock()
	s.hub.work.Go(func() { s.runLane(room, q) })
}

// backlogBelow waits until the client has read enough of what it asked for,
// and reports whether the session still goes on.
func (s *session) backlogBelow() bool {
	if !s.link.half() {
		return !s.closing.Load()
	}
	s.paused.Store(true)
	s.link.wait(s.done)
	s.silent.Store(false)
	s.paused.Store(false)
	return !s.closing.Load()
}

// waitFor waits until ok, and returns true with mu held, or false without when
// the session has ended. ok is called with mu held.
func (s *session) waitFor(ok func() bool) bool {
	for {
		s.mu.Lock()
		if s.closing.Load() {
			s.mu.Unlock()
			return false
		}
		if ok() {
			return true
		}
		if s.woken == nil {
			s.woken = make(chan struct{})
		}
		woken := s.woken
		s.mu.Unlock()
		s.rest(woken)
	}
}

// rest waits for until, or for the session's end. The peer cannot be heard
// meanwhile, which is not its fault.
func (s *session) rest(until <-chan struct{}) {
	s.paused.Store(true)
	select {
	case <-until:
	case <-s.done:
	}
	s.silent.Store(false)
	s.paused.Store(false)
}

// throughLocked tells the reader that a command is through.
func (s *session) throughLocked() {
	if s.woken != nil {
		close(s.woken)
		s.woken = nil
	}
}

func (s *session) runRead(q request) {
	s.carryOut(q)
	s.mu.Lock()
	s.reads--
	s.throughLocked()
	s.mu.Unlock()
}

// runLane carries out q and whatever is put into the lane until it is empty.
func (s *session) runLane(room string, q request) {
	for {
		s.link.expect()
		s.carryOut(q)
		s.link.settle()
		s.mu.Lock()
		l := s.lanes[room]
		if len(l.waiting) == 0 {
			delete(s.lanes, room)
			s.throughLocked()
			s.mu.Unlock()
			return
		}
		q = l.waiting[0]
		l.waiting = l.waiting[1:]
		s.throughLocked()
		s.mu.Unlock()
	}
}

// carryOut carries one command out and answers it. A panic ends the command,
// not the server.
func (s *session) carryOut(q request) {
	id := q.req.Header().ID
	defer func() {
		if p := recover(); p != nil {
			s.hub.log.Error("panic in a command", "type", q.command.Type, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			e, _ := chat.Public(errPanic)
			s.answer(nack(id, q.req, e))
		}
	}()
	answer, err := s.hub.o.Chat.Do(s.hub.ctx, s.who, q.command, q.req)
	if err != nil {
		e, fault := chat.Public(err)
		if fault {
			s.hub.log.Error("command failed", "type", q.command.Type, "user", s.who.User, "error", err)
		}
		answer = nack(id, q.req, e)
	}
	s.answer(answer)
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
