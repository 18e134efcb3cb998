package chat

import (
	"context"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// listEdits lists the texts that a message had, for those who may read it now. Of what was
// erased there are none.
func (s messages) listEdits(ctx context.Context, who Actor, q *wire.EditList) (*wire.Edits, error) {
	answer := &wire.Edits{}
	err := s.records.view(ctx, who, func(tx store.Tx, p standing) error {
		now, err := message(tx, p.member, q.Seq)
		if err != nil {
			return err
		}
		if now.State != nil && now.State.Deleted {
			return errErased
		}
		found, err := tx.Events().Edits(q.Room, q.Seq, q.After, q.Limit+1)
		if err != nil {
			return err
		}
		page := wire.Page{Events: append([]wire.Event{}, found[:min(q.Limit, len(found))]...)}
		page.Cut(wire.Fetch{After: 1}, limits.Frame) // the first texts, if there is not enough room
		answer.Edits = page.Events
		if n := len(answer.Edits); n < len(found) {
			answer.Next = answer.Edits[n-1].Seq
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return answer, nil
}
