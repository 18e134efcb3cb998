package engine

import (
	"context"
	"errors"
	"slices"
	"sort"
	"strconv"
	"time"

	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// request is a command that waits for its answer.
type request struct {
	id     string
	object []byte
	answer wire.Headed
	done   func(error) // the loop calls it once
	sent   bool
	due    time.Time // if sent: when the answer is overdue; else: it is not sent before
	pass   bool      // without a connection it fails at once

	changes bool        // it changes something, so it waits for earlier ones in its lane
	lane    string      // if changes: see wire.Row.LaneOf
	repeat  wire.Repeat // what may be done if the answer is lost
	tries   int         // that failed
}

// triesMax is how often a change whose result stays unknown is sent before the person
// is told that it is unknown.
const triesMax = 4

// requests are the commands without an answer. Those that change something are sent one
// at a time in each lane, in the order in which they were given. If the row of a
// command says that the server recognises it by a number, it gets the next number and
// is sent again with it until its result is known: so the server carries it out at most
// once, and never after a later one. A command that cannot be repeated is sent once.
type requests struct {
	core     *core
	instance string // see wire.Hello
	next     int64
	open     map[string]*request
	lanes    map[string][]*request // those that change something; only the first of a lane may have been sent
}

// ask sends a command; the loop calls done.
func (q *requests) ask(row wire.Row, req, answer wire.Headed, pass bool, done func(error)) *request {
	q.next++
	id := "r" + strconv.FormatInt(q.next, 10)
	*req.Header() = wire.Head{Type: row.Type, ID: id}
	if row.Repeat == wire.RepeatNumbered {
		req.Header().N = q.next
	}
	object, err := wire.Append(nil, req)
	if err != nil {
		done(err)
		return nil
	}
	if len(object) > limits.Frame {
		done(wire.Refused(wire.CodeTooLarge, text.RequestTooLong))
		return nil
	}
	r := &request{id: id, object: object, answer: answer, done: done, pass: pass, changes: row.Changes(), repeat: row.Repeat}
	if pass && !q.core.net.live() {
		done(errOffline)
		return nil
	}
	q.open[id] = r
	if r.changes {
		r.lane = row.LaneOf(req)
		q.lanes[r.lane] = append(q.lanes[r.lane], r)
	}
	q.send(r)
	return r
}

// send sends a request whose turn it is, if there is a connection.
func (q *requests) send(r *request) {
	if !q.core.net.live() || r.sent || r.changes && q.lanes[r.lane][0] != r {
		return
	}
	if r.due.After(time.Now()) {
		q.core.sooner(timerRequests, r.due)
		return
	}
	r.sent = true
	r.due = time.Now().Add(limits.SendTimeout)
	q.core.net.link.send(r.object)
	q.core.sooner(timerRequests, r.due)
}

// sendAll sends the requests that wait for a connection, in the order in which they
// were given.
func (q *requests) sendAll() {
	var waiting []*request
	for _, r := range q.open {
		if !r.sent {
			waiting = append(waiting, r)
		}
	}
	sort.SliceStable(waiting, func(i, j int) bool {
		a, b := waiting[i].id, waiting[j].id
		return len(a) < len(b) || len(a) == len(b) && a < b
	})
	for _, r := range waiting {
		q.send(r)
	}
}

// settle ends a request with the server's answer or an error. If the server does not
// know whether a change was made, the request is sent again.
func (q *requests) settle(id string, line []byte, err error) {
	r := q.open[id]
	if r == nil {
		return // it was given up, or belongs to an earlier connection
	}
	var refusal *wire.Error
	if r.repeat == wire.RepeatNumbered && errors.As(err, &refusal) && refusal.Code == wire.CodeUnavailable && q.another(r) {
		r.sent = false
		r.due = time.Now().Add(max(backoff(r.tries, 1), time.Duration(refusal.RetryMS)*time.Millisecond))
		q.core.sooner(timerRequests, r.due)
		return
	}
	q.drop(r)
	if err == nil {
		err = wire.Decode(line, r.answer)
	}
	r.done(err)
}

// another counts a failed try of r and reports whether there is to be another one.
func (q *requests) another(r *request) bool {
	r.tries++
	return !r.pass && r.tries < triesMax
}

// drop removes a request and sends the next one of its lane.
func (q *requests) drop(r *request) {
	delete(q.open, r.id)
	if !r.changes {
		return
	}
	rest := slices.DeleteFunc(q.lanes[r.lane], func(other *request) bool { return other == r })
	if len(rest) == 0 {
		delete(q.lanes, r.lane)
		return
	}
	q.lanes[r.lane] = rest
	q.send(rest[0])
}

// giveUp drops a request that is not wanted any more, if it has no answer yet. It may
// still be carried out, but not after a later one.
func (q *requests) giveUp(r *request) {
	if q.open[r.id] == r {
		q.drop(r)
	}
}

// takeBack makes requests without an answer wait for the next connection: sending one
// twice that only reads is harmless, and the server recognises those that can be
// repeated. A request that cannot be repeated fails, because its result is unknown.
func (q *requests) takeBack() {
	for _, r := range q.open {
		gone := r.sent && r.repeat == wire.RepeatUnsafe
		r.sent, r.due = false, time.Time{}
		switch {
		case r.pass:
			q.drop(r)
			r.done(errLost)
		case gone:
			q.drop(r)
			r.done(errUnknown)
		}
	}
}

func (q *requests) failAll(err error) {
	all := q.open
	q.open, q.lanes = map[string]*request{}, map[string][]*request{}
	for _, r := range all {
		r.done(err)
	}
}

// overdue handles requests whose answers are overdue. One that reads fails. One that
// changes something causes a new connection, because something is wrong with this one.
func (q *requests) overdue() {
	now := time.Now()
	again := false
	for _, r := range q.open {
		switch {
		case r.due.IsZero():
		case r.due.After(now):
			q.core.sooner(timerRequests, r.due)
		case !r.sent:
			q.send(r)
		case r.repeat == wire.RepeatNumbered && q.another(r):
			again = true
		case r.repeat == wire.RepeatUnsafe:
			q.drop(r)
			r.done(errUnknown)
		default:
			q.drop(r)
			r.done(wire.Refused(wire.CodeUnavailable, text.NoAnswer))
		}
	}
	if again {
		q.core.net.again(errQuiet)
	}
}

// wait sends a command for Do and waits for the answer. Any goroutine may call it.
func (q *requests) wait(ctx context.Context, row wire.Row, req, answer wire.Headed) error {
	result := make(chan error, 1)
	var r *request
	q.core.do(func() {
		if ctx.Err() != nil {
			return
		}
		r = q.ask(row, req, answer, false, func(err error) {
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
		// Wait until the loop no longer uses answer.
		gone := make(chan struct{})
		q.core.do(func() {
			if r != nil {
				q.giveUp(r)
			}
			close(gone)
		})
		select {
		case <-gone:
		case <-q.core.ctx.Done():
		}
		return ctx.Err()
	case <-q.core.ctx.Done():
		return errStopped
	}
}

// learn applies what an answer contains about rooms and people to the state.
func (q *requests) learn(answer wire.Headed) error {
	switch a := answer.(type) {
	case *wire.RoomInfo:
		if a.Room.Joined {
			return q.core.apply(a)
		}
	case *wire.Users:
		return q.core.apply(a)
	case *wire.Pins:
		return q.core.apply(&wire.Users{Users: a.Users})
	case *wire.Members:
		users := make([]wire.User, 0, len(a.Members)+len(a.Here))
		for _, m := range slices.Concat(a.Members, a.Here) {
			users = append(users, m.User)
		}
		return q.core.apply(&wire.Users{Users: users})
	}
	return nil
}

// asError converts an error into one that can be shown to people.
func asError(err error) *wire.Error {
	var known *wire.Error
	if errors.As(err, &known) {
		return known
	}
	return wire.Refused(wire.CodeUnavailable, text.LostOnTheWay)
}
