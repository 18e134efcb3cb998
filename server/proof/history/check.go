package history

import (
	"fmt"
	"slices"
	"strings"
)

// maxViolations limits a report: a broken run violates the invariants everywhere.
const maxViolations = 100

// Row is one event as the store has it, or as paging through the room returned
// it.
type Row struct {
	Room    string
	Seq     int64
	Author  string
	CID     string // empty: not a message of a client
	Body    string
	ReplyTo int64
	Changed bool // edited or erased since, so that its text is not what was sent

	// If it is not a message, the Change that it is.
	Kind   string
	Target int64
	Emoji  string
	On     bool
	User   string
	Action string
	Topic  string
}

// Violation is one breach of an invariant.
type Violation struct {
	Invariant string `json:"invariant"` // I1 to I7, I9
	Room      string `json:"room"`
	Seq       int64  `json:"seq"`
	Author    string `json:"author"`
	What      string `json:"what"`
}

func (v Violation) String() string {
	return fmt.Sprintf("%s room %s seq %d author %s: %s", v.Invariant, v.Room, v.Seq, v.Author, v.What)
}

// Report is the result of checking a run.
type Report struct {
	Invoked    int         `json:"sent"` // messages, and their results for their authors
	Acked      int         `json:"acknowledged"`
	Failed     int         `json:"refused"`
	Unknown    int         `json:"unknown"`
	Changes    int         `json:"changes"`    // of messages, as recorded by clients
	Rows       int         `json:"rows"`       // events in the rooms
	Delivered  int64       `json:"deliveries"` // events delivered to subscribers
	Violations []Violation `json:"violations,omitempty"`
}

// OK reports whether every invariant held.
func (r Report) OK() bool { return len(r.Violations) == 0 }

// String returns the verdict on one line, and each violation on another.
func (r Report) String() string {
	var b strings.Builder
	verdict := "clean"
	if !r.OK() {
		verdict = fmt.Sprintf("%d VIOLATIONS", len(r.Violations))
	}
	fmt.Fprintf(&b, "history: %s (%d sent, %d acknowledged, %d refused, %d unknown, %d changes, %d rows, %d deliveries)",
		verdict, r.Invoked, r.Acked, r.Failed, r.Unknown, r.Changes, r.Rows, r.Delivered)
	for _, v := range r.Violations {
		b.WriteString("\n  " + v.String())
	}
	return b.String()
}

type rowKey struct{ room, author, cid string }

// Part is the part of a room's log that is checked.
type Part struct {
	After int64 // the rows begin after this seq
	Rest  int64 // every subscriber must have reached this seq; 0: the last row
}

type checker struct {
	report Report
	parts  map[string]Part
	rows   map[rowKey]Row
	tops   map[string]int64
	last   map[string]string // the rooms' last rows, described for messages
	known  map[string]bool   // authors whose sends were recorded
}

// Check compares the logs with rows: every event of every room in the logs, in
// any order. All clients must be at rest.
func (r *Recorder) Check(rows []Row) Report { return r.CheckPart(nil, rows) }

// CheckPart is Check with rows of a part of some rooms' logs, for a server that
// others use too.
func (r *Recorder) CheckPart(parts map[string]Part, rows []Row) Report {
	r.mu.Lock()
	defer r.mu.Unlock()
	c := &checker{parts: parts, rows: map[rowKey]Row{}, tops: map[string]int64{}, last: map[string]string{}, known: map[string]bool{}}
	for room, part := range parts {
		c.tops[room] = part.After
	}
	c.report.Rows = len(rows)
	for _, l := range r.logs {
		c.known[l.author] = true
	}
	c.density(rows)
	c.sends(r.logs)
	c.changes(r.logs, rows)
	c.content(rows, r.rooms)
	c.subscribers(r.logs)
	return c.report
}

// what describes a row of a client.
func (r Row) what() string {
	switch {
	case r.Kind != "":
		return fmt.Sprintf(", the %s by %s", r.change(), r.Author)
	case r.CID != "":
		return ", a message by " + r.Author
	}
	return ""
}

// density checks I3 and indexes the rows by cid.
func (c *checker) density(rows []Row) {
	byRoom := map[string][]Row{}
	for _, row := range rows {
		byRoom[row.Room] = append(byRoom[row.Room], row)
	}
	for room, rows := range byRoom {
		slices.SortFunc(rows, func(a, b Row) int { return int(a.Seq - b.Seq) })
		for i, row := range rows {
			if want := c.parts[room].After + int64(i+1); row.Seq != want {
				c.breach("I3", row, fmt.Sprintf("want seq %d: a gap or a double", want))
				break
			}
		}
		for _, row := range rows {
			if row.Seq >= c.tops[room] {
				c.tops[room], c.last[room] = row.Seq, row.what()
			}
			if row.CID == "" {
				continue
			}
			key := rowKey{room, row.Author, row.CID}
			if first, double := c.rows[key]; double {
				c.breach("I3", row, fmt.Sprintf("cid %s stands at seq %d too", row.CID, first.Seq))
			}
			c.rows[key] = row
		}
	}
}

// sends checks I1, I2 and I6.
func (c *checker) sends(logs []*Log) {
	invoked := map[rowKey]bool{}
	byRoom := map[string][]*send{}
	for _, l := range logs {
		c.report.Violations = append(c.report.Violations, l.found...)
		c.report.Delivered += l.count
		for _, s := range l.order {
			key := rowKey{s.key.room, l.author, s.key.cid}
			invoked[key] = true
			row, there := c.rows[key]
			c.send(s, row, there, l.author)
			if s.ended != 0 {
				byRoom[s.key.room] = append(byRoom[s.key.room], s)
			}
		}
	}
	for key, row := range c.rows {
		if c.known[row.Author] && !invoked[key] {
			c.breach("I2", row, "nobody sent this")
		}
	}
	for room, sends := range byRoom {
		c.realTime(room, sends)
	}
}

func (c *checker) send(s *send, row Row, there bool, author string) {
	c.report.Invoked++
	at := Row{Room: s.key.room, Seq: s.seq, Author: author}
	if there && !row.Changed && contentHash(row.Body, row.ReplyTo) != s.hash {
		c.breach("I1", row, "the row holds another content than was sent")
	}
	switch {
	case s.ended != 0:
		c.report.Acked++
		if !there {
			c.breach("I1", at, fmt.Sprintf("acknowledged, and cid %s is not there: LOST", s.key.cid))
		} else if row.Seq != s.seq {
			c.breach("I1", at, fmt.Sprintf("acknowledged here, stands at seq %d", row.Seq))
		}
	case s.failed:
		c.report.Failed++
		if there {
			c.breach("I2", row, "refused, and there all the same")
		}
	default:
		c.report.Unknown++
	}
}

// realTime checks the second half of I6: among the room's acknowledged sends in
// the order of their Invoke, none may have a seq below that of a send that had
// been acknowledged before.
func (c *checker) realTime(room string, sends []*send) {
	byEnd := slices.Clone(sends)
	slices.SortFunc(byEnd, func(a, b *send) int { return int(a.ended - b.ended) })
	slices.SortFunc(sends, func(a, b *send) int { return int(a.invoked - b.invoked) })
	var highest int64
	i := 0
	for _, s := range sends {
		for i < len(byEnd) && byEnd[i].ended < s.invoked {
			highest = max(highest, byEnd[i].seq)
			i++
		}
		if s.seq < highest {
			c.breach("I6", Row{Room: room, Seq: s.seq}, fmt.Sprintf("sent after seq %d had been acknowledged", highest))
		}
	}
}

// content compares what subscribers received with the rows.
func (c *checker) content(rows []Row, rooms map[string]*delivered) {
	for _, row := range rows {
		d := rooms[row.Room]
		if d == nil || row.CID == "" || row.Changed {
			continue
		}
		if d.blank[row.Seq] {
			c.breach("I4", row, "subscribers were given it without its text")
		}
		if hash, ok := d.hash[row.Seq]; ok && hash != contentHash(row.Body, row.ReplyTo) {
			c.breach("I4", row, "subscribers were given another content")
		}
	}
	for room, d := range rooms {
		if d.top > c.tops[room] {
			c.breach("I4", Row{Room: room, Seq: d.top}, "delivered, and not in the store")
		}
	}
}

// subscribers checks I5.
func (c *checker) subscribers(logs []*Log) {
	for _, l := range logs {
		for room, sub := range l.subs {
			top := c.tops[room]
			if rest := c.parts[room].Rest; !sub.over && sub.last != top && (rest == 0 || sub.last < rest) {
				c.breach("I5", Row{Room: room, Seq: sub.last, Author: l.author},
					fmt.Sprintf("stopped here, the top is %d%s", top, c.last[room]))
			}
		}
	}
}

func (c *checker) breach(invariant string, at Row, what string) {
	if len(c.report.Violations) < maxViolations {
		c.report.Violations = append(c.report.Violations,
			Violation{Invariant: invariant, Room: at.Room, Seq: at.Seq, Author: at.Author, What: what})
	}
}
