package effecttest

import (
	"slices"
	"strconv"

	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/fold"
	"github.com/confab/confab/shared/wire"
)

// Course generates the log of a room, one event after another, with all kinds of
// events in it. It observes the rules of server/chat: an erased message is not changed
// any more, but may be answered, and a reaction is put or taken away only where that
// changes something.
type Course struct {
	Room   string
	Random effect.Random

	log  []wire.Event
	said []int64 // messages
	left []int64 // those of them that were not erased

	reactions map[reaction]bool // that are there
}

type reaction struct {
	target        int64
	emoji, author string
}

// Next returns the next event of the room. Its author is one of effect.SamplePeople.
func (c *Course) Next() wire.Event {
	kinds := effect.Kinds()
	k := kinds[c.Random.IntN(len(kinds))]
	if !k.Row() && len(c.left) == 0 {
		k = effect.Of(wire.KindMessage)
	}
	e := k.Sample(c.Random)
	n := len(c.log) + 1
	e.Room, e.Kind, e.Seq, e.At = c.Room, k.Name(), int64(n), 1_700_000_000_000+int64(n)*1000
	e.Event, e.Author = "event-"+strconv.Itoa(n), effect.SamplePerson(c.Random)
	switch {
	case e.Kind == wire.KindMessage:
		e.CID = "cid-" + strconv.Itoa(n)
		if len(c.said) > 0 && c.Random.IntN(3) == 0 {
			e.ReplyTo = c.said[c.Random.IntN(len(c.said))]
		}
		if roots := c.roots(); len(roots) > 0 && c.Random.IntN(3) == 0 {
			e.ReplyTo, e.Thread = 0, roots[c.Random.IntN(len(roots))]
			e.InRoom = c.Random.IntN(3) == 0
		}
		c.said, c.left = append(c.said, e.Seq), append(c.left, e.Seq)
	case !k.Row():
		i := c.Random.IntN(len(c.left))
		e.Target = c.left[i]
		if e.Kind == wire.KindDelete {
			e.Thread = c.log[e.Target-1].Thread
			c.left = append(c.left[:i:i], c.left[i+1:]...)
		}
		if e.Kind == wire.KindReaction {
			r := reaction{e.Target, fold.Emoji(e.Emoji), e.Author}
			e.On = !c.reactions[r]
			if c.reactions == nil {
				c.reactions = make(map[reaction]bool)
			}
			c.reactions[r] = e.On
		}
	}
	c.log = append(c.log, e)
	return e
}

// roots are the messages under which there can be replies in a thread.
func (c *Course) roots() (roots []int64) {
	for _, seq := range c.left {
		if c.log[seq-1].Thread == 0 {
			roots = append(roots, seq)
		}
	}
	return roots
}

// Replay returns the events of a room's whole log that have a row in the room's timeline, as
// they are stored at the end of the log.
func Replay(log []wire.Event) []wire.Event { return ReplayFor("", log) }

// ReplayFor is Replay as a person reads it. That is what a page contains.
func ReplayFor(reader string, log []wire.Event) []wire.Event {
	return slices.DeleteFunc(ReplayAll(reader, log), func(e wire.Event) bool { return e.Aside() })
}

// ReplayAll is ReplayFor with the replies that only their threads show.
func ReplayAll(reader string, log []wire.Event) []wire.Event {
	now := make(map[int64]*wire.Event)
	var rows []*wire.Event
	for i := range log {
		e := log[i]
		effect.Targets(&e, func(seq int64) {
			if m := now[seq]; m != nil {
				effect.For(reader).Apply(m, &e)
			}
		})
		if effect.Visible(&e) {
			rows = append(rows, &e)
			now[e.Seq] = &e
		}
	}
	out := make([]wire.Event, 0, len(rows))
	for _, e := range rows {
		if m := now[e.ReplyTo]; m != nil && m.Kind == wire.KindMessage {
			e.Quote = effect.QuoteOf(m)
		}
		out = append(out, *e)
	}
	return out
}
