package effect

import (
	"slices"

	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// under reports whether what e does to the message m is about m's thread.
func under(m, e *wire.Event) bool { return e.Thread != 0 && e.Thread == m.Seq }

// said returns the thread t with the reply e in it. t may be nil; it is not changed.
func said(t *wire.Thread, e *wire.Event) *wire.Thread {
	next := wire.Thread{}
	if t != nil {
		next.Replies = t.Replies
		for _, r := range t.Last {
			if r.User != e.Author {
				next.Last = append(next.Last, r)
			}
		}
	}
	next.Replies++
	next.Last = append(next.Last, wire.Reply{User: e.Author, Seq: e.Seq, At: e.At})
	next.Last = next.Last[max(0, len(next.Last)-limits.Repliers):]
	return &next
}

// unsaid returns the thread t without the reply that e erases. t may be nil; it is not changed.
func unsaid(t *wire.Thread, e *wire.Event) *wire.Thread {
	if t == nil || t.Replies <= 1 {
		return nil
	}
	next := wire.Thread{Replies: t.Replies - 1}
	for _, r := range t.Last {
		if r.Seq != e.Target {
			next.Last = append(next.Last, r)
		}
	}
	next.Last = slices.Clip(next.Last)
	return &next
}

// Targets calls do with the seq of every message that e changes or answers: its Target, and the message in whose
// thread something was said or erased.
func Targets(e *wire.Event, do func(seq int64)) {
	if target := Target(e); target != 0 {
		do(target)
	}
	if e.Thread != 0 {
		do(e.Thread)
	}
}
