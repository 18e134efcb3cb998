package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/form"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// How many Updates share a commit, how many groups are on their way at once,
// for how long a group waits for the functions of its members after their
// events are in, and for a lock that others have: a room that is held for
// longer must not hold up the others.
const (
	groupMax   = 128
	groupsMax  = 2
	groupWait  = time.Second
	groupLocks = `SET LOCAL lock_timeout = '200ms'`
)

// grouped is one Update that joined a group, with the one event that it appends.
// It is made by the function's goroutine, which waits for inserted before it
// goes on, says whether the function ended well, and waits for ended.
type grouped struct {
	event    wire.Event
	extra    string
	version  int64 // of the rights that the function went by; 0: none
	inserted chan outcome
	finished chan bool
	ended    chan outcome
}

// outcome is the result of a grouped Update, so far (inserted) or in the end (ended).
type outcome struct {
	seq     int64
	version int64 // of the rights, confirmed
	err     error // errAgain: run the function again
	alone   bool  // with errAgain: in a transaction of its own
	lost    bool  // err is the loss of the connection
}

func newGrouped(e *wire.Event, version int64) (*grouped, error) {
	extra, err := form.PackExtra(e)
	return &grouped{event: *e, extra: extra, version: version,
		inserted: make(chan outcome, 1), finished: make(chan bool, 1), ended: make(chan outcome, 1)}, err
}

// gather is the goroutine of one of the groupsMax groups, until the channel is
// closed.
func (s *Store) gather() {
	defer s.groups.Done()
	for first := range s.ungrouped {
		g := &group{store: s, updates: []*grouped{first}}
		for more := true; more && len(g.updates) < groupMax; {
			select {
			case j, ok := <-s.ungrouped:
				if more = ok; ok {
					g.updates = append(g.updates, j)
				}
			default:
				more = false
			}
		}
		g.commit()
	}
}

// group is some Updates on their way into one commit.
type group struct {
	store   *Store
	updates []*grouped
	conn    *conn
	ticket  ticket
}

// commit inserts the events, waits for the functions to end, and commits if
// all of them ended well. If not, or if anything is not as it should be, all is
// undone, and each is run again in a transaction of its own.
func (g *group) commit() {
	defer g.store.faults.Survive("a commit of several", g.abandon)
	ctx, cancel := context.WithTimeout(context.Background(), limits.Commit)
	defer cancel()
	if !g.insert(ctx) {
		return
	}
	late := time.NewTimer(groupWait)
	defer late.Stop()
	for _, j := range g.updates {
		well := false
		select {
		case well = <-j.finished:
		case <-late.C:
		}
		if !well {
			g.undo()
			g.end(outcome{err: errAgain, alone: true})
			return
		}
	}
	err := g.conn.run(query{sql: `COMMIT`})
	if err != nil {
		g.drop()
		g.store.order.leave(&g.ticket)
		what, failed := classify(err)
		switch {
		case !refused(err):
			g.store.health.suspect()
			failed = unknown(err)
		case what == conflict:
			g.end(outcome{err: errAgain, alone: true})
			return
		}
		g.end(outcome{err: failed})
		return
	}
	g.giveBack()
	var told store.Commit
	for _, j := range g.updates {
		told.Events = append(told.Events, j.event)
	}
	g.store.order.commit(&g.ticket, told)
	g.end(outcome{})
}

// drop and giveBack end what the group has to do with its connection.
func (g *group) drop() {
	c := g.conn
	g.conn = nil
	c.kill()
}

func (g *group) giveBack() {
	c := g.conn
	g.conn = nil
	c.release()
}

// abandon is the end of a group that panicked: nobody knows what became of it,
// and nobody may wait for it any longer.
func (g *group) abandon() {
	g.store.order.leave(&g.ticket)
	if g.conn != nil {
		g.drop()
	}
	f := outcome{err: unknown(errors.New("store: the commit panicked"))}
	for _, j := range g.updates {
		for _, waits := range []chan outcome{j.inserted, j.ended} { // which hold one
			select {
			case waits <- f:
			default:
			}
		}
	}
}

// end sends the final outcome to all Updates of the group.
func (g *group) end(f outcome) {
	for _, j := range g.updates {
		j.ended <- f
	}
}

// undo takes everything back and gives the connection back.
func (g *group) undo() {
	g.store.order.leave(&g.ticket)
	if g.conn.run(query{sql: `ROLLBACK`}) != nil {
		g.drop()
		return
	}
	g.giveBack()
}

// refuse ends the group before the functions went on.
func (g *group) refuse(f outcome) bool {
	for _, j := range g.updates {
		j.inserted <- f
	}
	return false
}

// insert begins the transaction and inserts the events in one round trip, and
// lets the functions go on. It reports whether there is something to commit.
func (g *group) insert(ctx context.Context) bool {
	var version int64
	rows := make(map[string]added)
	qs := append([]query{
		{sql: beginUpdate, setup: true},
		{sql: groupLocks, setup: true},
		{sql: shareRights, args: []any{int64(lockRights)}, setup: true},
		{sql: rightsNow, setup: true, each: func(r row) { version = r.Int(0) }},
	}, g.statements(rows)...)
	t := &tx{store: g.store, class: light, take: func() (*conn, error) { return g.store.takeWriter(ctx) }}
	if err := t.begin(qs); err != nil {
		g.conn = t.conn
		switch what, failed := classify(err); {
		case g.conn == nil:
			return g.refuse(outcome{err: failed, lost: what == lost})
		case what == lost:
			g.drop()
			return g.refuse(outcome{err: failed, lost: true})
		}
		g.undo()
		return g.refuse(outcome{err: errAgain, alone: true})
	}
	g.conn = t.conn
	g.store.rights.at(version)
	var went, want int64
	for _, j := range g.updates {
		if j.version != 0 && j.version != version {
			g.undo()
			return g.refuse(outcome{err: errAgain})
		}
		if r, there := rows[j.event.Room]; there {
			went, want = r.all, want+1
		}
	}
	if went != want { // a cid that is there already
		g.undo()
		return g.refuse(outcome{err: errAgain, alone: true})
	}
	g.assign(rows, version)
	if len(g.updates) == 0 {
		g.undo()
		return false
	}
	return true
}

// assign gives the events their seqs, in the order in which they came, and lets
// their functions go on. Those of rooms that do not exist are left out.
func (g *group) assign(rows map[string]added, version int64) {
	given := make(map[string]int64)
	in := make([]*grouped, 0, len(g.updates))
	for _, j := range g.updates {
		r, there := rows[j.event.Room]
		if !there {
			j.inserted <- outcome{err: store.ErrNotFound}
			continue
		}
		if given[j.event.Room] == 0 {
			g.store.order.enqueue(&g.ticket, roomQueue(j.event.Room))
		}
		given[j.event.Room]++
		j.event.Seq = r.base + given[j.event.Room]
		in = append(in, j)
	}
	g.updates = in
	for _, j := range in {
		j.inserted <- outcome{seq: j.event.Seq, version: version}
	}
}

// contended reports whether it is better to share: others append to the same
// room, or half of the connections are taken.
func (t *tx) contended(room string) bool {
	if t.class != light || t.appends != "" {
		return false
	}
	t.appends = room
	return t.store.contention.enter(room) || 2*len(t.store.writers) >= cap(t.store.writers)
}

// mayJoin reports whether e can go into a group: it is the first statement of
// an Update that went by memory alone, answers nothing and is in no thread.
func (t *tx) mayJoin(e *wire.Event) bool {
	untouched := t.conn == nil && t.grouped == nil && t.again == 0 && t.failed == nil
	return t.class == light && !t.alone && untouched && e.ReplyTo == 0 && e.Thread == 0
}

// join appends e in a group. The function goes on when it is inserted; it is
// committed with the others after the function has ended.
func (t *tx) join(e *wire.Event) error {
	j, err := newGrouped(e, t.version)
	if err != nil {
		return err
	}
	t.store.ungrouped <- j
	f := <-j.inserted
	switch {
	case f.err == errAgain:
		t.again, t.alone = light, f.alone
		return errAgain
	case f.err == store.ErrNotFound:
		return f.err
	case f.err != nil:
		t.failed, t.lost = f.err, f.lost
		return f.err
	}
	t.grouped, t.version, t.assumed, e.Seq = j, f.version, false, f.seq
	return nil
}

// finish ends a transaction that joined a group. err is what the function
// returned.
func (t *tx) finish(err error) error {
	t.grouped.finished <- err == nil && t.again == 0
	f := <-t.grouped.ended
	switch {
	case err != nil && t.again == 0:
		return err // its own
	case f.err == errAgain && t.again == 0:
		t.again, t.alone = light, f.alone
		return errAgain
	case t.again != 0:
		return errAgain
	}
	return f.err
}

// unknown is store.ErrUnknown because of err.
func unknown(err error) error { return errors.Join(store.ErrUnknown, err) }
