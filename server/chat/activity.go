package chat

import (
	"context"
	"errors"
	"slices"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/markup"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// kindsOf are the kinds of entries that a filter leaves; none: all.
var kindsOf = map[wire.ActivityFilter][]wire.ActivityKind{
	"": nil, wire.FilterUnread: nil,
	wire.FilterMentions:  {wire.ActivityNamed, wire.ActivityEveryone},
	wire.FilterReplies:   {wire.ActivityReply},
	wire.FilterReactions: {wire.ActivityReaction},
}

// isFilter refuses what is no filter of activity.
func isFilter(s string) (string, error) {
	if _, known := kindsOf[wire.ActivityFilter(s)]; !known {
		return "", invalid(text.FilterIs)
	}
	return s, nil
}

// list reads what concerns the acting user, as far as they may read it now.
func (s activity) list(ctx context.Context, who Actor, q *wire.ActivityList) (*wire.Activity, error) {
	answer := &wire.Activity{Entries: []wire.ActivityEntry{}}
	err := s.records.view(ctx, who, func(tx store.Tx, p standing) error {
		found, err := tx.Feed().List(who.User, kindsOf[q.Filter], q.Filter == wire.FilterUnread, q.After, q.Limit+1)
		if err != nil {
			return err
		}
		if len(found) > q.Limit {
			found = found[:q.Limit]
			answer.Next = found[q.Limit-1].Num
		}
		t := told{tx: tx, me: who.User, since: make(map[string]int64), people: make(map[string]bool)}
		for i := range found {
			entry, ok, err := t.entry(&found[i])
			if err != nil {
				return err
			}
			if ok {
				answer.Entries = append(answer.Entries, entry)
			}
		}
		if answer.Users, err = tx.Users().ByIDs(t.order); err != nil {
			return err
		}
		counts, err := tx.Feed().Unread(who.User)
		answer.Unread = unreadOf(counts)
		return err
	})
	if err != nil {
		return nil, err
	}
	return answer, nil
}

func unreadOf(counts map[wire.ActivityKind]int) (c wire.ActivityCounts) {
	c.Mentions = min(counts[wire.ActivityNamed]+counts[wire.ActivityEveryone], limits.UnreadCount)
	c.Replies = min(counts[wire.ActivityReply], limits.UnreadCount)
	c.Reactions = min(counts[wire.ActivityReaction], limits.UnreadCount)
	c.All = min(c.Mentions+c.Replies+c.Reactions, limits.UnreadCount)
	return c
}

// told completes entries for the person me.
type told struct {
	tx     store.Tx
	me     string
	since  map[string]int64 // room -> the first seq that they may read
	people map[string]bool
	order  []string
}

// entry completes an entry from the message as it is now. It is not ok if there is nothing to
// show: they may not read it, it was erased, or does not concern them any more.
func (t *told) entry(f *store.FeedEntry) (e wire.ActivityEntry, ok bool, err error) {
	m, err := t.message(f.Room, f.Seq)
	if err != nil || m == nil {
		return e, false, err
	}
	e = wire.ActivityEntry{
		Num: f.Num, Kind: f.Kind, Room: f.Room, Seq: f.Seq, At: f.At, Users: []string{f.Author}, Count: 1, Emoji: f.Emoji, Unread: f.Unread,
	}
	if f.Kind == wire.ActivityNamed && !slices.Contains(m.Mentions, t.me) {
		return e, false, nil // not since it was edited
	}
	if f.Kind == wire.ActivityReaction {
		e.Own = beginning(m)
		e.Users, e.Count = t.reacted(f, m)
	} else {
		e.Text = beginning(m)
		if m.Quote != nil && m.Quote.Author == t.me && !m.Quote.Deleted && m.ReplyTo >= t.since[f.Room] {
			e.Own = markup.Plain(m.Quote.Text, limits.QuoteRunes)
		}
	}
	for _, user := range e.Users {
		if !t.people[user] {
			t.people[user] = true
			t.order = append(t.order, user)
		}
	}
	return e, e.Count > 0, nil
}

// beginning is that of a message's text, without markup.
func beginning(m *wire.Event) string { return markup.Plain(m.Body, limits.ActivityRunes) }

// reacted are the first of the others who reacted to a message of the person's, and how many
// there are. Of people whom the message does not name it is not known whether they reacted
// with several emoji: there are at least as many as with one of them.
func (t *told) reacted(f *store.FeedEntry, m *wire.Event) (users []string, n int) {
	seen := map[string]bool{t.me: true}
	more := 0
	for _, r := range m.State.Reactions {
		for _, user := range r.Users {
			if !seen[user] {
				seen[user] = true
				users = append(users, user)
			}
		}
		more = max(more, r.Count-len(r.Users))
	}
	if len(users) > limits.ReactionNames {
		more += len(users) - limits.ReactionNames
		users = users[:limits.ReactionNames]
	}
	return users, len(users) + more
}

// message is a message of a room that the person may read; nil: there is none.
func (t *told) message(room string, seq int64) (*wire.Event, error) {
	since, known := t.since[room]
	if !known {
		m, err := t.tx.Members().Get(room, t.me)
		if errors.Is(err, store.ErrNotFound) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		since = m.Since
		t.since[room] = since
	}
	if seq < since {
		return nil, nil
	}
	m, err := t.tx.Events().Get(room, seq)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil || m.State != nil && m.State.Deleted {
		return nil, err
	}
	return &m, nil
}

// read marks what concerns the acting user as read or unread, on all their devices.
func (s activity) read(ctx context.Context, who Actor, q *wire.ActivityRead) (*wire.OK, error) {
	state := store.FeedRead
	if q.Unread {
		state = store.FeedUnread
	}
	err := s.records.update(ctx, who, func(tx store.Tx, _ standing) error {
		if err := tx.Feed().Mark(who.User, q.Num, q.All, state); err != nil {
			return err
		}
		return tx.Inbox().Put(&store.InboxEntry{User: who.User, Kind: wire.InboxOwn, Item: wire.ItemActivity})
	})
	if err != nil {
		return nil, err
	}
	return &wire.OK{}, nil
}
