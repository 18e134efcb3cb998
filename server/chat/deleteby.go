package chat

import (
	"context"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/wire"
)

// eraseBy erases a person's messages in a part of a room's log. A call reads so little and erases so few that
// it does not hold up others who write.
func (s messages) eraseBy(ctx context.Context, who Actor, q *wire.DeleteBy) (*wire.DeletedBy, error) {
	var answer *wire.DeletedBy
	err := s.records.update(ctx, who, func(tx store.Tx, p standing) error {
		answer = &wire.DeletedBy{}
		if q.User != p.me.ID {
			in, err := p.withRoom(tx)
			if err != nil {
				return err
			}
			if err := in.need(rights.DeleteAny); err != nil {
				return err
			}
		}
		after := max(q.After, p.member.Since-1)
		if q.After == 0 && q.From > 0 {
			first, err := tx.Events().FirstAt(q.Room, q.From)
			if err != nil {
				return err
			}
			after = max(after, first-1)
		}
		log, err := tx.Events().After(q.Room, after, limits.DeleteReads)
		if err != nil {
			return err
		}
		for i := range log {
			e := &log[i]
			if e.Kind == wire.KindMessage && e.Author == q.User && e.At >= q.From {
				erased, err := s.eraseOne(tx, p, e)
				if err != nil {
					return err
				}
				answer.Deleted += erased
			}
			if answer.Deleted == limits.DeleteMost || i == limits.DeleteReads-1 {
				answer.Next = e.Seq
				return nil
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return answer, nil
}

// eraseOne erases a message unless it was. It returns how many it erased.
func (s messages) eraseOne(tx store.Tx, p standing, logged *wire.Event) (int, error) {
	old, err := tx.Events().Get(logged.Room, logged.Seq)
	if err != nil || old.State != nil && old.State.Deleted {
		return 0, err
	}
	e, err := s.erasure(tx, p, &old)
	if err != nil {
		return 0, err
	}
	if err := tx.Events().Append(e); err != nil {
		return 0, err
	}
	return 1, tx.Events().Change(*e)
}
