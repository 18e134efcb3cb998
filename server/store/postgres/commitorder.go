package postgres

import (
	"sync"

	"github.com/confab/confab/server/sparse"
	"github.com/confab/confab/server/store"
)

// commitOrder calls the OnCommit functions for this node's commits, one at a
// time and in the order of the commits, as far as that order matters: within one
// room, within one person's inbox, and among changes of people. There is a queue
// for each of these.
//
// A transaction enters a queue while it holds the database's lock on what the
// queue is of (the room's row, the person's row of inbox_tops, the lock of the
// rights), so the queue has the order of the commits. The functions are called
// for a transaction when it has committed and is the first in all of its queues.
// The transaction before it in a queue has let go of the lock, so it has ended
// already, or its commit will soon be over its deadline.
type commitOrder struct {
	faults *sparse.Log

	mu      sync.Mutex
	listens []func(store.Commit)
	queues  map[string][]*ticket
	ready   []*ticket // to be delivered, in order
	calling bool      // a goroutine is delivering
}

// ticket is one transaction's place in its queues.
type ticket struct {
	queues    []string
	committed bool // and not in ready yet
	changes   store.Commit
	done      chan struct{} // closed when the functions have returned
}

// The names of the queues.
func roomQueue(room string) string  { return "room/" + room }
func inboxQueue(user string) string { return "inbox/" + user }

const usersQueue = "users"

func newCommitOrder(faults *sparse.Log) *commitOrder {
	return &commitOrder{faults: faults, queues: make(map[string][]*ticket)}
}

func (o *commitOrder) listen(fn func(store.Commit)) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.listens = append(o.listens, fn)
}

// enqueue puts k at the end of a queue, unless it is in that queue already.
func (o *commitOrder) enqueue(k *ticket, queue string) {
	for _, q := range k.queues {
		if q == queue {
			return
		}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	k.queues = append(k.queues, queue)
	o.queues[queue] = append(o.queues[queue], k)
}

// leave takes k out of its queues: it did not commit, or that is unknown.
func (o *commitOrder) leave(k *ticket) {
	if len(k.queues) == 0 {
		return
	}
	o.mu.Lock()
	next := o.remove(k)
	o.deliver(next)
}

// commit returns when the functions have been called with what k changed, by
// this goroutine or by another.
func (o *commitOrder) commit(k *ticket, c store.Commit) {
	if len(c.Events)+len(c.Inbox)+len(c.Users)+len(c.Ended) == 0 && c.Emoji == 0 {
		o.leave(k)
		return
	}
	k.done = make(chan struct{})
	o.mu.Lock()
	k.changes, k.committed = c, true
	o.deliver([]*ticket{k})
	<-k.done
}

// deliver moves to ready those of ks that are first in their queues, and all
// that follow from it, and calls the functions for what is ready unless another
// goroutine is doing that. It is called with mu held and unlocks it.
func (o *commitOrder) deliver(ks []*ticket) {
	for len(ks) > 0 {
		k := ks[0]
		ks = ks[1:]
		if k.committed && o.first(k) {
			k.committed = false // it may be in ks once for each of its queues
			o.ready = append(o.ready, k)
			ks = append(ks, o.remove(k)...)
		}
	}
	if o.calling {
		o.mu.Unlock()
		return
	}
	o.calling = true
	for len(o.ready) > 0 {
		k := o.ready[0]
		o.ready = o.ready[1:]
		listens := o.listens
		o.mu.Unlock()
		for _, fn := range listens {
			o.call(fn, k.changes)
		}
		close(k.done)
		o.mu.Lock()
	}
	o.calling = false
	o.mu.Unlock()
}

// call calls one of the functions. If it panics the commit stands.
func (o *commitOrder) call(fn func(store.Commit), c store.Commit) {
	defer o.faults.Survive("telling of a commit", nil)
	fn(c)
}

// first reports whether k is the first in all of its queues.
func (o *commitOrder) first(k *ticket) bool {
	for _, q := range k.queues {
		if o.queues[q][0] != k {
			return false
		}
	}
	return true
}

// remove takes k out of its queues and returns those that are first in them now.
func (o *commitOrder) remove(k *ticket) []*ticket {
	var next []*ticket
	for _, q := range k.queues {
		queue := o.queues[q]
		for i := range queue {
			if queue[i] == k {
				queue = append(queue[:i:i], queue[i+1:]...)
				break
			}
		}
		if len(queue) == 0 {
			delete(o.queues, q)
			continue
		}
		o.queues[q] = queue
		next = append(next, queue[0])
	}
	k.queues = nil
	return next
}
