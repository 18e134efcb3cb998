package history

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// run is a small history: nora and sam send in turn into one room, ann only
// reads. Tests spoil one thing in it.
type run struct {
	rec       *Recorder
	nora, sam *Log
	ann       *Log
	now       time.Time
	rows      []Row
}

const room = "launch"

func newRun() *run {
	r := &run{now: time.Unix(1_700_000_000, 0)}
	r.rec = NewRecorder(func() time.Time { return r.now })
	r.nora, r.sam, r.ann = r.rec.Log("nora"), r.rec.Log("sam"), r.rec.Log("ann")
	for _, l := range []*Log{r.nora, r.sam, r.ann} {
		l.Subscribe(room, 0)
	}
	return r
}

func (r *run) author(i int) (*Log, string) {
	if i%2 == 0 {
		return r.nora, "nora"
	}
	return r.sam, "sam"
}

// talk sends n messages, each acknowledged, stored, and delivered to all.
func (r *run) talk(n int) {
	for range n {
		seq := int64(len(r.rows) + 1)
		log, author := r.author(len(r.rows))
		cid, body := fmt.Sprintf("c%d", seq), fmt.Sprintf("message %d", seq)
		log.Invoke(r.rec.Tick(), room, cid, body, 0)
		r.rows = append(r.rows, Row{Room: room, Seq: seq, Author: author, CID: cid, Body: body})
		log.OK("conn", room, cid, seq)
		for _, l := range []*Log{r.nora, r.sam, r.ann} {
			l.Deliver(room, seq, body, 0)
		}
	}
}

func TestACleanHistoryRaisesNoAlarm(t *testing.T) {
	r := newRun()
	r.talk(500)
	r.sam.Invoke(r.rec.Tick(), room, "lost-on-the-way", "never arrived", 0)
	r.sam.Invoke(r.rec.Tick(), room, "refused", "too large", 0)
	r.sam.Fail(room, "refused")
	r.sam.Invoke(r.rec.Tick(), room, "c2", "message 2", 0) // sent again
	r.sam.OK("conn2", room, "c2", 2)                       // and answered with the first ack
	r.rows = append(r.rows, Row{Room: room, Seq: 501, Author: "system"})
	for _, l := range []*Log{r.nora, r.sam} {
		l.Deliver(room, 501, "", 0)
	}
	r.ann.Subscribe(room, 501) // was told to start over
	rand.Shuffle(len(r.rows), func(i, j int) { r.rows[i], r.rows[j] = r.rows[j], r.rows[i] })
	got := r.rec.Check(r.rows)
	if !got.OK() {
		t.Fatal(got)
	}
	if got.Invoked != 502 || got.Acked != 500 || got.Failed != 1 || got.Unknown != 1 {
		t.Errorf("counts are off: %s", got)
	}
}

func TestPlantedAnomaliesAreFound(t *testing.T) {
	for _, tt := range []struct {
		name, invariant, says string
		plant                 func(*run)
	}{
		{"an acknowledged message is lost at the end", "I1", "LOST", func(r *run) { r.rows = r.rows[:9] }},
		{"an acknowledged message is lost in the middle", "I1", "LOST", func(r *run) { r.rows = append(r.rows[:4:4], r.rows[5:]...) }},
		{"the hole it leaves", "I3", "gap", func(r *run) { r.rows = append(r.rows[:4:4], r.rows[5:]...) }},
		{"a message is stored twice", "I3", "stands at seq", func(r *run) {
			double := r.rows[3]
			double.Seq = 11
			r.rows = append(r.rows, double)
		}},
		{"two rows with one seq", "I3", "gap or a double", func(r *run) { r.rows[5].Seq = 5 }},
		{"two rows are swapped", "I1", "stands at seq", func(r *run) { r.rows[4].Seq, r.rows[5].Seq = 6, 5 }},
		{"a text is changed", "I1", "another content", func(r *run) { r.rows[4].Body = "tampered" }},
		{"a reply answers another message", "I1", "another content", func(r *run) { r.rows[4].ReplyTo = 1 }},
		{"a message lands in another room", "I1", "LOST", func(r *run) { r.rows[9].Room = "other" }},
		{"a message nobody sent", "I2", "nobody sent", func(r *run) {
			r.rows = append(r.rows, Row{Room: room, Seq: 11, Author: "sam", CID: "phantom", Body: "boo"})
		}},
		{"a refused message is stored", "I2", "refused", func(r *run) {
			r.sam.Invoke(r.rec.Tick(), room, "no", "no", 0)
			r.sam.Fail(room, "no")
			r.rows = append(r.rows, Row{Room: room, Seq: 11, Author: "sam", CID: "no", Body: "no"})
		}},
		{"an ack for what was never sent", "I1", "never sent", func(r *run) { r.sam.OK("conn", room, "x", 11) }},
		{"two acks that differ", "I1", "acknowledged twice", func(r *run) { r.nora.OK("conn", room, "c1", 7) }},
		{"a delivery is dropped", "I4", "after seq 10", func(r *run) { r.ann.Deliver(room, 12, "", 0) }},
		{"a delivery is doubled", "I4", "after seq 10", func(r *run) { r.ann.Deliver(room, 10, "message 10", 0) }},
		{"a delivery of another room", "I4", "without a subscription", func(r *run) { r.ann.Deliver("other", 1, "", 0) }},
		{"a delivery with another text", "I4", "different content", func(r *run) {
			r.ann.Subscribe(room, 9)
			r.ann.Deliver(room, 10, "tampered", 0)
		}},
		{"everyone is given another text than was stored", "I4", "another content", func(r *run) {
			r.sam.Invoke(r.rec.Tick(), room, "c11", "stored", 0)
			r.rows = append(r.rows, Row{Room: room, Seq: 11, Author: "sam", CID: "c11", Body: "stored"})
			r.ann.Deliver(room, 11, "shown", 0)
		}},
		{"a message comes without its text", "I4", "without its text", func(r *run) {
			r.ann.Subscribe(room, 9)
			r.ann.Deliver(room, 10, "", 0)
		}},
		{"a delivery of what is not stored", "I4", "not in the store", func(r *run) { r.ann.Deliver(room, 11, "ghost", 0) }},
		{"a subscriber misses the end", "I5", "the top is 10", func(r *run) { r.ann.Subscribe(room, 8) }},
		{"acks of one connection fall", "I6", "same connection", func(r *run) {
			r.nora.Invoke(r.rec.Tick(), room, "late", "late", 0)
			r.nora.OK("conn", room, "late", 2)
		}},
		{"a later message stands before an acknowledged one", "I6", "had been acknowledged", func(r *run) {
			late := r.rec.Log("tobi")
			late.Invoke(r.rec.Tick(), room, "t1", "t", 0)
			late.OK("other", room, "t1", 3)
		}},
		{"a removed member is given more", "I7", "after the removal", func(r *run) {
			r.ann.Removed(room)
			r.now = r.now.Add(RemovalGrace + time.Millisecond)
			r.ann.Deliver(room, 11, "secret", 0)
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := newRun()
			r.talk(10)
			tt.plant(r)
			report := r.rec.Check(r.rows)
			for _, v := range report.Violations {
				if v.Invariant == tt.invariant && strings.Contains(v.What, tt.says) {
					return
				}
			}
			t.Errorf("not found: want %s %q, got %s", tt.invariant, tt.says, report)
		})
	}
}

// Whoever resumes after a message was erased is given it without its text.
func TestAnErasedMessageHasNoTextForThoseWhoComeLater(t *testing.T) {
	r := newRun()
	r.talk(3)
	r.rows[2].Body, r.rows[2].Changed = "", true
	r.ann.Subscribe(room, 2)
	r.ann.Deliver(room, 3, "", 0)
	if got := r.rec.Check(r.rows); !got.OK() {
		t.Fatal(got)
	}
}

func TestADeliveryJustAfterTheRemovalIsAllowed(t *testing.T) {
	r := newRun()
	r.talk(3)
	r.ann.Removed(room)
	r.now = r.now.Add(RemovalGrace / 2)
	r.rows = append(r.rows, Row{Room: room, Seq: 4, Author: "system"})
	for _, l := range []*Log{r.nora, r.sam, r.ann} {
		l.Deliver(room, 4, "", 0)
	}
	r.rows = append(r.rows, Row{Room: room, Seq: 5, Author: "system"})
	r.nora.Deliver(room, 5, "", 0)
	r.sam.Deliver(room, 5, "", 0)
	if got := r.rec.Check(r.rows); !got.OK() {
		t.Fatal(got)
	}
}

// On a server that others use too, rows begin in the middle and end later than
// what the clients stayed for.
func TestAClientThatEndsNeedNotReachTheTop(t *testing.T) {
	r := newRun()
	r.talk(3)
	r.ann.Subscribe(room, 2)
	r.ann.End()
	if got := r.rec.Check(r.rows); !got.OK() {
		t.Fatal(got)
	}
	r.ann.Deliver(room, 3, "message 3", 0)
	if got := r.rec.Check(r.rows); got.OK() {
		t.Error("a client that has ended was given something, and nothing was said")
	}
}

func TestAPartOfARoomIsChecked(t *testing.T) {
	r := newRun()
	for _, l := range []*Log{r.nora, r.sam, r.ann} {
		l.Subscribe(room, 4)
	}
	r.rows = make([]Row, 4)
	r.talk(6)
	r.rows = append(r.rows[4:], Row{Room: room, Seq: 11, Author: "tobi", CID: "t", Body: "after they had gone"})
	parts := map[string]Part{room: {After: 4, Rest: 10}}
	if got := r.rec.CheckPart(parts, r.rows); !got.OK() {
		t.Fatal(got)
	}
	if got := r.rec.CheckPart(map[string]Part{room: {After: 4}}, r.rows); got.OK() {
		t.Error("nobody reached the top, and nothing was said")
	}
	if got := r.rec.CheckPart(map[string]Part{room: {After: 3, Rest: 10}}, r.rows); got.OK() {
		t.Error("the first row is missing, and nothing was said")
	}
}

func TestAReportIsBounded(t *testing.T) {
	r := newRun()
	r.talk(1)
	for range 10 * maxViolations {
		r.ann.Deliver(room, 1, "message 1", 0)
	}
	if got := r.rec.Check(r.rows); got.OK() || len(got.Violations) > 2*maxViolations {
		t.Errorf("got %d violations", len(got.Violations))
	}
}
