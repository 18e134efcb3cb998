package history

import (
	"fmt"
	"slices"
)

// Change is something that a client does to a message, and the event that it
// makes.
type Change struct {
	Room   string
	Target int64  // the message
	Kind   string // edit, delete or reaction
	Body   string // of an edit
	Emoji  string // of a reaction
	On     bool
}

// Asked is a Change that a client asked for, and how it ended: unknown, as long
// as neither OK nor Fail was called.
type Asked struct {
	Change
	invoked Tick
	seq     int64 // of its event; 0: it made none, or it is not known
	dup     int64 // the seq of an ack that says it had been so before
	acked   bool
	failed  bool
}

// Change notes a change that the client asks for. At must have been taken
// before that.
func (l *Log) Change(at Tick, c Change) *Asked {
	a := &Asked{Change: c, invoked: at}
	l.changes = append(l.changes, a)
	return a
}

// OK notes an ack.
func (a *Asked) OK(seq int64, dup bool) {
	a.acked = true
	if dup {
		a.dup = seq
	} else {
		a.seq = seq
	}
}

// Fail notes a permanent refusal.
func (a *Asked) Fail() { a.failed = true }

// makes reports whether row may be the event of a. An edit of a message that
// was erased since has no text.
func (a *Asked) makes(row Row) bool {
	return row.Kind == a.Kind && (row.Body == a.Body || row.Body == "" && a.Kind == "edit") && row.Emoji == a.Emoji && row.On == a.On
}

// changed is all that one person did to one message.
type changed struct {
	asked []*Asked
	rows  []Row
}

type changedKey struct {
	room   string
	target int64
	author string
}

// changes checks I9, for all who note their changes.
func (c *checker) changes(logs []*Log, rows []Row) {
	notes := map[string]bool{}
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
		if notes[row.Author] && row.Target > 0 {
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

// changesOf holds one person's events of one message against what they asked
// for: each event has a request of its own, in the same order.
func (c *checker) changesOf(key changedKey, of *changed) {
	anchors := map[int64]int{} // seq -> the request that was acknowledged with it
	for i, a := range of.asked {
		seq := max(a.seq, a.dup)
		j := slices.IndexFunc(of.rows, func(row Row) bool { return row.Seq == seq })
		if j >= 0 && a.makes(of.rows[j]) {
			anchors[seq] = i
		} else if a.seq > 0 {
			c.breach("I9", Row{Room: key.room, Seq: a.seq, Author: key.author}, fmt.Sprintf("the %s of %d was acknowledged, and is not there", a.Kind, key.target))
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
			c.breach("I9", row, fmt.Sprintf("this %s of %d came twice, after a later change, or from nobody", row.Kind, key.target))
			continue
		case of.asked[i].failed:
			c.breach("I9", row, fmt.Sprintf("this %s of %d was refused, and there all the same", row.Kind, key.target))
		}
		next = i + 1
	}
}
