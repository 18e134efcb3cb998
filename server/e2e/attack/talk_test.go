package attack

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// The honest are couples with a room each, and say something in turn every pace, whether
// or not what was said before has arrived. A window is a second of it. Nobody is limited:
// a person may send 2 a second and 20 at once.
const (
	honest = 50
	pace   = 10 * time.Millisecond
	window = 100
)

// talk is the honest of a town talking.
type talk struct {
	rooms  []string
	people []*socket // the first and the second are a couple, and so on
	stops  []func()
	turn   int

	mu   sync.Mutex
	said map[string]saying // by cid; what has not arrived
	took []time.Duration   // from send to delivery, in this window
	full chan struct{}     // closed when all of a window has arrived
}

// saying is a message on its way.
type saying struct {
	at time.Time
	to *socket
}

// talks has the honest connect, unless they are.
func (n *town) talks() *talk {
	n.t.Helper()
	if n.talk != nil {
		return n.talk
	}
	k := &talk{rooms: n.w.Rooms, said: map[string]saying{}}
	n.talk = k
	for _, seat := range n.w.Seats[:honest] {
		s, err := n.enter(n.t.Context(), seat.Token, nothing)
		if err != nil {
			n.t.Fatal(err)
		}
		k.people = append(k.people, s)
		k.stops = append(k.stops, s.listens(func(line []byte) { k.hears(s, line) }))
	}
	return k
}

// end has them hang up.
func (k *talk) end() {
	for i, stop := range k.stops {
		stop()
		k.people[i].drops()
	}
}

// hears notes what has arrived at one of them.
func (k *talk) hears(s *socket, line []byte) {
	now := time.Now()
	var e wire.Event
	if wire.Decode(line, &e) != nil {
		return // it is missed then, which fails the story
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if m, ok := k.said[e.CID]; ok && m.to == s {
		delete(k.said, e.CID)
		k.took = append(k.took, now.Sub(m.at))
		if len(k.took) == window {
			close(k.full)
		}
	}
}

// begin starts a window.
func (k *talk) begin() {
	k.mu.Lock()
	defer k.mu.Unlock()
	clear(k.said)
	k.took, k.full = nil, make(chan struct{})
}

// say has the next of them say something.
func (k *talk) say(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	couple := k.turn % (honest / 2)
	speaker, listener := k.people[2*couple], k.people[2*couple+1]
	if k.turn/(honest/2)%2 == 1 {
		speaker, listener = listener, speaker
	}
	k.turn++
	cid := id.New()
	k.mu.Lock()
	k.said[cid] = saying{at: time.Now(), to: listener}
	k.mu.Unlock()
	return speaker.says(ctx, &wire.Send{Head: wire.Head{Type: wire.SendMessage.Type, ID: cid}, CID: cid, Room: k.rooms[couple],
		Body: "hello"})
}

// p99 waits until all that was said in the window has arrived.
func (k *talk) p99() (time.Duration, error) {
	select {
	case <-k.full:
	case <-time.After(patience):
		return 0, errors.New("honest people are not heard")
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	slices.Sort(k.took)
	return k.took[window*99/100-1], nil
}

// pair is the p99 of two talks in the same window.
type pair struct{ town, control time.Duration }

// together has a window of both at the same time.
func together(ctx context.Context, town, control *talk) (p pair, err error) {
	tick := time.NewTicker(pace)
	defer tick.Stop()
	town.begin()
	control.begin()
	for range window {
		<-tick.C
		if err := errors.Join(town.say(ctx), control.say(ctx)); err != nil {
			return p, fmt.Errorf("honest people cannot speak: %w", err)
		}
	}
	if p.town, err = town.p99(); err != nil {
		return p, err
	}
	p.control, err = control.p99()
	return p, err
}
