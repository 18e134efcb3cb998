package storetest

import (
	"errors"
	"fmt"
	"slices"

	"github.com/confab/confab/server/store"
)

func session(id string, token string) store.Session {
	return store.Session{ID: id, User: "ada-id", Device: "Firefox", Created: 10, Seen: 11, Token: []byte(token), Expires: 1000,
		Agent: "Firefox on Linux", Network: "192.0.2.0/24"}
}

// byToken returns the id of the session that token leads to.
func byToken(w *world, token string) string {
	w.Helper()
	var s store.Session
	w.view(func(tx store.Tx) (err error) {
		s, err = tx.Sessions().ByToken([]byte(token))
		return err
	})
	return s.ID
}

var sessionStories = []story{
	{"a session is found by id and token as it was created", func(w *world) {
		w.people("ada")
		s := session("s1", "t1")
		w.update(func(tx store.Tx) error { return tx.Sessions().Create(s) })
		w.view(func(tx store.Tx) error {
			got, err := tx.Sessions().ByID("s1")
			if err != nil {
				return err
			}
			equal(w, "ByID", got, s)
			got, err = tx.Sessions().ByToken([]byte("t1"))
			equal(w, "ByToken", got, s)
			return err
		})
		w.missing(func(tx store.Tx) error { _, err := tx.Sessions().ByID("s2"); return err })
		w.missing(func(tx store.Tx) error { _, err := tx.Sessions().ByToken([]byte("t2")); return err })
		w.missing(func(tx store.Tx) error { _, err := tx.Sessions().ByToken(nil); return err })
	}},
	{"every token a family ever had leads to it, also after it was replaced more than once", func(w *world) {
		w.people("ada")
		s := session("s1", "t1")
		w.update(func(tx store.Tx) error { return tx.Sessions().Create(s) })
		for _, next := range []string{"t2", "t3", "t4"} {
			s.Previous, s.Token, s.Seen, s.PreviousUntil = s.Token, []byte(next), s.Seen+1, s.Seen+60
			w.update(func(tx store.Tx) error { return tx.Sessions().Update(s) })
		}
		for _, token := range []string{"t1", "t2", "t3", "t4"} {
			equal(w, token, byToken(w, token), "s1")
		}
		w.view(func(tx store.Tx) error {
			got, err := tx.Sessions().ByID("s1")
			equal(w, "after three rotations", got, s)
			return err
		})
	}},
	{"of the tokens a family had the newest are remembered, and those in force always", func(w *world) {
		w.people("ada")
		s := session("s1", "t0")
		w.update(func(tx store.Tx) error { return tx.Sessions().Create(s) })
		const many = 100
		for i := range many {
			s.Previous, s.Token, s.Seen = s.Token, fmt.Appendf(nil, "t%d", i+1), s.Seen+1
			w.update(func(tx store.Tx) error { return tx.Sessions().Update(s) })
		}
		for i := many; i > many-30; i-- {
			token := fmt.Sprintf("t%d", i)
			equal(w, token, byToken(w, token), "s1")
		}
		for i := range many - 32 {
			w.missing(func(tx store.Tx) error { _, err := tx.Sessions().ByToken(fmt.Appendf(nil, "t%d", i)); return err })
		}
		// A clock that steps back does not have the one in force forgotten.
		s.Previous, s.Token, s.Seen = s.Token, []byte("late"), 1
		w.update(func(tx store.Tx) error { return tx.Sessions().Update(s) })
		equal(w, "late", byToken(w, "late"), "s1")
	}},
	{"a token of one session cannot become another's, an id is unique, an unknown one cannot be updated", func(w *world) {
		w.people("ada")
		w.update(func(tx store.Tx) error { return tx.Sessions().Create(session("s1", "t1")) })
		w.refused(store.ErrExists, func(tx store.Tx) error { return tx.Sessions().Create(session("s2", "t1")) })
		w.refused(store.ErrExists, func(tx store.Tx) error { return tx.Sessions().Create(session("s1", "t2")) })
		w.refused(store.ErrNotFound, func(tx store.Tx) error { return tx.Sessions().Update(session("s3", "t3")) })
		w.missing(func(tx store.Tx) error { _, err := tx.Sessions().ByToken([]byte("t2")); return err })
		equal(w, "t1", byToken(w, "t1"), "s1")
	}},
	{"live sessions are listed newest first; an ended one stays known and is told once", func(w *world) {
		w.people("ada", "grace")
		for i, id := range []string{"s1", "s2", "s3", "other"} {
			s := session(id, "t-"+id)
			s.Created = int64(i)
			if id == "other" {
				s.User = "grace-id"
			}
			w.update(func(tx store.Tx) error { return tx.Sessions().Create(s) })
		}
		w.update(func(tx store.Tx) error { return tx.Sessions().End("s2", 50) })
		w.update(func(tx store.Tx) error { return tx.Sessions().End("s2", 60) })
		w.update(func(tx store.Tx) error { return tx.Sessions().End("never", 60) })
		w.view(func(tx store.Tx) error {
			live, err := tx.Sessions().OfUser("ada-id")
			if err != nil {
				return err
			}
			var ids []string
			for _, s := range live {
				ids = append(ids, s.ID)
			}
			equal(w, "live", ids, []string{"s3", "s1"})
			s2, err := tx.Sessions().ByToken([]byte("t-s2"))
			equal(w, "ended at", s2.Ended, 50)
			return err
		})
		equal(w, "commits told", len(w.commits), 1)
		equal(w, "told", w.commits[0].Ended, []string{"s2"})
	}},
	{"all sessions of a person but one end together, each told", func(w *world) {
		w.people("ada", "grace")
		for _, id := range []string{"s1", "s2", "s3", "other"} {
			s := session(id, "t-"+id)
			if id == "other" {
				s.User = "grace-id"
			}
			w.update(func(tx store.Tx) error { return tx.Sessions().Create(s) })
		}
		var ended []string
		w.update(func(tx store.Tx) (err error) {
			ended, err = tx.Sessions().EndAll("ada-id", "s2", 50)
			return err
		})
		slices.Sort(ended)
		equal(w, "ended", ended, []string{"s1", "s3"})
		told := slices.Sorted(slices.Values(w.commits[0].Ended))
		equal(w, "told", told, []string{"s1", "s3"})
		w.update(func(tx store.Tx) (err error) {
			ended, err = tx.Sessions().EndAll("ada-id", "", 51)
			return err
		})
		equal(w, "then the last", ended, []string{"s2"})
	}},
	{"ending by update is told as well", func(w *world) {
		w.people("ada")
		s := session("s1", "t1")
		w.update(func(tx store.Tx) error { return tx.Sessions().Create(s) })
		s.Ended = 77
		w.update(func(tx store.Tx) error { return tx.Sessions().Update(s) })
		w.update(func(tx store.Tx) error { return tx.Sessions().Update(s) })
		equal(w, "commits told", len(w.commits), 1)
		equal(w, "told", w.commits[0].Ended, []string{"s1"})
	}},
	{"a sweep forgets what expired, with its tokens, and nothing else", func(w *world) {
		w.people("ada")
		old, live := session("old", "t-old"), session("live", "t-live")
		old.Expires, live.Expires = 99, 100
		w.update(func(tx store.Tx) error {
			if err := tx.Sessions().Create(old); err != nil {
				return err
			}
			return tx.Sessions().Create(live)
		})
		w.update(func(tx store.Tx) error { _, err := tx.Sessions().Sweep(100, 10); return err })
		w.missing(func(tx store.Tx) error { _, err := tx.Sessions().ByID("old"); return err })
		w.missing(func(tx store.Tx) error { _, err := tx.Sessions().ByToken([]byte("t-old")); return err })
		equal(w, "live", byToken(w, "t-live"), "live")
	}},
	{"a sweep takes so many at once, and says if there are more", func(w *world) {
		w.people("ada")
		for n := range 5 {
			s := session(fmt.Sprint("s", n), fmt.Sprint("t", n))
			s.Expires = 10
			t := turn("tab", "kitchen", 3)
			t.Holder = s.ID
			w.update(func(tx store.Tx) error { return errors.Join(tx.Sessions().Create(s), tx.Turns().Put(t)) })
		}
		var rounds []bool
		for more := true; more; {
			w.update(func(tx store.Tx) (err error) { more, err = tx.Sessions().Sweep(100, 2); return err })
			rounds = append(rounds, more)
			left, turns := 0, 0
			for n := range 5 {
				w.view(func(tx store.Tx) error {
					if _, err := tx.Sessions().ByID(fmt.Sprint("s", n)); err == nil {
						left++
					}
					return nil
				})
				if lastTurn(w, fmt.Sprint("s", n), "tab", "kitchen") != 0 {
					turns++
				}
			}
			equal(w, "sessions and turns left", [2]int{left, turns}, [2]int{max(0, 5-2*len(rounds)), max(0, 5-2*len(rounds))})
		}
		equal(w, "there was more", rounds, []bool{true, true, false})
	}},
	{"a sweep keeps the tokens in force of a session that is seldom used", func(w *world) {
		w.people("ada")
		const day = 24 * 60 * 60 * 1000
		s := session("s1", "t1")
		s.Seen, s.Expires = 0, 90*day
		w.update(func(tx store.Tx) error { return tx.Sessions().Create(s) })
		s.Previous, s.Token = s.Token, []byte("t2")
		w.update(func(tx store.Tx) error { return tx.Sessions().Update(s) })
		w.update(func(tx store.Tx) error { _, err := tx.Sessions().Sweep(60*day, 10); return err })
		equal(w, "the token in force", byToken(w, "t2"), "s1")
		equal(w, "the previous one", byToken(w, "t1"), "s1")
	}},
}
