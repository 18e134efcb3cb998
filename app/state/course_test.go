package state

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/effect/effecttest"
	"github.com/confab/confab/shared/wire"
)

// pageNow is the room as it is after log, as the server gives it.
func pageNow(log []wire.Event) *wire.Page {
	top := int64(len(log))
	return &wire.Page{Room: lobby, Epoch: "e1", From: 1, To: top, AsOf: top, Events: effecttest.ReplayFor(me, log)}
}

// next is the next event of a course in which the person takes part.
func next(c *effecttest.Course) wire.Event {
	e := c.Next()
	if e.Author == effect.SamplePeople[0] {
		e.Author = me
	}
	return e
}

// Whatever kinds of events there are: what they make of a page that was read
// before them is what a page says that is read after them. The page may have
// been read a while ago.
func TestEventsOfEveryKindMakeOfAPageWhatALaterPageSays(t *testing.T) {
	for seed := range uint64(60) {
		random := rand.New(rand.NewPCG(7, seed))
		course := &effecttest.Course{Room: lobby, Random: random}
		var log []wire.Event
		for range random.IntN(60) {
			log = append(log, next(course))
		}
		s := in(t, int64(len(log)))
		page := pageNow(log)
		if random.IntN(2) == 0 {
			must(t, s, page)
		}
		late := random.IntN(ringMax - 4)
		for n := range 120 {
			e := next(course)
			log = append(log, e)
			all := effecttest.ReplayAll(me, log)
			if m := slices.IndexFunc(all, func(m wire.Event) bool { return m.Seq == e.ReplyTo }); m >= 0 {
				e.Quote = effect.QuoteOf(&all[m])
			}
			must(t, s, &e)
			if n == late {
				must(t, s, page)
			}
		}
		r, now := s.Rooms[lobby], pageNow(log)
		if r.From != 1 && len(now.Events) <= WindowMax || r.To != now.To {
			t.Fatalf("seed %d: the window is %s", seed, extent(r))
		}
		for i, it := range r.Items {
			same(t, "an item", it.Event, now.Events[len(now.Events)-len(r.Items)+i])
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}
