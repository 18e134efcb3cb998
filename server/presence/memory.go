package presence

import (
	"context"
	"sync"
	"time"

	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// Memory is the Presence of a single node.
//
// One mutex protects everything. It is held while the watchers are called, so
// that they get the changes of one person in order; they must not call back.
type Memory struct {
	after func(time.Duration, func()) timer

	mu       sync.Mutex
	people   map[string]*person
	watchers []func(user, state string)
	closed   bool
}

// person is someone who is not offline for others.
type person struct {
	conns []conn // few: limits.SocketsPerUser at most
	state string // as last announced
	grace timer
}

// timer is what time.AfterFunc returns.
type timer interface{ Stop() bool }

type conn struct {
	id   string
	away bool
}

// NewMemory returns a Presence for one node, without anybody in it.
func NewMemory() *Memory {
	return newMemory(func(d time.Duration, f func()) timer { return time.AfterFunc(d, f) })
}

func newMemory(after func(time.Duration, func()) timer) *Memory {
	return &Memory{after: after, people: map[string]*person{}}
}

// Connect implements Presence. Adding a connection twice makes it active.
func (m *Memory) Connect(_ context.Context, user, id string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return nil
	}
	p := m.people[user]
	if p == nil {
		p = &person{state: wire.Offline}
		m.people[user] = p
	}
	if p.grace != nil {
		p.grace.Stop()
		p.grace = nil
	}
	if c := p.find(id); c != nil {
		c.away = false
	} else {
		p.conns = append(p.conns, conn{id: id})
	}
	m.announceLocked(user, p)
	return nil
}

// Set implements Presence. An unknown connection is ignored.
func (m *Memory) Set(_ context.Context, user, id, state string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	p := m.people[user]
	if p == nil || m.closed {
		return nil
	}
	if c := p.find(id); c != nil {
		c.away = state == wire.Away
		m.announceLocked(user, p)
	}
	return nil
}

// Disconnect implements Presence.
func (m *Memory) Disconnect(_ context.Context, user, id string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	p := m.people[user]
	if p == nil || m.closed {
		return nil
	}
	c := p.find(id)
	if c == nil {
		return nil
	}
	last := len(p.conns) - 1
	*c = p.conns[last]
	p.conns = p.conns[:last]
	if last > 0 {
		m.announceLocked(user, p)
		return nil
	}
	var t timer
	t = m.after(limits.AwayGrace, func() { m.leave(user, &t) })
	p.grace = t
	return nil
}

// leave announces that user is offline, unless they came back in time: then t is
// no longer the person's timer.
func (m *Memory) leave(user string, t *timer) {
	m.mu.Lock()
	defer m.mu.Unlock()
	p := m.people[user]
	if p == nil || p.grace != *t || m.closed {
		return
	}
	delete(m.people, user)
	m.announceLocked(user, p)
}

// States implements Presence.
func (m *Memory) States(_ context.Context, users []string) (map[string]string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	states := make(map[string]string)
	for _, u := range users {
		if p := m.people[u]; p != nil {
			states[u] = p.state
		}
	}
	return states, nil
}

// Online implements Presence.
func (m *Memory) Online(context.Context) (map[string]string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	states := make(map[string]string, len(m.people))
	for u, p := range m.people {
		states[u] = p.state
	}
	return states, nil
}

// Watch implements Presence.
func (m *Memory) Watch(fn func(user, state string)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.watchers = append(m.watchers, fn)
}

// Close implements Presence. No watcher is called afterwards.
func (m *Memory) Close() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.closed = true
	for _, p := range m.people {
		if p.grace != nil {
			p.grace.Stop()
		}
	}
	return nil
}

// announceLocked calls the watchers if the person's state changed.
func (m *Memory) announceLocked(user string, p *person) {
	now := p.combined()
	if now == p.state {
		return
	}
	p.state = now
	for _, fn := range m.watchers {
		fn(user, now)
	}
}

func (p *person) find(id string) *conn {
	for i := range p.conns {
		if p.conns[i].id == id {
			return &p.conns[i]
		}
	}
	return nil
}

// combined returns the combined state of the connections.
func (p *person) combined() string {
	if len(p.conns) == 0 {
		return wire.Offline
	}
	for _, c := range p.conns {
		if !c.away {
			return wire.Online
		}
	}
	return wire.Away
}
