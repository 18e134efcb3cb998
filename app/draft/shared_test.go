package draft

import (
	"testing"
	"testing/synctest"
	"time"
)

// hearsOf is told what the server has.
func (p *tab) hearsOf(to Target, text string, rev int64) {
	p.do(func() { p.Hear(to, text, 0, rev) })
}

func (p *tab) untold() (n int) {
	p.do(func() { n = len(p.Untold()) })
	return n
}

func TestWhatAnotherDeviceWroteIsShownAndWhatItSentIsGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBrowser()
		p := b.open(t, cara)
		p.hearsOf(alpha, "by phone", 7)
		expect(t, "the draft", p.reads(alpha).Text, "by phone")
		expect(t, "what it is to be told", p.untold(), 0)
		after(time.Second)
		expect(t, "after a reload", b.open(t, cara).reads(alpha), p.reads(alpha))
		p.hearsOf(alpha, "", 0)
		expect(t, "once it was sent there", p.reads(alpha).Text, "")
		after(time.Second)
		expect(t, "records", len(b.keys(t)), 0)
	})
}

func TestOfTwoDevicesThatWroteBothTextsAreKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBrowser()
		p := b.open(t, cara)
		p.hearsOf(alpha, "hm", 7)
		p.writes(alpha, "hm, at the desk")
		p.hearsOf(alpha, "hm, by phone", 9)
		d := p.reads(alpha)
		expect(t, "the draft", d.Text, "hm, at the desk")
		expect(t, "it goes on from", d.Rev, int64(9))
		expect(t, "what the server is to be told", p.untold(), 1)
		aside := ""
		p.do(func() { p.Aside(alpha, func(text string) { aside = text }) })
		expect(t, "the other text", aside, "hm, by phone")
		p.hearsOf(alpha, "", 0)
		expect(t, "what was changed here stays if it was sent there", p.reads(alpha).Text, "hm, at the desk")
		p.do(func() { p.Tell(alpha, "hm, at the desk", 12) })
		expect(t, "when it was told", p.untold(), 0)
	})
}

func TestThatSomethingWasSentIsToldAfterAReloadToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBrowser()
		p := b.open(t, cara)
		p.writes(alpha, "hello")
		p.do(func() { p.Tell(alpha, "hello", 7) })
		p.writes(alpha, "")
		after(time.Second)
		later := b.open(t, cara)
		expect(t, "the draft", later.reads(alpha).Text, "")
		expect(t, "what the server is to be told", later.untold(), 1)
		later.do(func() { later.Tell(alpha, "", 0) })
		after(time.Second)
		expect(t, "records", len(b.keys(t)), 0)
	})
}
