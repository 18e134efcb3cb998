package history

import (
	"fmt"
	"time"
)

type sendKey struct{ room, cid string }

type ackKey struct {
	room string
	conn string
}

// send is one message from its author's view.
type send struct {
	key     sendKey
	hash    uint64
	invoked Tick // before it was first sent
	ended   Tick // at the first OK; 0: none
	seq     int64
	failed  bool
}

type subscription struct {
	room    *delivered
	last    int64 // the last delivered seq, or the cursor
	removed time.Time
	over    bool
}

// Log is what one client did and received.
type Log struct {
	rec     *Recorder
	author  string
	sends   map[sendKey]*send
	order   []*send
	changes []*Asked
	first   map[string]int64 // room -> the cursor of its first subscription
	subs    map[string]*subscription
	acked   map[ackKey]int64
	found   []Violation
	count   int64
}

// Tick is a moment in the order of all Invokes and OKs of a run.
type Tick int64

// Tick returns the current moment, to be passed to Invoke.
func (r *Recorder) Tick() Tick { return Tick(r.clock.Add(1)) }

// Invoke records a message that the client sends. at must be a Tick from before
// the message could have been sent: the cid may become known only afterwards.
// Another Invoke with the same cid changes nothing.
func (l *Log) Invoke(at Tick, room, cid, body string, replyTo int64) {
	key := sendKey{room, cid}
	if _, again := l.sends[key]; again {
		return
	}
	s := &send{key: key, hash: contentHash(body, replyTo), invoked: at}
	l.sends[key] = s
	l.order = append(l.order, s)
}

// OK records an ack on a connection.
func (l *Log) OK(conn, room, cid string, seq int64) {
	s := l.sends[sendKey{room, cid}]
	if s == nil {
		l.breach("I1", room, seq, fmt.Sprintf("ack for cid %s, which was never sent", cid))
		return
	}
	if s.ended != 0 {
		if s.seq != seq {
			l.breach("I1", room, seq, fmt.Sprintf("cid %s acknowledged twice: seq %d, then %d", cid, s.seq, seq))
		}
		return
	}
	s.ended, s.seq = l.rec.Tick(), seq
	key := ackKey{room, conn}
	if last := l.acked[key]; seq <= last {
		l.breach("I6", room, seq, fmt.Sprintf("ack after seq %d on the same connection", last))
	}
	l.acked[key] = seq
}

// Fail records a permanent refusal. A temporary one must not be recorded.
func (l *Log) Fail(room, cid string) {
	if s := l.sends[sendKey{room, cid}]; s != nil {
		s.failed = true
	}
}

// Subscribe records that deliveries of room begin after the seq cursor: at the
// first connect, and wherever the server told the client to start over.
func (l *Log) Subscribe(room string, cursor int64) {
	l.subs[room] = &subscription{room: l.rec.room(room), last: cursor}
	if _, again := l.first[room]; !again {
		l.first[room] = cursor
	}
}

// Deliver records an event that the client received. body is empty if there is
// none, or if it was erased before the event came.
func (l *Log) Deliver(room string, seq int64, body string, replyTo int64) {
	l.count++
	sub := l.subs[room]
	if sub == nil {
		l.breach("I4", room, seq, "delivered without a subscription")
		return
	}
	if sub.over {
		if late := l.rec.now().Sub(sub.removed); late > RemovalGrace {
			l.breach("I7", room, seq, fmt.Sprintf("delivered %v after the removal", late))
		}
	}
	if seq != sub.last+1 {
		l.breach("I4", room, seq, fmt.Sprintf("delivered after seq %d", sub.last))
	}
	sub.last = max(sub.last, seq)
	if !sub.room.see(seq, body, replyTo) {
		l.breach("I4", room, seq, "two subscribers were given different content")
	}
}

// Removed records that the client's person was removed from room and that this
// was acknowledged to the person who did it.
func (l *Log) Removed(room string) {
	if sub := l.subs[room]; sub != nil && !sub.over {
		sub.over, sub.removed = true, l.rec.now()
	}
}

// End records that the client has ended: it receives nothing more and need not
// reach the top.
func (l *Log) End() {
	for _, sub := range l.subs {
		sub.over = true
	}
}

// Author returns the person whose log it is.
func (l *Log) Author() string { return l.author }

// Deliveries returns how many events the client received.
func (l *Log) Deliveries() int64 { return l.count }

func (l *Log) breach(invariant, room string, seq int64, what string) {
	if len(l.found) < maxViolations {
		l.found = append(l.found, Violation{Invariant: invariant, Room: room, Seq: seq, Author: l.author, What: what})
	}
}
