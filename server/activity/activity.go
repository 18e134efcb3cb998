// Package activity tells people what concerns them: who named them, answered a message of
// theirs, or reacted to one. It is a follower (package follow), so that sending a message
// costs nothing for it, and writes store.Feed with its cursor, so that each deed is told once.
//
// Whether a person may read what an entry leads to is decided when it is listed
// (server/chat): they may have left the room by then. What somebody does themselves is not
// told to them.
//
// A second follower (Threads) keeps who follows which thread, and what was said there last.
package activity

import (
	"errors"
	"time"

	"github.com/confab/confab/server/follow"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// pause is how long a deed may wait to be told, so that several are told together.
const pause = 200 * time.Millisecond

// old is how long ago something may have happened to be told: an import is not news.
const old = 30 * 24 * time.Hour

// trimEvery is after how many new entries a person's oldest ones are removed.
const trimEvery = 64

// Follower tells people what concerns them, from its first start on. now is the time.
func Follower(now func() time.Time) follow.Follower {
	return follow.Follower{Name: "activity", New: true, Pause: pause, Write: func(tx store.Tx, es []wire.Event) error {
		t := teller{tx: tx}
		first := now().Add(-old).UnixMilli()
		for i := range es {
			if err := t.event(&es[i], first); err != nil {
				return err
			}
		}
		return t.tell(tx, wire.ItemActivity)
	}}
}

// teller writes what the events of one room mean to people.
type teller struct {
	tx      store.Tx
	hearers // whose feed has changed
}

func (t *teller) event(e *wire.Event, first int64) error {
	switch {
	case e.Kind == wire.KindDelete:
		return t.tx.Feed().Forget(e.Room, e.Target)
	case e.At < first:
		return nil
	case e.Kind == wire.KindMessage:
		return t.message(e, e.Seq)
	case e.Kind == wire.KindEdit && len(e.Mentions) > 0:
		return t.message(e, e.Target)
	case e.Kind == wire.KindReaction:
		return t.reaction(e)
	}
	return nil
}

// message tells of a message at seq who is named in it, and whom it answers. It may be that
// it names somebody only since it was edited.
func (t *teller) message(e *wire.Event, seq int64) error {
	everyone := false
	for _, user := range e.Mentions {
		if user == wire.MentionAll {
			everyone = true
			continue
		}
		if err := t.put(e, user, seq, wire.ActivityNamed); err != nil {
			return err
		}
	}
	if e.Quote != nil {
		if err := t.put(e, e.Quote.Author, seq, wire.ActivityReply); err != nil {
			return err
		}
	}
	if !everyone {
		return nil
	}
	all, err := t.tx.Members().IDs(e.Room)
	if err != nil || len(all) > limits.ActivityRoom {
		return err
	}
	for _, user := range all {
		if err := t.put(e, user, seq, wire.ActivityEveryone); err != nil {
			return err
		}
	}
	return nil
}

// reaction tells the author of a message who reacted to it.
func (t *teller) reaction(e *wire.Event) error {
	m, err := t.tx.Events().Get(e.Room, e.Target)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil || m.Author == e.Author || m.State == nil {
		return err
	}
	if !e.On {
		of, err := ByOthers(t.tx, &m)
		if err == nil && of == 0 {
			err = t.tx.Feed().Drop(m.Author, e.Room, e.Target)
		}
		return err
	}
	return t.enter(&store.FeedEntry{
		User: m.Author, Kind: wire.ActivityReaction, Room: e.Room, Seq: e.Target, Author: e.Author, Emoji: e.Emoji, At: e.At,
	}, true)
}

// ByOthers counts the reactions to a message that are not its author's. It sets their Me for the author.
func ByOthers(tx store.Tx, m *wire.Event) (n int, err error) {
	if err := tx.Reactions().Mine(m.Room, m.Author, []wire.Event{*m}); err != nil || m.State == nil {
		return 0, err
	}
	for _, r := range m.State.Reactions {
		n += r.Count
		if r.Me {
			n--
		}
	}
	return n, nil
}

func (t *teller) put(e *wire.Event, user string, seq int64, kind wire.ActivityKind) error {
	if user == e.Author {
		return nil
	}
	return t.enter(&store.FeedEntry{User: user, Kind: kind, Room: e.Room, Seq: seq, Author: e.Author, At: e.At}, false)
}

func (t *teller) enter(entry *store.FeedEntry, renew bool) error {
	did, err := t.tx.Feed().Put(entry, renew)
	if err != nil || !did {
		return err
	}
	if entry.Num%trimEvery == 0 {
		if err := t.tx.Feed().Trim(entry.User, limits.ActivityKept); err != nil {
			return err
		}
	}
	t.add(entry.User)
	return nil
}

// hearers are people whose devices are to ask for something again.
type hearers struct {
	known map[string]bool
	order []string
}

// add has one of them be told.
func (h *hearers) add(user string) {
	if h.known[user] {
		return
	}
	if h.known == nil {
		h.known = make(map[string]bool)
	}
	h.known[user] = true
	h.order = append(h.order, user)
}

// tell tells the devices of all of them about an item, each once.
func (h *hearers) tell(tx store.Tx, item string) error {
	for _, user := range h.order {
		if err := tx.Inbox().Put(&store.InboxEntry{User: user, Kind: wire.InboxOwn, Item: item}); err != nil {
			return err
		}
	}
	return nil
}
