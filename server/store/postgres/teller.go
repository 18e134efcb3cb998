package postgres

import (
	"sync"

	"github.com/confab/confab/server/sparse"
	"github.com/confab/confab/server/store"
)

// teller tells the OnCommit functions of this node's commits, one at a time
// and in the order in which they happened, as far as it matters: the commits
// of one room, of one person's inbox, and of people. Each of these is a line.
//
// A transaction takes its place in a line while it holds the database's lock
// on what the line is of, so the order of the line is that of the commits. It
// is told when it has committed and stands first in all of its lines. The one
// before it in a line has let go of the lock, so its end is known, or its
// commit's deadline over, soon.
type teller struct {
	faults *sparse.Log

	mu      sync.Mutex
	listens []func(store.Commit)
	lines   map[string][]*ticket
	ready   []*ticket // to be told, in order
	telling bool      // somebody is telling
}

// ticket is one transaction's place in its lines.
type ticket struct {
	lines     []string
	committed bool // and not yet queued to be told
	told      store.Commit
	done      chan struct{} // closed once it is told
}

// The lines.
func roomLine(room string) string  { return "room/" + room }
func inboxLine(user string) string { return "inbox/" + user }

const usersLine = "users"

func newTeller(faults *sparse.Log) *teller {
	return &teller{faults: faults, lines: make(map[string][]*ticket)}
}

func (t *teller) listen(fn func(store.Commit)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.listens = append(t.listens, fn)
}

// stand puts k at the end of line, once.
func (t *teller) stand(k *ticket, line string) {
	for _, l := range k.lines {
		if l == line {
			return
		}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	k.lines = append(k.lines, line)
	t.lines[line] = append(t.lines[line], k)
}

// leave takes k out of its lines: it did not happen, or nobody knows.
func (t *teller) leave(k *ticket) {
	if len(k.lines) == 0 {
		return
	}
	t.mu.Lock()
	next := t.remove(k)
	t.tell(next)
}

// commit announces what k committed and returns when it has been told, by
// whomever.
func (t *teller) commit(k *ticket, c store.Commit) {
	if len(c.Events)+len(c.Inbox)+len(c.Users)+len(c.Ended) == 0 {
		t.leave(k)
		return
	}
	k.done = make(chan struct{})
	t.mu.Lock()
	k.told, k.committed = c, true
	t.tell([]*ticket{k})
	<-k.done
}

// tell queues those of ks that can be told, and all that this lets pass, and
// tells them unless somebody is about it. It is called with mu held and lets go
// of it.
func (t *teller) tell(ks []*ticket) {
	for len(ks) > 0 {
		k := ks[0]
		ks = ks[1:]
		if k.committed && t.first(k) {
			k.committed = false // it may be in ks once for each of its lines
			t.ready = append(t.ready, k)
			ks = append(ks, t.remove(k)...)
		}
	}
	if t.telling {
		t.mu.Unlock()
		return
	}
	t.telling = true
	for len(t.ready) > 0 {
		k := t.ready[0]
		t.ready = t.ready[1:]
		listens := t.listens
		t.mu.Unlock()
		for _, fn := range listens {
			t.call(fn, k.told)
		}
		close(k.done)
		t.mu.Lock()
	}
	t.telling = false
	t.mu.Unlock()
}

// call tells one of those who listen. If it panics the commit stands.
func (t *teller) call(fn func(store.Commit), c store.Commit) {
	defer t.faults.Survive("telling of a commit", nil)
	fn(c)
}

// first reports whether k stands first in all of its lines.
func (t *teller) first(k *ticket) bool {
	for _, l := range k.lines {
		if t.lines[l][0] != k {
			return false
		}
	}
	return true
}

// remove takes k out of its lines and returns those who are first in them now.
func (t *teller) remove(k *ticket) []*ticket {
	var next []*ticket
	for _, l := range k.lines {
		line := t.lines[l]
		for i := range line {
			if line[i] == k {
				line = append(line[:i:i], line[i+1:]...)
				break
			}
		}
		if len(line) == 0 {
			delete(t.lines, l)
			continue
		}
		t.lines[l] = line
		next = append(next, line[0])
	}
	k.lines = nil
	return next
}
