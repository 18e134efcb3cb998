// Package places shares out the connections of Views: so many at once in all,
// so many a person, and those who wait take turns by person, so that one who
// asks for much waits behind themselves.
package places

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/confab/confab/server/store"
)

// Each is how many Views a person has at once.
const Each = 2

// How long, and how many, may wait for a place. A person's share of the queue is
// as many commands as they may send at once.
const (
	waitMax   = 2 * time.Second
	eachQueue = 128
	queueMax  = 4096
)

// errFull: too many wait, or one waited for too long.
var errFull = fmt.Errorf("%w: too many views", store.ErrOverload)

// Places are a number of places. Whoever takes one leaves it. Safe for
// concurrent use.
type Places struct {
	mu      sync.Mutex
	all     int
	free    int
	people  map[string]*person // those who have a place or wait for one
	turns   []*person          // those who wait and may have one more, in turn
	waiting int
	refused int64
	closed  bool
	empty   chan struct{} // closed when all places are free after Close
}

type person struct {
	name    string
	using   int
	waiting []*waiter
	inTurn  bool
}

// bound reports whether p has all they may have.
func (p *person) bound() bool { return p.name != "" && p.using >= Each }

// waiter waits for ready, which is closed when it has a place or err.
type waiter struct {
	ready chan struct{}
	err   error
}

// New returns n free places.
func New(n int) *Places {
	return &Places{all: n, free: n, people: make(map[string]*person), empty: make(chan struct{})}
}

// All is how many places there are.
func (p *Places) All() int { return p.all }

// Refused is how often somebody was given no place since New.
func (p *Places) Refused() int64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.refused
}

// Take takes a place for a person, "" for the server itself, if need be after
// waiting for it. store.ErrOverload if too many wait or it took too long,
// store.ErrClosed after Close, ctx's error if it ended, context.Canceled once
// whoever asked is gone.
func (p *Places) Take(ctx context.Context, t store.Terms) error {
	name := t.Person
	p.mu.Lock()
	if p.closed {
		p.mu.Unlock()
		return store.ErrClosed
	}
	who := p.people[name]
	if who == nil {
		who = &person{name: name}
		p.people[name] = who
	}
	if p.free > 0 && !who.bound() { // then nobody is waiting who may have it
		p.give(who)
		p.mu.Unlock()
		return nil
	}
	if p.waiting >= queueMax || len(who.waiting) >= eachQueue && name != "" {
		p.refused++
		p.forget(who)
		p.mu.Unlock()
		return errFull
	}
	w := &waiter{ready: make(chan struct{})}
	who.waiting = append(who.waiting, w)
	p.waiting++
	p.line(who)
	p.mu.Unlock()
	return p.wait(ctx, t.Gone, who, w)
}

func (p *Places) wait(ctx context.Context, gone <-chan struct{}, who *person, w *waiter) error {
	late := time.NewTimer(waitMax)
	defer late.Stop()
	var err error
	select {
	case <-w.ready:
		return w.err
	case <-ctx.Done():
		err = ctx.Err()
	case <-gone:
		err = context.Canceled
	case <-late.C:
		err = errFull
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	i := slices.Index(who.waiting, w)
	if i < 0 { // it was given a place, or told, in this moment
		return w.err
	}
	who.waiting = slices.Delete(who.waiting, i, i+1)
	p.waiting--
	if errors.Is(err, errFull) {
		p.refused++
	}
	p.unline(who)
	p.forget(who)
	return err
}

// Leave gives back a place that Take gave to a person.
func (p *Places) Leave(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	who := p.people[name]
	who.using--
	p.free++
	p.line(who)
	for p.free > 0 && len(p.turns) > 0 {
		next := p.turns[0]
		p.turns = slices.Delete(p.turns, 0, 1)
		next.inTurn = false
		w := next.waiting[0]
		next.waiting = slices.Delete(next.waiting, 0, 1)
		p.waiting--
		p.give(next)
		close(w.ready)
		p.line(next)
	}
	p.forget(who)
	if p.closed && p.free == p.all {
		close(p.empty)
	}
}

// Close refuses all who wait and all who come, and waits for those who have a
// place.
func (p *Places) Close() {
	p.mu.Lock()
	p.closed = true
	for _, who := range p.people {
		for _, w := range who.waiting {
			w.err = store.ErrClosed
			close(w.ready)
		}
		who.waiting, who.inTurn = nil, false
	}
	p.turns, p.waiting = nil, 0
	if p.free == p.all {
		close(p.empty)
	}
	p.mu.Unlock()
	<-p.empty
}

func (p *Places) give(who *person) {
	p.free--
	who.using++
}

// line puts who at the end of the turns, if they wait and may have one more.
func (p *Places) line(who *person) {
	if !who.inTurn && len(who.waiting) > 0 && !who.bound() {
		who.inTurn = true
		p.turns = append(p.turns, who)
	}
}

// unline takes who out of the turns if they wait no more.
func (p *Places) unline(who *person) {
	if who.inTurn && len(who.waiting) == 0 {
		who.inTurn = false
		p.turns = slices.DeleteFunc(p.turns, func(other *person) bool { return other == who })
	}
}

// forget lets go of a person who neither has a place nor waits.
func (p *Places) forget(who *person) {
	if who.using == 0 && len(who.waiting) == 0 {
		delete(p.people, who.name)
	}
}
