package activity

import (
	"errors"
	"slices"
	"time"

	"github.com/confab/confab/server/follow"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// Threads keeps who follows which thread, from its first start on: who has written in it, whose message is its root,
// and who is named in that or in a reply. Somebody who has said that they do not want to follow it does so again only
// when they write in it, or choose to: being named is told to them in any case. now is the time.
func Threads(now func() time.Time) follow.Follower {
	return follow.Follower{Name: "threads", New: true, Pause: pause, Write: func(tx store.Tx, es []wire.Event) error {
		f := followers{tx: tx, roots: make(map[int64]*wire.Event)}
		first := now().Add(-old).UnixMilli()
		for i := range es {
			if err := f.event(&es[i], first); err != nil {
				return err
			}
		}
		return f.tell(tx, wire.ItemThreads)
	}}
}

// followers writes what the events of one room mean to those who follow threads in it.
type followers struct {
	tx      store.Tx
	roots   map[int64]*wire.Event // those that were read; nil: there is none
	hearers                       // whose list has changed
}

func (f *followers) event(e *wire.Event, first int64) error {
	switch {
	case e.Kind == wire.KindDelete && e.Thread > 0:
		return f.erased(e)
	case e.At < first:
		return nil
	case e.Kind == wire.KindMessage && e.Thread > 0:
		return f.reply(e)
	case e.Kind == wire.KindEdit && len(e.Mentions) > 0:
		return f.edited(e)
	}
	return nil
}

// reply has those follow who are concerned, and tells all who follow of the reply e.
func (f *followers) reply(e *wire.Event) error {
	root, err := f.root(e)
	if err != nil || root == nil {
		return err
	}
	for _, user := range slices.Concat([]string{root.Author}, root.Mentions, e.Mentions) {
		if user == e.Author {
			continue
		}
		if err := f.join(e, user); err != nil {
			return err
		}
	}
	did, err := f.tx.Feed().Follows().Wrote(store.Follow{
		User: e.Author, Room: e.Room, Thread: e.Thread, Read: e.Seq, Last: e.Seq, At: e.At,
	})
	if err == nil && did {
		err = f.tx.Feed().Follows().Trim(e.Author, limits.Follows)
	}
	if err != nil {
		return err
	}
	return f.said(e, e.Seq, e.At)
}

// join has somebody follow the thread of the reply e from that on, unless they do or do not want to.
func (f *followers) join(e *wire.Event, user string) error {
	if user == wire.MentionAll {
		return nil
	}
	did, err := f.tx.Feed().Follows().Add(store.Follow{User: user, Room: e.Room, Thread: e.Thread, Read: e.Seq - 1, Last: e.Seq, At: e.At})
	if err != nil || !did {
		return err
	}
	f.add(user)
	return f.tx.Feed().Follows().Trim(user, limits.Follows)
}

// edited has those follow whom a reply names since it was edited.
func (f *followers) edited(e *wire.Event) error {
	m, err := f.tx.Events().Get(e.Room, e.Target)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil || m.Thread == 0 {
		return err
	}
	for _, user := range e.Mentions {
		if user == m.Author {
			continue
		}
		if err := f.join(&m, user); err != nil {
			return err
		}
	}
	return nil
}

// erased goes back to the newest reply that is left, if there is one.
func (f *followers) erased(e *wire.Event) error {
	root, err := f.root(e)
	if err != nil || root == nil {
		return err
	}
	p, err := f.tx.Events().Page(wire.Fetch{Room: e.Room, Thread: e.Thread}, 0)
	if err != nil {
		return err
	}
	for _, m := range slices.Backward(p.Events) {
		if m.State == nil || !m.State.Deleted {
			return f.said(e, m.Seq, m.At)
		}
	}
	return f.said(e, 0, root.At)
}

// said tells all who follow the thread of e what its newest reply is now.
func (f *followers) said(e *wire.Event, last, at int64) error {
	users, err := f.tx.Feed().Follows().Said(e.Room, e.Thread, last, at)
	for _, user := range users {
		f.add(user)
	}
	return err
}

// root is the message that the thread of e is under; nil: there is none.
func (f *followers) root(e *wire.Event) (*wire.Event, error) {
	if m, read := f.roots[e.Thread]; read {
		return m, nil
	}
	m, err := f.tx.Events().Get(e.Room, e.Thread)
	if errors.Is(err, store.ErrNotFound) {
		f.roots[e.Thread] = nil
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	f.roots[e.Thread] = &m
	return &m, nil
}
