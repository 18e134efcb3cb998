package faults

import (
	"net/http"
	"testing"
	"time"

	"github.com/confab/confab/server/bench"
	"github.com/confab/confab/server/proof/dose"
	"github.com/confab/confab/server/proof/instance"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// recovery is how soon everybody's messages go through after space was freed.
const recovery = 5 * time.Second

// The disk is full under 32 writers, then freed, once, or 20 times.
// While it is, nothing is acknowledged and everything can be read; after, what
// was held back arrives by itself.
func TestFaultDiskFull(t *testing.T) {
	w, d := office(t), plugged(t)
	s := onDisk(t, d, w, "--limits", "off")
	c := gathers(t, s.URL, w)
	stop := c.keepsWriting(w, (*member).writesMuch)
	for range dose.Of(1, 20) {
		c.more(200)
		d.Full(true)
		c.isStuck(s, w)
		freed := time.Now()
		d.Full(false)
		c.goesOn()
		took := time.Since(freed)
		t.Logf("everybody's messages went through %v after space was freed", took)
		if took > recovery {
			t.Errorf("it took %v, want %v", took, recovery)
		}
	}
	stop()
	if err := s.Stop(); err != nil {
		t.Errorf("the server ended with %v", err)
	}
	judge(t, saved(t, d, w), c.rec)
}

// isStuck waits until nothing can be written any more, and checks that it is
// told, and that all can be read.
func (c *crowd) isStuck(s *instance.Server, w *bench.Workspace) {
	c.t.Helper()
	k := opens(c.t, s, w.Seats[0].Token)
	// The space that is there within the log is used first.
	for refused := 0; refused < 20; {
		question := send(w.Rooms[0], id.New(), "is there any space left?")
		c.members[0].notes(question)
		k.says(question)
		head, line := k.hears(wire.TypeAck, wire.TypeNack)
		if head.Type == wire.TypeAck {
			refused = 0
			continue
		}
		var nack wire.Nack
		if err := wire.Decode(line, &nack); err != nil {
			c.t.Fatal(err)
		}
		if nack.Code != wire.CodeStorageFull || !nack.Code.Temporary() || nack.RetryMS <= 0 || nack.RetryMS > recovery.Milliseconds() {
			c.t.Fatalf("on a full disk the answer is %s", line)
		}
		refused++
	}
	// Somebody comes in anew, and reads.
	fresh := opens(c.t, s, w.Seats[1].Token)
	fresh.says(&wire.Fetch{Head: wire.Head{Type: wire.FetchHistory.Type, ID: "f"}, Room: w.Rooms[0]})
	if head, line := fresh.hears(wire.TypePage, wire.TypeNack); head.Type != wire.TypePage {
		c.t.Errorf("on a full disk a page is answered with %s", line)
	}
	for _, path := range []string{"/livez", "/readyz"} {
		res, err := http.Get(s.URL + path)
		if err != nil {
			c.t.Fatal(err)
		}
		if err := res.Body.Close(); err != nil || res.StatusCode != http.StatusOK {
			c.t.Errorf("on a full disk %s is %s", path, res.Status)
		}
	}
	k.drops()
	fresh.drops()
}

// notes notes a message that is sent past the member's client.
func (m *member) notes(s *wire.Send) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.log.Invoke(m.rec.Tick(), s.Room, s.CID, s.Body, s.ReplyTo)
}

// goesOn waits until every member's messages arrive again.
func (c *crowd) goesOn() {
	c.t.Helper()
	var before []int
	for _, m := range c.members {
		before = append(before, m.arrived())
	}
	eventually(c.t, "everybody's messages arrive again", func() bool {
		for i, m := range c.members {
			if m.arrived() <= before[i] {
				return false
			}
		}
		return true
	})
}

func TestAServerDoesNotStartOnAFullDiskAndSaysSo(t *testing.T) {
	w, d := prepare(t, 2, 1, 2), plugged(t)
	s := onDisk(t, d, w)
	k := opens(t, s, w.Seats[0].Token)
	k.says(send(w.Rooms[0], id.New(), "before"))
	k.hearsAck()
	s.Kill()
	d.Full(true)
	runs(t, nil, "serve", "--listen", "127.0.0.1:0", "--data", s.Data).refuses(t, 1, s.Data, "disk", "full")
	d.Full(false)
	if err := s.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	again := opens(t, s, w.Seats[0].Token)
	again.says(send(w.Rooms[0], id.New(), "after"))
	again.hearsAck()
}
