package chat

import (
	"context"
	"math/bits"
	"reflect"
	"slices"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/fold"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// polls has the commands about polls, which are messages.
type polls struct{ m messages }

func (polls) of(s *Service) polls { return polls{s.messages} }

// checkPoll returns what a poll is stored as.
func checkPoll(p wire.Poll, now int64) (wire.Detail, error) {
	if len(p.Choices) < limits.PollFewest || len(p.Choices) > limits.PollMost {
		return "", invalid(text.PollChoices(limits.PollFewest, limits.PollMost))
	}
	choices := make([]string, 0, len(p.Choices))
	for _, typed := range p.Choices {
		choice, err := checkLine("choices", typed, limits.ChoiceRunes)
		switch same := func(other string) bool { return fold.Key(other) == fold.Key(choice) }; {
		case err != nil:
			return "", err
		case choice == "":
			return "", invalid(text.FieldEmpty("choices"))
		case slices.ContainsFunc(choices, same):
			return "", invalid(text.PollChoices(limits.PollFewest, limits.PollMost))
		}
		choices = append(choices, choice)
	}
	if p.Choices = choices; p.Closes != 0 && p.Closes <= now {
		return "", invalid(text.PollClosesLater)
	}
	return wire.DetailOf(&p), nil
}

// isChoice is the form of a choice, or of a sum of them: at most most.
func isChoice(most int64) func(field string, v reflect.Value) error {
	return func(_ string, v reflect.Value) error {
		if v.Int() < 0 || v.Int() > most {
			return invalid(text.NoSuchChoice)
		}
		return nil
	}
}

// open returns the poll of a message in which people can vote now.
func (s polls) open(m *wire.Event) (wire.Poll, error) {
	if m.State != nil && m.State.Deleted {
		return wire.Poll{}, errErased
	}
	poll, ok := effect.PollOf(m)
	switch {
	case !ok:
		return poll, wire.Refused(wire.CodeConflict, text.NoPoll)
	case effect.Closed(m, s.m.records.now()):
		return poll, wire.Refused(wire.CodeConflict, text.PollIsClosed)
	}
	return poll, nil
}

// vote replaces what somebody chose in a poll. Who that was is not in the log if the poll is hidden.
func (s polls) vote(ctx context.Context, who Actor, q *wire.Vote) (*wire.Ack, error) {
	return s.m.change(ctx, who, q.Seq, func(tx store.Tx, p standing, old wire.Event) (*wire.Event, error) {
		poll, err := s.open(&old)
		switch {
		case err != nil:
			return nil, err
		case q.Choices >= 1<<len(poll.Choices):
			return nil, invalid(text.NoSuchChoice)
		case !poll.Many && bits.OnesCount(uint(q.Choices)) > 1:
			return nil, invalid(text.OneChoiceOnly)
		}
		was, err := tx.Reactions().Votes().Of(q.Room, q.Seq, p.me.ID)
		if err != nil || was == q.Choices {
			return nil, err
		}
		if err := tx.Reactions().Votes().Put(q.Room, q.Seq, p.me.ID, q.Choices); err != nil {
			return nil, err
		}
		author := p.me.ID
		if poll.Hidden {
			author = ""
		}
		e := s.m.records.event(wire.KindVote, author, q.Room)
		e.Target, e.Detail = q.Seq, wire.DetailOf(&wire.Ballot{Of: len(poll.Choices), Was: was, Now: q.Choices})
		return e, nil
	})
}

// close ends a poll before its time, or one that has none.
func (s polls) close(ctx context.Context, who Actor, q *wire.PollClose) (*wire.Ack, error) {
	return s.m.change(ctx, who, q.Seq, func(tx store.Tx, p standing, old wire.Event) (*wire.Event, error) {
		if old.Author != p.me.ID {
			in, err := p.withRoom(tx)
			if err != nil {
				return nil, err
			}
			if !in.may(rights.DeleteAny) {
				return nil, forbidden(text.PollOfOthers)
			}
		}
		if _, ok := effect.PollOf(&old); ok && effect.Closed(&old, s.m.records.now()) {
			return nil, nil
		}
		poll, err := s.open(&old)
		if err != nil {
			return nil, err
		}
		e := s.m.records.event(wire.KindVote, p.me.ID, q.Room)
		e.Target, e.Detail = q.Seq, wire.DetailOf(&wire.Ballot{Of: len(poll.Choices), Closed: true})
		return e, nil
	})
}

// list lists who chose something in a poll.
func (s polls) list(ctx context.Context, who Actor, q *wire.VoteList) (*wire.Voters, error) {
	answer := &wire.Voters{Users: []wire.User{}}
	err := s.m.records.view(ctx, who, func(tx store.Tx, p standing) error {
		m, err := message(tx, p.member, q.Seq)
		if err != nil {
			return err
		}
		poll, ok := effect.PollOf(&m)
		switch {
		case !ok:
			return wire.Refused(wire.CodeConflict, text.NoPoll)
		case poll.Hidden:
			return forbidden(text.VotesAreHidden)
		case q.Choice >= len(poll.Choices):
			return invalid(text.NoSuchChoice)
		}
		ids, err := tx.Reactions().Votes().Who(q.Room, q.Seq, q.Choice, q.After, q.Limit+1)
		if err != nil {
			return err
		}
		if len(ids) > q.Limit {
			ids = ids[:q.Limit]
			answer.Next = ids[q.Limit-1]
		}
		users, err := tx.Users().ByIDs(ids)
		answer.Users = append(answer.Users, users...)
		return err
	})
	if err != nil {
		return nil, err
	}
	return answer, nil
}

// mine completes messages of a room for the person who reads them.
func mine(tx store.Tx, room, user string, es []wire.Event) error {
	if err := tx.Reactions().Mine(room, user, es); err != nil {
		return err
	}
	return tx.Reactions().Votes().Mine(room, user, es)
}
