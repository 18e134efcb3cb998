package chat

import (
	"context"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/wire"
)

// message reads one message, for those who may read it now: it says in which thread it is.
func (s threads) message(ctx context.Context, who Actor, q *wire.MessageRef) (*wire.MessageInfo, error) {
	answer := &wire.MessageInfo{}
	err := s.records.view(ctx, who, func(tx store.Tx, p standing) error {
		found, err := message(tx, p.member, q.Seq)
		if err != nil {
			return err
		}
		found.Clip(p.member.Since)
		one := []wire.Event{found}
		if err := mine(tx, q.Room, p.me.ID, one); err != nil {
			return err
		}
		excerpts(one)
		answer.Message = one[0]
		answer.Users, err = tx.Users().ByIDs(effect.People(one))
		return err
	})
	if err != nil {
		return nil, err
	}
	return answer, nil
}
