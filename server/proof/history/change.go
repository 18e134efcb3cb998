package history

import (
	"fmt"
	"slices"
)

// Change is a change that a client makes to a message, or to the members, name or
// topic of a room, and the kind of its event.
type Change struct {
	Room   string
	Target int64  // the message; 0 for changes of a room
	Kind   string // of the event
	Body   string // of an edit
	Emoji  string // of a reaction
	On     bool
	User   string // of a member
	Action string
	Topic  string // of a room
}

func (c Change) String() string {
	switch c.Kind {
	case "member":
		return fmt.Sprintf("%s of %s", c.Action, c.User)
	case "room":
		return fmt.Sprintf("topic %q", c.Topic)
	}
	return fmt.Sprintf("%s of %d", c.Kind, c.Target)
}

// Asked is a Change that a client requested, and its result: unknown, as long as
// none of OK, Done and Fail was called.
type Asked struct {
	Change
	invoked Tick
	seq     int64 // of its event; 0: there is none, or it is unknown
	dup     int64 // the seq of an ack that says that nothing had to be changed
	acked   bool
	done    bool
	failed  bool
}

// Change records a change that the client requests. at must be a Tick from before
// the request.
func (l *Log) Change(at Tick, c Change) *Asked {
	a := &Asked{Change: c, invoked: at}
	l.changes = append(l.changes, a)
	return a
}

// OK records an ack.
func (a *Asked) OK(seq int64, dup bool) {
	a.acked = true
	if dup {
		a.dup = seq
	} else {
		a.seq = seq
	}
}

// Done records an answer without a seq, to a change that cannot have been made
// before: its event exists.
func (a *Asked) Done() { a.done = true }

// Fail records a permanent refusal.
func (a *Asked) Fail() { a.failed = true }

// makes reports whether row may be the event of a. An edit of a message that was
// erased since has no text.
func (a *Asked) makes(row Row) bool {
	return row.Kind == a.Kind && (row.Body == a.Body || row.Body == "" && a.Kind == "edit") && row.Emoji == a.Emoji && row.On == a.On &&
		row.User == a.User && row.Action == a.Action && row.Topic == a.Topic
}

// changed is everything that one person did to one message, or to a room.
type changed struct {
	asked []*Asked
	rows  []Row
}

type changedKey struct {
	room   string
	target int64 // 0: the room itself
	author string
}

// changes checks I9, for all clients that record their changes.
func (c *checker) changes(logs []*Log, rows []Row) {
	notes, began := map[string]bool{}, begins(logs)
	all := map[changedKey]*changed{}
	at := func(k changedKey) *changed {
		if all[k] == nil {
			all[k] = &changed{}
		}
		return all[k]
	}
	for _, l := range logs {
		for _, a := range l.changes {
			notes[l.author] = true
			of := at(changedKey{a.Room, a.Target, l.author})
			of.asked = append(of.asked, a)
		}
		c.report.Changes += len(l.changes)
	}
	for _, row := range rows {
		room := row.Kind == "member" || row.Kind == "room"
		if notes[row.Author] && (row.Target > 0 || room && row.Seq > began[changedKey{row.Room, 0, row.Author}]) {
			of := at(changedKey{row.Room, row.Target, row.Author})
			of.rows = append(of.rows, row)
		}
	}
	for key, of := range all {
		slices.SortFunc(of.asked, func(a, b *Asked) int { return int(a.invoked - b.invoked) })
		slices.SortFunc(of.rows, func(a, b Row) int { return int(a.Seq - b.Seq) })
		c.changesOf(key, of)
	}
}

// begins returns where each person's log of a room begins: earlier events are not
// checked.
func begins(logs []*Log) map[changedKey]int64 {
	began := map[changedKey]int64{}
	for _, l := range logs {
		for room, cursor := range l.first {
			key := changedKey{room, 0, l.author}
			if known, ok := began[key]; !ok || cursor < known {
				began[key] = cursor
			}
		}
	}
	return began
}

// changesOf compares one person's events of one message with their requests: each
// event has a request of its own, in the same order.
func (c *checker) changesOf(key changedKey, of *changed) {
	anchors := map[int64]int{} // seq -> the request that was acknowledged with it
	for i, a := range of.asked {
		seq := max(a.seq, a.dup)
		j := slices.IndexFunc(of.rows, func(row Row) bool { return row.Seq == seq })
		if j >= 0 && a.makes(of.rows[j]) {
			anchors[seq] = i
		} else if a.seq > 0 {
			c.breach("I9", Row{Room: key.room, Seq: a.seq, Author: key.author}, fmt.Sprintf("the %s was acknowledged, and is not there", a))
		}
	}
	next := 0
	for _, row := range of.rows {
		i, anchored := anchors[row.Seq]
		if !anchored {
			i = next
			for i < len(of.asked) && (of.asked[i].acked || !of.asked[i].makes(row)) {
				i++
			}
		}
		switch {
		case i < next || i == len(of.asked):
			c.breach("I9", row, fmt.Sprintf("this %s came twice, after a later change, or from nobody", row.change()))
			continue
		case of.asked[i].failed:
			c.breach("I9", row, fmt.Sprintf("this %s was refused, and there all the same", row.change()))
		}
		c.missing(key, of.asked[next:i])
		next = i + 1
	}
	c.missing(key, of.asked[next:])
}

// missing checks requests that were skipped: no event belongs to them.
func (c *checker) missing(key changedKey, asked []*Asked) {
	for _, a := range asked {
		if a.done {
			c.breach("I9", Row{Room: key.room, Author: key.author},
				fmt.Sprintf("the %s was acknowledged, and is not there or comes after a later one", a))
		}
	}
}

// change returns the Change of the row.
func (r Row) change() Change {
	return Change{r.Room, r.Target, r.Kind, r.Body, r.Emoji, r.On, r.User, r.Action, r.Topic}
}
