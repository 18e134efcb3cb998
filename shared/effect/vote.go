package effect

import (
	"slices"

	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// vote is what somebody chose in a poll, or its end. The event says what it replaces, so that a message need not know
// what everybody has chosen.
type vote struct{ Plain }

func (vote) Name() wire.Kind { return wire.KindVote }
func (vote) Row() bool       { return false }
func (vote) Detail() any     { return new(wire.Ballot) }

func (v vote) Change(m, e *wire.Event) bool { return v.ChangeIn(Stored, m, e) }

// ChangeIn implements Viewed: who reads a poll is told what they chose themselves.
func (vote) ChangeIn(v View, m, e *wire.Event) bool {
	var b wire.Ballot
	if e.Detail.Read(&b) != nil || b.Of < 1 || b.Of > limits.PollMost {
		return false
	}
	tally := tallyOf(m.State, b.Of)
	if b.Closed {
		tally.Closed = e.At
		m.State.Poll = &tally
		return true
	}
	for i := range tally.Choices {
		c, bit := &tally.Choices[i], 1<<i
		switch was, now := b.Was&bit != 0, b.Now&bit != 0; {
		case was && !now:
			c.Count = max(c.Count-1, 0)
			c.Users = slices.DeleteFunc(slices.Clone(c.Users), func(user string) bool { return user == e.Author })
		case now && !was:
			c.Count++
			if e.Author != "" && len(c.Users) < v.Names {
				c.Users = append(slices.Clip(c.Users), e.Author)
			}
		}
		if v.Reader != "" && e.Author == v.Reader {
			c.Me = b.Now&bit != 0
		}
		if len(c.Users) == 0 {
			c.Users = nil
		}
	}
	switch {
	case b.Was == 0 && b.Now != 0:
		tally.Voters++
	case b.Was != 0 && b.Now == 0:
		tally.Voters = max(tally.Voters-1, 0)
	}
	m.State.Poll = &tally
	return true
}

func (vote) Sample(r Random) wire.Event {
	return wire.Event{Detail: wire.DetailOf(&wire.Ballot{Of: 3, Was: r.IntN(4), Now: r.IntN(8), Closed: r.IntN(9) == 0})}
}

// PollOf returns what a message asks, and whether it is a poll.
func PollOf(m *wire.Event) (p wire.Poll, ok bool) {
	ok = m.Kind == wire.KindMessage && m.Detail != "" && m.Detail.Read(&p) == nil && len(p.Choices) > 0
	return p, ok
}

// TallyOf returns what a poll has come to, as a copy.
func TallyOf(m *wire.Event) wire.Tally {
	p, _ := PollOf(m)
	return tallyOf(m.State, len(p.Choices))
}

// tallyOf returns a copy of what a poll of so many choices has come to.
func tallyOf(s *wire.State, choices int) (t wire.Tally) {
	if s != nil && s.Poll != nil {
		t = *s.Poll
	}
	all := make([]wire.Chosen, choices)
	copy(all, t.Choices)
	t.Choices = all
	return t
}

// Chosen returns what the reader of a message has chosen in its poll, as in wire.Ballot.
func Chosen(m *wire.Event) (sum int) {
	if m.State == nil || m.State.Poll == nil {
		return 0
	}
	for i, c := range m.State.Poll.Choices {
		if c.Me {
			sum |= 1 << i
		}
	}
	return sum
}

// Closed reports whether nobody can vote in a poll any more at a time, in UTC milliseconds.
func Closed(m *wire.Event, now int64) bool {
	p, _ := PollOf(m)
	return p.Closes != 0 && p.Closes <= now || m.State != nil && (m.State.Deleted || m.State.Poll != nil && m.State.Poll.Closed != 0)
}
