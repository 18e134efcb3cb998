package bench

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/confab/confab/shared/wire"
)

// desk is a voice whose server answers at once, but takes nothing in between
// two moments.
type desk struct {
	client    *client
	from, to  time.Time
	seq       int64
	witnesses []*client // members who are given everything too, a second later
}

func (d *desk) start()         {}
func (d *desk) stop()          {}
func (d *desk) trouble() error { return nil }

func (d *desk) send(room, text string, noted func(string)) error {
	if now := time.Now(); !now.Before(d.from) && now.Before(d.to) {
		time.Sleep(d.to.Sub(now))
	}
	d.seq++
	cid := fmt.Sprint("cid-", d.seq)
	d.client.mu.Lock()
	noted(cid)
	d.client.mu.Unlock()
	e := &wire.Event{Room: room, Seq: d.seq, Author: "nora", CID: cid, Kind: wire.KindMessage, Body: text}
	d.client.event(e, time.Now().UnixNano())
	for _, w := range d.witnesses {
		time.AfterFunc(time.Second, func() { w.event(e, time.Now().UnixNano()) })
	}
	d.client.ack(&wire.Ack{Room: room, CID: cid, Seq: e.Seq})
	return nil
}

// sitting is a run with one sender, Nora, at a desk.
func sitting(load Load) (*run, *desk) {
	r := newRun(Target{URLs: []string{"http://desk"}}, load)
	r.pace = func() pacer { return newTimer() }
	r.home["nora"] = 0
	d := &desk{}
	nora := r.member("nora")
	nora.voice, d.client = d, nora
	r.senders, r.rooms = []*client{nora}, []string{"lobby"}
	return r, d
}

// member puts somebody into the lobby.
func (r *run) member(name string) *client {
	c := &client{run: r, rooms: map[string]*place{}, live: make(chan struct{}), log: r.rec.Log(name)}
	c.enter("lobby")
	c.welcome(&wire.Welcome{Conn: name, Rooms: map[string]wire.RoomMode{"lobby": {Mode: wire.ModeReset}}})
	r.clients = append(r.clients, c)
	return c
}

func (r *run) through(t *testing.T) Result {
	t.Helper()
	began := time.Now()
	if err := r.send(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := r.settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	return r.result(time.Since(began))
}

// A server that takes nothing in for a second makes a hundred messages late
// that were due meanwhile, though each is answered as soon as it can be sent.
func TestAStallCannotHideInTheOpenLoop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, d := sitting(Load{Rooms: 1, Members: 1, Senders: 1, Rate: 100, Messages: 300})
		d.from = time.Now().Add(time.Second)
		d.to = d.from.Add(time.Second)
		got := r.through(t)
		if got.Messages != 300 || got.Deliveries != 300 {
			t.Errorf("%d messages, %d deliveries, want 300 of each", got.Messages, got.Deliveries)
		}
		for what, q := range map[string]Quantiles{"ack": got.Ack, "delivery": got.Delivery, "late": got.Late} {
			if q.P50 > time.Millisecond || q.P95 < 800*time.Millisecond || q.P99 < 950*time.Millisecond || q.P99 > 1100*time.Millisecond {
				t.Errorf("%s: %s; want a second at p99, since the messages were due", what, q)
			}
		}
		if got.Took < 2900*time.Millisecond || got.Took > 3100*time.Millisecond {
			t.Errorf("300 messages at 100/s took %v", got.Took)
		}
	})
}

func TestTheClosedLoopWaitsForAnswers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, d := sitting(Load{Rooms: 1, Members: 1, Senders: 1, Messages: 300})
		d.from = time.Now()
		d.to = d.from.Add(time.Second)
		got := r.through(t)
		if got.Messages != 300 || got.Ack.P99 > 1100*time.Millisecond || got.Ack.P95 > time.Millisecond {
			t.Errorf("%d messages, acks %s; want one that took a second", got.Messages, got.Ack)
		}
	})
}

func TestInLockstepAllHaveAMessageBeforeTheNext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, d := sitting(Load{Rooms: 1, Members: 3, Senders: 1, Messages: 5, Lockstep: true})
		d.witnesses = []*client{r.member("omar"), r.member("lena")}
		got := r.through(t)
		if got.Deliveries != 15 || got.Took < 5*time.Second || got.Took > 5100*time.Millisecond {
			t.Errorf("%d deliveries in %v, want 15 in 5 s", got.Deliveries, got.Took)
		}
	})
}

func TestALoadEndsWithItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, _ := sitting(Load{Rooms: 1, Members: 1, Senders: 1, Rate: 50, Duration: 2 * time.Second})
		if got := r.through(t); got.Messages != 100 {
			t.Errorf("%d messages in two seconds at 50/s", got.Messages)
		}
		r, d := sitting(Load{Rooms: 1, Members: 1, Senders: 1, Duration: 2 * time.Second})
		d.from = time.Now().Add(time.Hour)
		slow := &slowly{d}
		r.senders[0].voice = slow
		if got := r.through(t); got.Messages < 19 || got.Messages > 21 || got.Load.Messages != 0 {
			t.Errorf("%d messages in two seconds, one each tenth; the load says %d", got.Messages, got.Load.Messages)
		}
	})
}

// slowly is a desk that takes a tenth of a second for each message.
type slowly struct{ *desk }

func (s *slowly) send(room, text string, noted func(string)) error {
	time.Sleep(100 * time.Millisecond)
	return s.desk.send(room, text, noted)
}

func TestALoadThatIsBrokenOffSaysWhy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, d := sitting(Load{Rooms: 1, Members: 2, Senders: 1, Rate: 100, Duration: time.Hour})
		ctx, cancel := context.WithCancelCause(t.Context())
		r.give = cancel
		time.AfterFunc(time.Second, func() {
			d.client.nack(&wire.Nack{Room: "lobby", Code: wire.CodeRate, Message: "Not so fast."})
		})
		began := time.Now()
		if err := r.send(ctx); err != nil {
			t.Fatal(err)
		}
		err := r.settle(ctx) // the second member is given nothing
		if took := time.Since(began); err == nil || took < time.Second+grace || took > 2*time.Second+grace {
			t.Errorf("it ended after %v with %v", took, err)
		}
		if cause := r.broken(ctx); cause == nil || cause == errInterrupted {
			t.Errorf("broken off because of %v", cause)
		}
	})
}

// What another node adds is counted message by message.
func TestWhatAnotherNodeAdds(t *testing.T) {
	r := newRun(Target{URLs: []string{"http://one", "http://two"}}, Load{Rooms: 1, Members: 3, Senders: 1, Messages: 2})
	r.home["nora"] = 0
	near, far := r.member("omar"), r.member("lena")
	far.node = 1
	hears := func(c *client, seq int64, at time.Duration) {
		c.event(&wire.Event{Room: "lobby", Seq: seq, Author: "nora", Kind: wire.KindMessage, Body: body(int(seq-1), 150)}, int64(at))
	}
	const sent = time.Second
	for n := range 2 {
		r.moments.of(n).at.Store(int64(sent))
	}
	hears(near, 1, sent+40*time.Millisecond)
	hears(far, 1, sent+42*time.Millisecond) // 2 ms more
	hears(far, 2, sent+50*time.Millisecond) // nothing: it was there first
	hears(near, 2, sent+60*time.Millisecond)
	got := r.result(time.Second)
	within := func(what string, d, want time.Duration) {
		if d < want || d > want+want/20 {
			t.Errorf("%s: %v, want %v", what, d, want)
		}
	}
	within("near", got.Near.P99, 60*time.Millisecond)
	within("far", got.Far.P99, 50*time.Millisecond)
	within("added", got.Added.P99, 2*time.Millisecond)
	within("added at the median", got.Added.P50, time.Microsecond)
}
