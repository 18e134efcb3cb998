package timeline

import (
	"testing"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

func TestAMessageStandsInTheMiddleUnlessItIsTooHigh(t *testing.T) {
	window := platform.Box{Top: 100, Bottom: 700}
	for _, c := range []struct {
		row  platform.Box
		want float64
	}{
		{platform.Box{Top: 380, Bottom: 420}, 0},
		{platform.Box{Top: 900, Bottom: 1000}, 550},
		{platform.Box{Top: -400, Bottom: -300}, -750},
		{platform.Box{Top: 200, Bottom: 1200}, 100 - headroom},
	} {
		if got := fromMiddle(window, c.row); got != c.want {
			t.Errorf("%v is %v from where it is read, want %v", c.row, got, c.want)
		}
	}
}

func TestOnlyAReaderWhoScrollsLeavesTheMessage(t *testing.T) {
	stood := stand{top: -500, content: 4000, window: 600}
	for _, c := range []struct {
		now  stand
		want bool
	}{
		{stood, false},
		{stand{-503, 4000, 600}, false},
		{stand{-600, 4000, 600}, true},
		{stand{-400, 4000, 600}, true},
		{stand{-600, 4100, 600}, false}, // a row above has become higher
		{stand{-450, 4000, 500}, false}, // the window has become lower
	} {
		if got := moved(stood, c.now); got != c.want {
			t.Errorf("from %v to %v the reader moved: %v", stood, c.now, got)
		}
	}
}

func TestAMessageThatIsNotThereIsSaidToBeMissing(t *testing.T) {
	h, s := hosttest.New(t)
	src := Of(h, "general")
	if coming, gone := src.Bring(5); !coming || gone {
		t.Errorf("before anything is loaded message 5 is coming: %v, gone: %v", coming, gone)
	}
	said := wire.Event{Room: "general", Seq: 5, Author: "mara", Kind: wire.KindMessage, At: 1795175673847, Body: "hi", Event: "e5"}
	hosttest.Apply(t, s, &wire.Page{Room: "general", Epoch: "e", From: 4, To: 9, AsOf: 9, Events: []wire.Event{said}})
	for seq, want := range map[int64]bool{-1: true, 3: false, 5: true, 7: true, 9: true, 10: true} {
		if coming, gone := src.Bring(seq); gone != want || coming == want {
			t.Errorf("message %d is coming: %v, gone: %v", seq, coming, gone)
		}
	}
	line := New(h, src)
	h.Route.Seq = 7 // a reaction, say
	line.Show(src, 7)
	line.picture()
	line.at.place()
	if line.Seeks() || h.Route.Seq != 0 {
		t.Errorf("it still looks for message %d, at the address of %d", line.at.target, h.Route.Seq)
	}
	if all := h.Notices.List; len(all) != 1 || all[0].Text != text.MessageNotHere.String() {
		t.Errorf("the reader is told %v", all)
	}
}

func TestWhoGoesToTheEndLeavesTheAddressOfTheMessage(t *testing.T) {
	h, _ := hosttest.New(t)
	line := New(h, Of(h, "general"))
	h.Route.Seq = 5
	line.at.aim.seq = 5
	line.at.scrolled()
	if h.Route.Seq != 5 {
		t.Error("the address is left while the message is marked")
	}
	line.ToEnd()
	if h.Route.Seq != 0 || line.at.aim.seq != 0 {
		t.Error("at the end the address is still that of a message")
	}
}
