package storetest

import (
	"fmt"
	"sync"

	"github.com/confab/confab/server/store"
)

// turn is a turn of the session s1.
func turn(instance, lane string, number int64) store.Turn {
	return store.Turn{Holder: "s1", Instance: instance, Lane: lane, Number: number, At: 10 * number, Seq: 7, Ref: "event"}
}

// take is what a command does: it looks at its lane's last turn, and takes the
// next unless it was taken.
func take(tx store.Tx, t store.Turn) (taken bool, err error) {
	last, err := tx.Turns().Last(t.Holder, t.Instance, t.Lane)
	if err == nil && last.Number >= t.Number {
		return false, nil
	}
	return true, tx.Turns().Put(t)
}

// takes has a command take a turn.
func takes(w *world, t store.Turn) {
	w.Helper()
	w.update(func(tx store.Tx) error {
		_, err := take(tx, t)
		return err
	})
}

// lastTurn is the number of a lane's last turn, 0 if there was none.
func lastTurn(w *world, holder, instance, lane string) (number int64) {
	w.Helper()
	w.view(func(tx store.Tx) error {
		if t, err := tx.Turns().Last(holder, instance, lane); err == nil {
			number = t.Number
		}
		return nil
	})
	return number
}

var turnStories = []story{
	{"the last turn of a lane is found as it was put, and only there", func(w *world) {
		takes(w, turn("tab", "kitchen", 1))
		refused := turn("tab", "kitchen", 5)
		refused.Code, refused.Ref = "forbidden", "You may not."
		takes(w, refused)
		takes(w, turn("tab", "", 2))
		w.view(func(tx store.Tx) error {
			got, err := tx.Turns().Last("s1", "tab", "kitchen")
			equal(w, "Last", got, refused)
			return err
		})
		equal(w, "of no room", lastTurn(w, "s1", "tab", ""), 2)
		for _, of := range [][3]string{{"s2", "tab", "kitchen"}, {"s1", "other", "kitchen"}, {"s1", "tab", "attic"}} {
			w.missing(func(tx store.Tx) error { _, err := tx.Turns().Last(of[0], of[1], of[2]); return err })
		}
	}},
	{"a turn is undone with what else the update did", func(w *world) {
		takes(w, turn("tab", "kitchen", 1))
		w.refused(store.ErrExists, func(tx store.Tx) error {
			if _, err := take(tx, turn("tab", "kitchen", 2)); err != nil {
				return err
			}
			return store.ErrExists
		})
		equal(w, "the last", lastTurn(w, "s1", "tab", "kitchen"), 1)
	}},
	{"of those who come at once with the same number one takes the turn", func(w *world) {
		const each, rounds = 8, 20
		took := make([][]int, rounds+1)
		var mu sync.Mutex
		for n := int64(1); n <= rounds; n++ {
			var all sync.WaitGroup
			for who := range each {
				all.Go(func() {
					var is bool
					w.update(func(tx store.Tx) (err error) {
						is, err = take(tx, turn("tab", "kitchen", n))
						return err
					})
					if is {
						mu.Lock()
						defer mu.Unlock()
						took[n] = append(took[n], who)
					}
				})
			}
			all.Wait()
			if len(took[n]) != 1 {
				w.Errorf("turn %d was taken by %v", n, took[n])
			}
		}
	}},
	{"of many lanes those used last are remembered, and other holders lose nothing", func(w *world) {
		other := turn("tab", "kitchen", 1)
		other.Holder, other.At = "s2", 0
		takes(w, other)
		takes(w, turn("tab", "first", 1))
		for n := range int64(store.TurnsKept) {
			takes(w, turn("tab", fmt.Sprint("room", n), n+2))
			if n == 2 {
				takes(w, turn("tab", "room0", 1000)) // used again
			}
		}
		equal(w, "the oldest", lastTurn(w, "s1", "tab", "first"), 0)
		equal(w, "one used again", lastTurn(w, "s1", "tab", "room0"), 1000)
		equal(w, "the newest", lastTurn(w, "s1", "tab", fmt.Sprint("room", store.TurnsKept-1)), store.TurnsKept+1)
		equal(w, "of another holder", lastTurn(w, "s2", "tab", "kitchen"), 1)
	}},
	{"turns go with the session that expired, and no others", func(w *world) {
		w.people("ada")
		for id, expires := range map[string]int64{"s1": 99, "s2": 100} {
			s := session(id, "t-"+id)
			s.Expires = expires
			w.update(func(tx store.Tx) error { return tx.Sessions().Create(s) })
			t := turn("tab", "kitchen", 3)
			t.Holder = id
			takes(w, t)
		}
		byPerson := turn("tab", "kitchen", 4)
		byPerson.Holder = "ada-id"
		takes(w, byPerson)
		w.update(func(tx store.Tx) error { _, err := tx.Sessions().Sweep(100, 10); return err })
		equal(w, "of the expired", lastTurn(w, "s1", "tab", "kitchen"), 0)
		equal(w, "of the live", lastTurn(w, "s2", "tab", "kitchen"), 3)
		equal(w, "of a person", lastTurn(w, "ada-id", "tab", "kitchen"), 4)
	}},
}
