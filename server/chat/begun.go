package chat

import (
	"context"
	"errors"
	"fmt"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// setDraft keeps what the acting user has begun to write. A device that did not know what is kept by now changes
// nothing, and is told that: so no text of another device is lost.
func (s drafts) setDraft(ctx context.Context, who Actor, q *wire.DraftSet) (*wire.DraftInfo, error) {
	if err := s.quotas.spendText(ctx, who.User, len(q.Body)); err != nil {
		return nil, err
	}
	answer := &wire.DraftInfo{}
	err := s.records.update(ctx, who, func(tx store.Tx, _ standing) error {
		now, err := tx.Drafts().Get(who.User, q.Room, q.Thread)
		there := err == nil
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		fresh := store.Draft{User: who.User, Room: q.Room, Thread: q.Thread, At: s.records.now(), Body: q.Body, ReplyTo: q.ReplyTo}
		*answer = wire.DraftInfo{Draft: draftOf(fresh)}
		who.turn.made(q.Thread, q.Room)
		switch {
		case there && now.Body == q.Body && now.ReplyTo == q.ReplyTo:
			answer.Draft = draftOf(now)
			return nil
		case there && now.Rev != q.Base:
			*answer = wire.DraftInfo{Draft: draftOf(now), Conflict: true}
			return nil
		case !there && q.Body == "":
			return nil
		case !there:
			if err := s.fits(tx, who.User); err != nil {
				return err
			}
		}
		told := store.InboxEntry{User: who.User, Kind: wire.InboxOwn, Room: q.Room, Item: wire.ItemDraft}
		if err := tx.Inbox().Put(&told); err != nil {
			return err
		}
		if q.Body == "" {
			return tx.Drafts().Remove(who.User, q.Room, q.Thread)
		}
		fresh.Rev = told.Useq
		answer.Draft = draftOf(fresh)
		return tx.Drafts().Put(fresh)
	})
	if err != nil {
		s.quotas.returnText(who.User, len(q.Body))
		return nil, err
	}
	return answer, nil
}

// fits refuses one more draft of somebody who has enough.
func (s drafts) fits(tx store.Tx, user string) error {
	all, err := tx.Drafts().List(user)
	if err == nil && len(all) >= limits.Drafts {
		err = wire.Refused(wire.CodeConflict, text.EnoughDrafts(limits.Drafts))
	}
	return err
}

// listDrafts lists the acting user's drafts in the rooms that they are in, as many as fit into a frame.
func (s drafts) listDrafts(ctx context.Context, who Actor, q *wire.DraftList) (*wire.Drafts, error) {
	answer := &wire.Drafts{Drafts: []wire.Draft{}}
	err := s.records.view(ctx, who, func(tx store.Tx, p standing) error {
		all, err := tx.Drafts().List(who.User)
		if err != nil {
			return err
		}
		size := 512 // the answer's other fields
		for _, d := range all {
			if q.Room != "" && d.Room != q.Room || keyOf(d) <= q.After {
				continue
			}
			if _, err := tx.Members().Get(d.Room, who.User); errors.Is(err, store.ErrNotFound) {
				continue
			} else if err != nil {
				return err
			}
			shown := draftOf(d)
			if size += len(wire.Marshal(&wire.DraftInfo{Draft: shown})); size > limits.Frame && len(answer.Drafts) > 0 {
				last := answer.Drafts[len(answer.Drafts)-1]
				answer.Next = keyOf(store.Draft{Room: last.Room, Thread: last.Thread})
				break
			}
			answer.Drafts = append(answer.Drafts, shown)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return answer, nil
}

// keyOf is where a draft stands in the list.
func keyOf(d store.Draft) string { return fmt.Sprintf("%s.%020d", d.Room, d.Thread) }

// draftOf shows a draft.
func draftOf(d store.Draft) wire.Draft {
	return wire.Draft{Room: d.Room, Thread: d.Thread, Rev: d.Rev, At: d.At, Body: d.Body, ReplyTo: d.ReplyTo}
}
