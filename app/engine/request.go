package engine

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// request is a command that waits for its answer.
type request struct {
	id     string
	typ    wire.Type
	object []byte
	answer wire.Headed
	done   func(error) // called once, by the loop
	sent   bool
	due    time.Time // when sent: the answer is overdue
	pass   bool      // fails at once without a connection
}

// requests are those without an answer.
type requests struct {
	*core
	next int64
	open map[string]*request
}

// ask sends a command; done is called by the loop.
func (q *requests) ask(typ wire.Type, req, answer wire.Headed, pass bool, done func(error)) *request {
	q.next++
	id := "r" + strconv.FormatInt(q.next, 10)
	*req.Header() = wire.Head{Type: typ, ID: id}
	object, err := wire.Append(nil, req)
	if err != nil {
		done(err)
		return nil
	}
	if len(object) > limits.Frame {
		done(wire.Fail(wire.CodeTooLarge, "This is too long to send."))
		return nil
	}
	r := &request{id: id, typ: typ, object: object, answer: answer, done: done, pass: pass}
	if pass && !q.net.live() {
		done(errOffline)
		return nil
	}
	q.open[id] = r
	if q.net.live() {
		q.send(r)
	}
	return r
}

func (q *requests) send(r *request) {
	r.sent = true
	r.due = time.Now().Add(limits.SendTimeout)
	q.net.link.send(r.object)
	q.sooner(timerRequests, r.due)
}

// sendAll sends those that wait for a connection, in the order of asking.
func (q *requests) sendAll() {
	var waiting []*request
	for _, r := range q.open {
		if !r.sent {
			waiting = append(waiting, r)
		}
	}
	slices.SortFunc(waiting, func(a, b *request) int {
		if len(a.id) != len(b.id) {
			return len(a.id) - len(b.id)
		}
		return strings.Compare(a.id, b.id)
	})
	for _, r := range waiting {
		q.send(r)
	}
}

// settle ends a request with the server's answer or an error.
func (q *requests) settle(id string, line []byte, err error) {
	r := q.open[id]
	if r == nil {
		return // given up, or of an earlier connection
	}
	delete(q.open, id)
	if err == nil {
		err = wire.Decode(line, r.answer)
	}
	r.done(err)
}

// takeBack makes the requests that were on their way wait for the next
// connection if asking twice does no harm; the others fail.
func (q *requests) takeBack() {
	for id, r := range q.open {
		switch {
		case r.pass, r.sent && !repeatable(r.typ):
			delete(q.open, id)
			r.done(errLost)
		default:
			r.sent = false
		}
	}
}

func (q *requests) failAll(err error) {
	for id, r := range q.open {
		delete(q.open, id)
		r.done(err)
	}
}

// repeatable reports whether a command may be given again when its answer is
// unknown: it only reads, or doing it twice is doing it once.
func repeatable(t wire.Type) bool {
	switch t {
	case wire.TypeRoomCreate, wire.TypeInviteCreate:
		return false
	}
	return true
}

// overdue fails the requests whose answer does not come.
func (q *requests) overdue() {
	now := time.Now()
	for id, r := range q.open {
		switch {
		case !r.sent:
		case r.due.After(now):
			q.sooner(timerRequests, r.due)
		default:
			delete(q.open, id)
			r.done(wire.Fail(wire.CodeUnavailable, "The server does not answer."))
		}
	}
}

// wait is Do: it is called by any goroutine, and waits for the answer.
func (q *requests) wait(ctx context.Context, typ wire.Type, req, answer wire.Headed) error {
	result := make(chan error, 1)
	var r *request
	q.do(func() {
		if ctx.Err() != nil {
			return
		}
		r = q.ask(typ, req, answer, false, func(err error) {
			if err == nil {
				err = q.learn(answer)
			}
			result <- err
		})
	})
	select {
	case err := <-result:
		return err
	case <-ctx.Done():
		// Wait for the loop to let go of answer.
		gone := make(chan struct{})
		q.do(func() {
			if r != nil {
				delete(q.open, r.id)
			}
			close(gone)
		})
		select {
		case <-gone:
		case <-q.ctx.Done():
		}
		return ctx.Err()
	case <-q.ctx.Done():
		return errStopped
	}
}

// learn takes over what an answer tells about rooms and people.
func (q *requests) learn(answer wire.Headed) error {
	switch a := answer.(type) {
	case *wire.RoomInfo:
		if a.Room.Joined {
			return q.apply(a)
		}
	case *wire.Users:
		return q.apply(a)
	case *wire.Members:
		users := make([]wire.User, 0, len(a.Members)+len(a.Here))
		for _, m := range slices.Concat(a.Members, a.Here) {
			users = append(users, m.User)
		}
		return q.apply(&wire.Users{Users: users})
	}
	return nil
}

// asError gives any error the form that is shown to people.
func asError(err error) *wire.Error {
	var known *wire.Error
	if errors.As(err, &known) {
		return known
	}
	return wire.Fail(wire.CodeUnavailable, "Something went wrong on the way.")
}
