package hub

import (
	"errors"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// request is a command to carry out.
type request struct {
	command *chat.Command
	req     wire.Headed
}

// carryOut carries out one command and answers it, unless the session was revoked
// before. A panic ends the command, not the server.
func (t *lanes) carryOut(q request) {
	if t.s.end.revoked.Load() {
		return
	}
	defer t.survive(q)
	who := t.s.who
	who.Instance = t.s.reader.instance
	ctx := t.s.hub.ctx
	if q.command.Views() {
		ctx = store.Until(ctx, t.s.end.done)
	}
	answer, err := t.s.hub.o.Chat.Do(ctx, who, q.command, q.req)
	t.s.answer(t.outcome(q, answer, err))
}

// ackSize is how many bytes of a frame an ack usually takes.
const ackSize = 256

// carryOutAll is carryOut for several commands together. One frame answers all of them.
func (t *lanes) carryOutAll(all []request) {
	if t.s.end.revoked.Load() {
		return
	}
	defer t.survive(all...)
	reqs := make([]wire.Headed, len(all))
	for i := range all {
		reqs[i] = all[i].req
	}
	var b builder
	b.start(ackSize * len(all))
	for i, o := range t.s.hub.o.Chat.DoAll(t.s.hub.ctx, t.s.who, all[0].command, reqs) {
		answer := t.outcome(all[i], o.Answer, o.Err)
		if err := b.add(answer); err != nil {
			t.s.hub.log.Error("answer cannot be encoded", "type", answer.Header().Type, "error", err)
		}
	}
	t.s.reply(b.take())
}

// survive is deferred. It answers commands that panicked with a nack.
func (t *lanes) survive(all ...request) {
	p := recover()
	if p == nil {
		return
	}
	t.s.hub.faults.Panic("panic in a command", p, "type", all[0].command.Type)
	e, _ := chat.Public(errPanic)
	for _, q := range all {
		t.s.answer(nack(q.req.Header().ID, q.req, e))
	}
}

// outcome returns the answer to a request for which the rules returned answer or err.
func (t *lanes) outcome(q request, answer wire.Headed, err error) wire.Headed {
	if err == nil {
		return answer
	}
	e, fault := chat.Public(err)
	t.s.hub.o.Refused.Add("socket", string(e.Code))
	if fault {
		t.s.hub.faults.Error(string(q.command.Type), "command failed", "type", q.command.Type, "user", t.s.who.User, "error", err)
	}
	return nack(q.req.Header().ID, q.req, e)
}

var errPanic = errors.New("hub: panic in a command")

// nack returns the refusal of a request. If req is a send, it has what the client needs
// to recognize it.
func nack(id string, req wire.Headed, e *wire.Error) *wire.Nack {
	n := &wire.Nack{Head: wire.Head{Type: wire.TypeNack, ID: id}, Code: e.Code, Message: e.Message, RetryMS: e.RetryMS, Reason: e.Reason}
	if q, ok := req.(*wire.Send); ok {
		n.CID, n.Room = q.CID, q.Room
	}
	return n
}
