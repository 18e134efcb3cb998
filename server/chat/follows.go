package chat

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// shownReplies is how many replies of a thread a list has.
const shownReplies = 2

// root is the message that a thread is under, if the member may read it.
func root(tx store.Tx, m store.Member, seq int64) (wire.Event, error) {
	old, err := message(tx, m, seq)
	if err == nil && old.Thread > 0 {
		err = errReply
	}
	return old, err
}

// get tells what the acting user has to do with a thread.
func (s threads) get(ctx context.Context, who Actor, q *wire.ThreadRef) (*wire.ThreadInfo, error) {
	answer := &wire.ThreadInfo{}
	err := s.records.view(ctx, who, func(tx store.Tx, p standing) error {
		if _, err := root(tx, p.member, q.Thread); err != nil {
			return err
		}
		f, err := tx.Feed().Follows().Get(who.User, q.Room, q.Thread)
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		if !f.Stopped {
			answer.Followed, answer.Read, answer.Unread = true, f.Read, f.Unread()
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return answer, nil
}

// follow has the acting user follow a thread, or stop. What is there by then is read.
func (s threads) follow(ctx context.Context, who Actor, q *wire.ThreadFollow) (*wire.OK, error) {
	err := s.records.update(ctx, who, func(tx store.Tx, p standing) error {
		old, err := root(tx, p.member, q.Thread)
		if err != nil {
			return err
		}
		page, err := tx.Events().Page(wire.Fetch{Room: q.Room, Thread: q.Thread, Limit: 1}, p.member.Since)
		if err != nil {
			return err
		}
		f := store.Follow{User: who.User, Room: q.Room, Thread: q.Thread, Stopped: !q.On, Read: page.AsOf, At: old.At}
		for _, e := range page.Events {
			f.Last, f.At = e.Seq, e.At
		}
		did, err := tx.Feed().Follows().Choose(f)
		if err != nil || !did {
			return err
		}
		if err := tx.Feed().Follows().Trim(who.User, limits.Follows); err != nil {
			return err
		}
		return threadsChanged(tx, who.User)
	})
	if err != nil {
		return nil, err
	}
	return &wire.OK{}, nil
}

// threadsChanged tells a person's devices that there is something else in their list of threads.
func threadsChanged(tx store.Tx, user string) error {
	return tx.Inbox().Put(&store.InboxEntry{User: user, Kind: wire.InboxOwn, Item: wire.ItemThreads})
}

// read moves how far the acting user has read a thread forward, never beyond the newest event of its room.
func (s threads) read(ctx context.Context, who Actor, q *wire.ThreadRead) (*wire.OK, error) {
	err := s.records.update(ctx, who, func(tx store.Tx, p standing) error {
		if _, err := root(tx, p.member, q.Thread); err != nil {
			return err
		}
		p, err := p.withRoom(tx)
		if err != nil {
			return err
		}
		moved, err := tx.Feed().Follows().Read(who.User, q.Room, q.Thread, min(q.Seq, p.room.Top))
		if err != nil || !moved {
			return err
		}
		return threadsChanged(tx, who.User)
	})
	if err != nil {
		return nil, err
	}
	return &wire.OK{}, nil
}

// readAll marks all threads of the acting user as read that were there when they looked.
func (s threads) readAll(ctx context.Context, who Actor, q *wire.ThreadsRead) (*wire.OK, error) {
	err := s.records.update(ctx, who, func(tx store.Tx, _ standing) error {
		moved, err := tx.Feed().Follows().ReadAll(who.User, q.At)
		if err != nil || !moved {
			return err
		}
		return threadsChanged(tx, who.User)
	})
	if err != nil {
		return nil, err
	}
	return &wire.OK{}, nil
}

// list lists the threads that the acting user follows, as far as they may read them now.
func (s threads) list(ctx context.Context, who Actor, q *wire.ThreadList) (*wire.Threads, error) {
	answer := &wire.Threads{Threads: []wire.FollowedThread{}}
	err := s.records.view(ctx, who, func(tx store.Tx, _ standing) error {
		found, err := tx.Feed().Follows().List(who.User, q.Unread, followPlace(q.After), q.Limit+1)
		if err != nil {
			return err
		}
		l := listed{tx: tx, since: make(map[string]int64), known: make(map[string]bool)}
		for i := range found {
			if i == q.Limit || i > 0 && l.size > limits.Frame/2 {
				answer.Next = placeOfFollow(&found[i-1])
				break
			}
			t, ok, err := l.thread(&found[i])
			if err != nil {
				return err
			}
			if ok {
				answer.Threads = append(answer.Threads, t)
			}
		}
		if answer.Users, err = tx.Users().ByIDs(l.people); err != nil {
			return err
		}
		answer.Unread, err = tx.Feed().Follows().Unread(who.User, limits.UnreadCount)
		return err
	})
	if err != nil {
		return nil, err
	}
	return answer, nil
}

// placeOfFollow is where a thread stands in the list.
func placeOfFollow(f *store.Follow) string {
	unread := 0
	if f.Unread() {
		unread = 1
	}
	return fmt.Sprintf("%d.%d.%s.%d", unread, f.At, f.Room, f.Thread)
}

// followPlace reads such a place. What is none is the beginning of the list.
func followPlace(s string) *store.FollowPlace {
	parts := strings.Split(s, ".")
	if len(parts) != 4 {
		return nil
	}
	at, err1 := strconv.ParseInt(parts[1], 10, 64)
	thread, err2 := strconv.ParseInt(parts[3], 10, 64)
	if err1 != nil || err2 != nil {
		return nil
	}
	return &store.FollowPlace{Unread: parts[0] == "1", At: at, Room: parts[2], Thread: thread}
}

// listed completes the threads of a list.
type listed struct {
	tx     store.Tx
	since  map[string]int64 // room -> the first seq that the person may read
	known  map[string]bool
	people []string // of whom the list speaks
	size   int      // of the list in bytes, about
}

// thread completes a thread from what is in it now. It is not ok if there is nothing to show.
func (l *listed) thread(f *store.Follow) (t wire.FollowedThread, ok bool, err error) {
	since, known := l.since[f.Room]
	if !known {
		m, err := l.tx.Members().Get(f.Room, f.User)
		if err != nil {
			return t, false, err
		}
		since = m.Since
		l.since[f.Room] = since
	}
	page, err := l.tx.Events().Page(wire.Fetch{Room: f.Room, Thread: f.Thread, Limit: shownReplies}, since)
	if errors.Is(err, store.ErrNotFound) {
		return t, false, nil
	}
	if err != nil {
		return t, false, err
	}
	t = wire.FollowedThread{Room: f.Room, At: f.At, Read: f.Read, Root: l.said(page.Root)}
	if s := page.Root.State; s != nil && s.Thread != nil {
		t.Replies = s.Thread.Replies
	}
	for i := range page.Events {
		t.Last = append(t.Last, l.said(&page.Events[i]))
	}
	if f.Unread() {
		t.Unread, err = l.tx.Events().Replies(f.Room, f.Thread, f.Read, limits.UnreadCount)
	}
	l.size += len(wire.Marshal(&wire.Threads{Threads: []wire.FollowedThread{t}}))
	return t, true, err
}

// said is how a message begins.
func (l *listed) said(m *wire.Event) wire.ThreadSaid {
	if !l.known[m.Author] {
		l.known[m.Author] = true
		l.people = append(l.people, m.Author)
	}
	s := wire.ThreadSaid{Seq: m.Seq, At: m.At, User: m.Author, Deleted: m.State != nil && m.State.Deleted}
	if !s.Deleted {
		s.Text = beginning(m)
	}
	return s
}
