package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/confab/confab/server/proof/service"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// nodes are servers with one database, as a cluster has.
type nodes struct {
	testing.TB
	url string
	all []*Store
}

// newNodes opens n stores on one new database, in which ada, an owner, and
// grace are in the room kitchen.
func newNodes(t testing.TB, n int) *nodes {
	t.Helper()
	c := &nodes{TB: t, url: service.SharedPostgres(t).NewDatabase(t)}
	for range n {
		c.all = append(c.all, openAt(t, c.url, Options{Partitions: 4}))
	}
	c.furnish()
	return c
}

// furnish adds the people and the room.
func (c *nodes) furnish() {
	c.Helper()
	c.update(0, func(tx store.Tx) error {
		for handle, role := range map[string]wire.Role{"ada": wire.RoleOwner, "grace": wire.RoleOwner} {
			if err := tx.Users().Create(store.User{User: wire.User{ID: handle, Handle: handle, Name: handle, Role: role}}); err != nil {
				return err
			}
		}
		if err := tx.Rooms().Create(store.Room{ID: "kitchen", Kind: wire.RoomPublic, Name: "kitchen", Creator: "ada",
			Epoch: "e"}); err != nil {
			return err
		}
		for _, user := range []string{"ada", "grace"} {
			if err := tx.Members().Put(store.Member{Room: "kitchen", User: user}); err != nil {
				return err
			}
		}
		return nil
	})
}

func (c *nodes) update(node int, fn func(store.Tx) error) {
	c.Helper()
	if err := c.all[node].Update(context.Background(), fn); err != nil {
		c.Fatal(err)
	}
}

func (c *nodes) view(node int, fn func(store.Tx) error) {
	c.Helper()
	if err := c.all[node].View(context.Background(), fn); err != nil {
		c.Fatal(err)
	}
}

// both runs fn on each node at once, times over, and returns all the errors by
// node.
func (c *nodes) both(times int, fn func(node, i int) error) [][]error {
	errs := make([][]error, len(c.all))
	var all sync.WaitGroup
	for node := range c.all {
		errs[node] = make([]error, times)
		for i := range times {
			all.Go(func() { errs[node][i] = fn(node, i) })
		}
	}
	all.Wait()
	return errs
}

// send posts as ada, as chat does: rights first, then the message.
func (c *nodes) send(node int, e wire.Event) (wire.Event, error) {
	var sent wire.Event
	err := c.all[node].Update(context.Background(), func(tx store.Tx) error {
		sent = e
		if u, err := tx.Users().ByID(e.Author); err != nil || u.Gone {
			return errors.Join(errGone, err)
		}
		if _, err := tx.Members().Get(e.Room, e.Author); err != nil {
			return err
		}
		return tx.Events().Append(&sent)
	})
	return sent, err
}

// errGone is what send returns to one who was banned.
var errGone = errors.New("gone")

func message(room, author, cid string) wire.Event {
	return wire.Event{Room: room, Event: "event " + cid, Author: author, CID: cid, Kind: wire.KindMessage, Body: "body of " + cid}
}

// sound fails the test unless nothing is wrong with the database.
func (c *nodes) sound() {
	c.Helper()
	problems, err := c.all[0].Check(context.Background())
	if err != nil || len(problems) > 0 {
		c.Errorf("problems %q, error %v", problems, err)
	}
}

func TestSendsFromTwoNodesAreDenseAndToldInOrder(t *testing.T) {
	c := newNodes(t, 2)
	told := make([][]int64, 2)
	for node, s := range c.all {
		var telling atomic.Bool
		s.OnCommit(func(k store.Commit) {
			if telling.Swap(true) {
				t.Error("told of two commits at once")
			}
			for _, e := range k.Events {
				told[node] = append(told[node], e.Seq)
			}
			telling.Store(false)
		})
	}
	const each = 150
	acked := make([][]int64, 2)
	var mu sync.Mutex
	for node, errs := range c.both(each, func(node, i int) error {
		e, err := c.send(node, message("kitchen", "ada", fmt.Sprint(node, "-", i)))
		if err == nil {
			mu.Lock()
			acked[node] = append(acked[node], e.Seq)
			mu.Unlock()
		}
		return err
	}) {
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
		if !slices.IsSorted(told[node]) {
			t.Errorf("node %d told out of order: %v", node, told[node])
		}
		slices.Sort(acked[node])
		if !slices.Equal(acked[node], told[node]) {
			t.Errorf("node %d acknowledged %v and told %v", node, acked[node], told[node])
		}
	}
	all := slices.Sorted(slices.Values(slices.Concat(acked...)))
	for i, seq := range all {
		if seq != int64(i+1) {
			t.Fatalf("the %d. seq is %d", i+1, seq)
		}
	}
	if len(all) != 2*each {
		t.Errorf("%d events, want %d", len(all), 2*each)
	}
	c.sound()
}

func TestOneCIDOnTwoNodesIsOneMessage(t *testing.T) {
	c := newNodes(t, 2)
	const rounds = 40
	for i := range rounds {
		kept := 0
		for _, errs := range c.both(2, func(node, _ int) error {
			_, err := c.send(node, message("kitchen", "ada", fmt.Sprint(i)))
			return err
		}) {
			for _, err := range errs {
				if err == nil {
					kept++
				} else if !errors.Is(err, store.ErrExists) {
					t.Error(err)
				}
			}
		}
		if kept != 1 {
			t.Errorf("cid %d was kept %d times", i, kept)
		}
	}
	c.view(1, func(tx store.Tx) error {
		r, err := tx.Rooms().ByID("kitchen")
		if r.Top != rounds {
			t.Errorf("the top is %d, want %d", r.Top, rounds)
		}
		return err
	})
	c.sound()
}

func TestASeqIsNotLostToACIDThatIsThereAlready(t *testing.T) {
	c := newNodes(t, 1)
	c.update(0, func(tx store.Tx) error {
		for range 2 {
			first := message("kitchen", "ada", "1")
			if err := tx.Events().Append(&first); err != nil && !errors.Is(err, store.ErrExists) {
				return err
			}
		}
		second := message("kitchen", "ada", "2")
		if err := tx.Events().Append(&second); err != nil || second.Seq != 2 {
			t.Errorf("the second message has seq %d, %v", second.Seq, err)
		}
		return nil
	})
	c.sound()
}

// demote takes an owner's role away unless they are the last, as chat does.
func demote(tx store.Tx, user string) error {
	u, err := tx.Users().ByID(user)
	if err != nil {
		return err
	}
	n, err := tx.Users().CountRole(wire.RoleOwner)
	if err != nil {
		return err
	}
	if n < 2 {
		return errLast
	}
	u.Role = wire.RoleMember
	return tx.Users().Update(u)
}

var errLast = errors.New("the last owner")

func TestTheLastOwnerStaysWhenTwoNodesDemoteAtOnce(t *testing.T) {
	for range 10 {
		c := newNodes(t, 2)
		refused := 0
		for _, errs := range c.both(1, func(node, _ int) error {
			return c.all[node].Update(context.Background(), func(tx store.Tx) error { return demote(tx, []string{"ada", "grace"}[node]) })
		}) {
			if errors.Is(errs[0], errLast) {
				refused++
			} else if errs[0] != nil {
				t.Error(errs[0])
			}
		}
		c.view(0, func(tx store.Tx) error {
			n, err := tx.Users().CountRole(wire.RoleOwner)
			if n != 1 || refused != 1 {
				t.Errorf("%d owners are left, %d were refused", n, refused)
			}
			return err
		})
	}
}

func TestAnInviteForOneIsUsedOnce(t *testing.T) {
	c := newNodes(t, 2)
	for i := range 10 {
		id := fmt.Sprint("invite", i)
		c.update(0, func(tx store.Tx) error {
			return tx.Invites().Create(store.Invite{ID: id, Hash: []byte(id), By: "ada", Expires: 9, Uses: 1})
		})
		used := 0
		for _, errs := range c.both(3, func(node, _ int) error {
			return c.all[node].Update(context.Background(), func(tx store.Tx) error {
				i, err := tx.Invites().ByHash([]byte(id))
				if err != nil {
					return err
				}
				if i.Used >= i.Uses {
					return errLast
				}
				i.Used++
				return tx.Invites().Update(i)
			})
		}) {
			for _, err := range errs {
				if err == nil {
					used++
				} else if !errors.Is(err, errLast) {
					t.Error(err)
				}
			}
		}
		if used != 1 {
			t.Errorf("used %d times", used)
		}
	}
}

func TestARefreshTokenIsRotatedOnceAndThenFoundUsed(t *testing.T) {
	c := newNodes(t, 2)
	c.update(0, func(tx store.Tx) error {
		return tx.Sessions().Create(store.Session{ID: "s", User: "ada", Token: []byte("token 0"), Expires: 99})
	})
	for i := range 10 {
		was, reused := fmt.Sprint("token ", i), atomic.Int64{}
		c.both(2, func(node, n int) error {
			err := c.all[node].Update(context.Background(), func(tx store.Tx) error {
				s, err := tx.Sessions().ByToken([]byte(was))
				if err != nil {
					return err
				}
				if string(s.Token) != was {
					return errLast
				}
				s.Token, s.Previous = []byte(fmt.Sprint("token ", i+1)), s.Token
				return tx.Sessions().Update(s)
			})
			if errors.Is(err, errLast) {
				reused.Add(1)
			} else if err != nil {
				t.Error(err)
			}
			return nil
		})
		if reused.Load() != 3 {
			t.Errorf("%s was found used by %d of 4, want 3", was, reused.Load())
		}
	}
}

func TestWhoWasBannedOnOneNodeWritesNothingOnTheOther(t *testing.T) {
	c := newNodes(t, 2)
	for i := range 20 { // both nodes remember ada
		if _, err := c.send(i%2, message("kitchen", "ada", fmt.Sprint("before ", i))); err != nil {
			t.Fatal(err)
		}
	}
	stop := make(chan struct{})
	var sending sync.WaitGroup
	var top atomic.Int64
	for node := range c.all {
		sending.Go(func() {
			for i := 0; ; i++ {
				e, err := c.send(node, message("kitchen", "ada", fmt.Sprint(node, i)))
				if errors.Is(err, errGone) {
					return
				}
				if err != nil {
					t.Error(err)
					return
				}
				top.Store(max(top.Load(), e.Seq))
				select {
				case <-stop:
					t.Error("ada still writes")
					return
				default:
				}
			}
		})
	}
	var at int64
	c.update(0, func(tx store.Tx) error {
		u, err := tx.Users().ByID("ada")
		if err != nil {
			return err
		}
		u.Gone = true
		if err := tx.Users().Update(u); err != nil {
			return err
		}
		r, err := tx.Rooms().ByID("kitchen")
		at = r.Top
		return err
	})
	close(stop)
	sending.Wait()
	c.view(1, func(tx store.Tx) error {
		r, err := tx.Rooms().ByID("kitchen")
		if r.Top != at {
			t.Errorf("the room went on from %d to %d after the ban", at, r.Top)
		}
		return err
	})
}

func TestInboxEntriesFromTwoNodesAreDenseAndToldInOrder(t *testing.T) {
	c := newNodes(t, 2)
	told := make([][]int64, 2)
	for node, s := range c.all {
		s.OnCommit(func(k store.Commit) {
			for _, e := range k.Inbox {
				told[node] = append(told[node], e.Useq)
			}
		})
	}
	const each = 60
	for _, errs := range c.both(each, func(node, i int) error {
		return c.all[node].Update(context.Background(), func(tx store.Tx) error {
			return tx.Inbox().Put(&store.InboxEntry{User: "ada", Kind: wire.InboxRead, Room: fmt.Sprint("room ", i%7), Seq: int64(i)})
		})
	}) {
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
	}
	for node := range told {
		if !slices.IsSorted(told[node]) {
			t.Errorf("node %d told out of order: %v", node, told[node])
		}
	}
	all := slices.Sorted(slices.Values(slices.Concat(told...)))
	for i, useq := range all {
		if useq != int64(i+1) {
			t.Fatalf("the %d. useq is %d", i+1, useq)
		}
	}
	if len(all) != 2*each {
		t.Errorf("%d entries were told, want %d", len(all), 2*each)
	}
}

func TestReactionsFromTwoNodesKeepTheirLimit(t *testing.T) {
	c := newNodes(t, 2)
	if _, err := c.send(0, message("kitchen", "ada", "1")); err != nil {
		t.Fatal(err)
	}
	const most = 5
	c.both(10, func(node, i int) error {
		err := c.all[node].Update(context.Background(), func(tx store.Tx) error {
			m, err := tx.Events().Get("kitchen", 1)
			if err != nil {
				return err
			}
			if m.State != nil && len(m.State.Reactions) >= most {
				return errLast
			}
			e := wire.Event{Room: "kitchen", Event: "r", Author: "ada", Kind: wire.KindReaction, Target: 1, Emoji: fmt.Sprint(node, i),
				On: true}
			if err := tx.Events().Append(&e); err != nil {
				return err
			}
			return tx.Events().Change(e)
		})
		if err != nil && !errors.Is(err, errLast) {
			t.Error(err)
		}
		return nil
	})
	c.view(0, func(tx store.Tx) error {
		m, err := tx.Events().Get("kitchen", 1)
		if len(m.State.Reactions) != most {
			t.Errorf("%d reactions, want %d", len(m.State.Reactions), most)
		}
		return err
	})
	c.sound()
}
