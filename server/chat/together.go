package chat

import (
	"context"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// Outcome is what Do returns.
type Outcome struct {
	Answer wire.Headed
	Err    error
}

// Together reports whether several requests of c should go to DoAll instead of
// one by one to Do: its row says so, and the store can run several at once.
func (s *Service) Together(c *Command) bool {
	return s.together != nil && c.draft != nil
}

// DoAll is Do for several requests of a command for which Together is true. They
// are executed in their order, and each succeeds or fails by itself. They share a
// commit as far as possible, so that the outcomes are known at the same time.
func (s *Service) DoAll(ctx context.Context, who Actor, c *Command, reqs []wire.Headed) []Outcome {
	all := make([]Outcome, len(reqs))
	if err := who.Need(c.Scope); err != nil {
		for i := range all {
			all[i].Err = err
		}
		return all
	}
	drafts := make([]*draft, len(reqs))
	writes := make([]func(store.Tx) error, 0, len(reqs))
	for i, req := range reqs {
		err := s.quotas.take(ctx, c.Bucket, who.User, c.Rate)
		if err == nil {
			drafts[i], err = c.draft(ctx, s, who, req)
		}
		if err != nil {
			all[i].Err = c.failed(err)
			continue
		}
		writes = append(writes, drafts[i].write)
	}
	errs := s.together.UpdateAll(ctx, writes)
	for i, d := range drafts {
		if d == nil {
			continue
		}
		answer, err := s.messages.sent(ctx, d, errs[0])
		errs = errs[1:]
		if err != nil {
			all[i].Err = c.failed(err)
			continue
		}
		answer.Head = wire.Head{Type: c.Answer, ID: reqs[i].Header().ID}
		all[i].Answer = answer
	}
	return all
}
