package chat_test

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/server/ratelimit"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// textLimiter limits text and uploads only, and counts how often it is asked.
type textLimiter struct {
	*ratelimit.Memory
	asked atomic.Int64
}

func (l *textLimiter) Take(ctx context.Context, key string, rate limits.Rate) (time.Duration, error) {
	if rate != limits.RateText && rate != limits.RateUploaded {
		return 0, nil
	}
	l.asked.Add(1)
	return l.Memory.Take(ctx, key, rate)
}

// texting returns a world in which only text and uploads are limited.
func texting(t *testing.T) (*chattest.World, *textLimiter) {
	l := &textLimiter{}
	w := chattest.New(t, func(w *chattest.World, o *chat.Options) {
		l.Memory = ratelimit.NewMemory(w.Now)
		o.Limiter = l
	})
	return w, l
}

var longest = strings.Repeat("x", limits.Body)

func TestAPersonWritesSoMuchADay(t *testing.T) {
	const most = limits.TextUnit / limits.Body // messages of maximum length per unit
	w, l := texting(t)
	send := func() *wire.Error {
		_, e := w.Do(w.Sam, &wire.Send{CID: id.New(), Room: w.Main, Body: longest}, wire.SendMessage.Type)
		return e
	}
	// This uses up nearly all of his day's text without writing it.
	for range limits.RateText.Burst - 2 {
		if _, err := l.Memory.Take(t.Context(), "text/"+w.Sam.ID, limits.RateText); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 2 * most {
		if e := send(); e != nil {
			t.Fatalf("message %d: %v", i, e)
		}
	}
	if n := l.asked.Load(); n != 2 {
		t.Errorf("the limiter was asked %d times for %d messages, want once a unit", n, 2*most)
	}
	e := send()
	refused(t, e, wire.CodeRate)
	if e.RetryMS <= 0 || e.RetryMS > 84_000 {
		t.Errorf("retry after %d ms, want 84 s at most", e.RetryMS)
	}
	_, short := w.Do(w.Sam, &wire.Edit{Room: w.Main, Seq: w.Say(w.Mara, w.Main, "mine"), Body: "x"}, wire.EditMessage.Type)
	refused(t, short, wire.CodeRate) // his edits count as text too; Mara's message is not his
	topic := "x"
	_, short = w.Do(w.Sam, &wire.RoomSet{Room: w.Main, Topic: &topic}, wire.SetRoom.Type)
	refused(t, short, wire.CodeRate)
	w.MustDo(w.Sam, &wire.Fetch{Room: w.Main}, wire.FetchHistory.Type) // reading still works
	w.Advance(time.Duration(e.RetryMS) * time.Millisecond)
	for i := range most {
		if e := send(); e != nil {
			t.Fatalf("message %d of the next unit: %v", i, e)
		}
	}
	refused(t, send(), wire.CodeRate)
}

func TestTextThatComesToNothingIsNotPaidFor(t *testing.T) {
	w, l := texting(t)
	sent := &wire.Send{CID: id.New(), Room: w.Main, Body: longest}
	w.MustDo(w.Sam, sent, wire.SendMessage.Type)
	ack, e := w.Do(w.Sam, &wire.Send{CID: id.New(), Room: w.Main, Body: longest}, wire.SendMessage.Type)
	if e != nil {
		t.Fatal(e)
	}
	seq := ack.(*wire.Ack).Seq
	for range limits.TextUnit / limits.Body {
		// a repetition: it is already in the log
		w.MustDo(w.Sam, sent, wire.SendMessage.Type)
		w.Do(w.Sam, &wire.Send{CID: id.New(), Room: id.New(), Body: longest}, wire.SendMessage.Type)     // no such room
		w.Do(w.Sam, &wire.Edit{Room: w.Main, Seq: 1 << 40, Body: longest}, wire.EditMessage.Type)        // no such message
		w.MustDo(w.Sam, &wire.Edit{Room: w.Main, Seq: seq, Body: longest}, wire.EditMessage.Type)        // unchanged
		sendAll(w, w.Sam, &wire.Send{CID: id.New(), Room: id.New(), Body: longest}, sent)                // the same in one batch
		w.Do(w.Sam, &wire.Send{CID: id.New(), Room: w.Main, Body: longest + "x"}, wire.SendMessage.Type) // too long
	}
	if n := l.asked.Load(); n != 1 {
		t.Errorf("a second unit was drawn for what is not there: %d", n)
	}
	acks, _ := sendAll(w, w.Sam, &wire.Send{CID: id.New(), Room: w.Main, Body: longest},
		&wire.Send{CID: id.New(), Room: w.Main, Body: longest}, &wire.Send{CID: id.New(), Room: w.Main, Body: "x"})
	if n := l.asked.Load(); n != 2 || acks[2] == nil {
		t.Errorf("sends that go together drew %d units, want the second with the last of them", n)
	}
}
