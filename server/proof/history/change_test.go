package history

import (
	"strings"
	"testing"
	"time"
)

// changing is a history in which sam changes a message of his own and reacts to
// it.
type changing struct {
	*run
	first, second *Asked
}

// asks notes a change of sam's, and ends it with an event unless seq is 0.
func (r *changing) asks(c Change, seq int64) *Asked {
	c.Room, c.Target = room, 2
	a := r.sam.Change(r.rec.Tick(), c)
	if seq > 0 {
		r.event(c, seq)
		a.OK(seq, false)
	}
	return a
}

// event puts a change of sam's into the log, given to everybody.
func (r *changing) event(c Change, seq int64) {
	r.rows = append(r.rows, Row{Room: room, Seq: seq, Author: "sam", Kind: c.Kind, Target: 2, Body: c.Body, Emoji: c.Emoji, On: c.On})
	for _, l := range []*Log{r.nora, r.sam, r.ann} {
		l.Deliver(room, seq, c.Body, 0)
	}
}

func edits(body string) Change { return Change{Kind: "edit", Body: body} }

func reacts(on bool) Change { return Change{Kind: "reaction", Emoji: "👍", On: on} }

func newChanging() *changing {
	r := &changing{run: newRun()}
	r.talk(4)
	r.rows[1].Changed = true
	r.first, r.second = r.asks(edits("older words"), 5), r.asks(edits("newest words"), 6)
	return r
}

func TestChangesInOrderRaiseNoAlarm(t *testing.T) {
	r := newChanging()
	r.asks(reacts(true), 0) // unknown, and not there
	r.asks(reacts(true), 7)
	r.asks(reacts(true), 0).OK(7, true) // so already
	r.asks(reacts(false), 8)
	r.asks(edits("too late"), 0).Fail()
	r.asks(edits("lost answer"), 0)
	r.event(edits("lost answer"), 9)
	again := r.asks(edits("asked again"), 0)
	r.event(edits("asked again"), 10)
	again.OK(10, true)
	if got := r.rec.Check(r.rows); !got.OK() || got.Changes != 9 {
		t.Error(got)
	}
}

func TestPlantedChangesAreFound(t *testing.T) {
	for name, plant := range map[string]func(*changing){
		"came twice":      func(r *changing) { r.event(edits("older words"), 7) },
		"after a later":   func(r *changing) { r.asks(edits("a"), 0); r.asks(edits("b"), 7); r.event(edits("a"), 8) },
		"from nobody":     func(r *changing) { r.event(reacts(true), 7) },
		"is not there":    func(r *changing) { r.asks(reacts(true), 0).OK(3, false) },
		"refused":         func(r *changing) { r.asks(reacts(true), 0).Fail(); r.event(reacts(true), 7) },
		"the edit of 2 w": func(r *changing) { r.rows[5].Body = "other words" },
	} {
		r := newChanging()
		plant(r)
		got := r.rec.Check(r.rows)
		if got.OK() || got.Violations[0].Invariant != "I9" || !strings.Contains(got.String(), name) {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// housekeeping is a history in which nora, who came to the room at its 4th event,
// changes who is in it and what it is about.
type housekeeping struct{ *run }

func brings(user string) Change { return Change{Kind: "member", User: user, Action: "added"} }
func takes(user string) Change  { return Change{Kind: "member", User: user, Action: "removed"} }
func calls(topic string) Change { return Change{Kind: "room", Topic: topic} }

// asks notes a change, without an answer.
func (r *housekeeping) asks(c Change) *Asked {
	c.Room = room
	return r.nora.Change(r.rec.Tick(), c)
}

// event puts a change of nora's into the log, given to everybody.
func (r *housekeeping) event(c Change) {
	seq := int64(len(r.rows) + 1)
	r.rows = append(r.rows, Row{Room: room, Seq: seq, Author: "nora", Kind: c.Kind, User: c.User, Action: c.Action, Topic: c.Topic})
	for _, l := range []*Log{r.nora, r.sam, r.ann} {
		l.Deliver(room, seq, "", 0)
	}
}

func newHousekeeping() *housekeeping {
	r := &housekeeping{&run{now: time.Unix(1_700_000_000, 0)}}
	r.rec = NewRecorder(func() time.Time { return r.now })
	r.nora, r.sam, r.ann = r.rec.Log("nora"), r.rec.Log("sam"), r.rec.Log("ann")
	r.rows = []Row{{Room: room, Seq: 1, Author: "nora", Kind: "member", User: "nora", Action: "joined"},
		{Room: room, Seq: 2, Author: "sam"}}
	for _, l := range []*Log{r.nora, r.sam, r.ann} {
		l.Subscribe(room, 2)
	}
	for _, c := range []Change{brings("tobi"), calls("one"), takes("tobi"), calls("two"), brings("tobi")} {
		r.asks(c).Done()
		r.event(c)
	}
	return r
}

func TestHousekeepingInOrderRaisesNoAlarm(t *testing.T) {
	r := newHousekeeping()
	r.asks(calls("refused")).Fail()
	r.asks(takes("tobi")) // unknown, and not there
	r.asks(calls("lost answer"))
	r.event(calls("lost answer"))
	r.nora.Subscribe(room, 8) // was told to start over
	if got := r.rec.Check(r.rows); !got.OK() || got.Changes != 8 {
		t.Error(got)
	}
}

func TestPlantedHousekeepingIsFound(t *testing.T) {
	for name, plant := range map[string]func(*housekeeping){
		`topic "one" came twice`: func(r *housekeeping) { r.event(calls("one")) },
		"removed of tobi came twice": func(r *housekeeping) {
			r.asks(takes("tobi")).Done()
			r.event(takes("tobi"))
			r.event(takes("tobi"))
		},
		"added of tobi came twice, after a":  func(r *housekeeping) { r.event(brings("tobi")) },
		`topic "nobody's" came twice, after`: func(r *housekeeping) { r.event(calls("nobody's")) },
		"removed of tobi was refused":        func(r *housekeeping) { r.asks(takes("tobi")).Fail(); r.event(takes("tobi")) },
		`topic "three" was acknowledged`:     func(r *housekeeping) { r.asks(calls("three")).Done() },
		"removed of tobi was acknowledged": func(r *housekeeping) {
			r.rows[4].Kind, r.rows[4].Action = "room",
				""
			r.rows[4].Topic = "two"
		},
		`topic "one" was acknowledged, and is`: func(r *housekeeping) { r.rows[3].Topic, r.rows[5].Topic = "two", "one" },
		"added of ann came twice, after a":     func(r *housekeeping) { r.rows[2].User = "ann" },
	} {
		r := newHousekeeping()
		plant(r)
		got := r.rec.Check(r.rows)
		if got.OK() || got.Violations[0].Invariant != "I9" || !strings.Contains(got.String(), name) {
			t.Errorf("%s: %s", name, got)
		}
	}
}
