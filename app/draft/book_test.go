package draft

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/confab/confab/app/engine"
)

const (
	cara = "c0"
	ben  = "be"
)

var (
	alpha = Target{Room: "a0"}
	beta  = Target{Room: "b0"}
)

// browser is what the tabs of one browser share.
type browser struct {
	disk engine.Store

	mu   sync.Mutex
	tabs []*tab
}

// tab is a page with its book; what is posted runs one at a time.
type tab struct {
	*Book
	b       *browser
	run     sync.Mutex
	hears   func(string)
	changed []Target
	fails   int
}

func newBrowser() *browser { return &browser{disk: engine.NewMemory()} }

func (b *browser) open(t *testing.T, user string) *tab {
	t.Helper()
	k, err := Read(t.Context(), b.disk)
	if err != nil {
		t.Fatal(err)
	}
	p := &tab{b: b}
	p.Book = New(Options{
		Store: b.disk, Channel: p, Post: p.do,
		Changed: func(to Target) { p.changed = append(p.changed, to) },
		Failed:  func(error) { p.fails++ },
	}, k)
	b.mu.Lock()
	b.tabs = append(b.tabs, p)
	b.mu.Unlock()
	p.do(func() { p.Meet(user) })
	return p
}

func (p *tab) do(f func()) {
	p.run.Lock()
	defer p.run.Unlock()
	f()
}

func (p *tab) writes(to Target, text string) {
	p.do(func() { p.Set(to, text, 0) })
}

func (p *tab) reads(to Target) (d Draft) {
	p.do(func() { d = p.Get(to) })
	return d
}

// Say implements engine.Channel.
func (p *tab) Say(text string) {
	p.b.mu.Lock()
	defer p.b.mu.Unlock()
	for _, other := range p.b.tabs {
		if other != p {
			go other.hears(text)
		}
	}
}

// Listen implements engine.Channel.
func (p *tab) Listen(f func(string)) func() {
	p.hears = f
	return func() {}
}

func (b *browser) keys(t *testing.T) (keys []string) {
	t.Helper()
	records, err := b.disk.All(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	for _, rec := range records {
		keys = append(keys, rec.Key)
	}
	return keys
}

func after(d time.Duration) {
	time.Sleep(d) // in the bubble: no time at all
	synctest.Wait()
}

func expect(t *testing.T, what string, got, want any) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func TestTwoTabsThatWriteInDifferentRoomsKeepBoth(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBrowser()
		one, two := b.open(t, cara), b.open(t, cara)
		one.writes(alpha, "in alpha")
		two.writes(beta, "in beta")
		after(time.Second)
		expect(t, "the other tab knows", two.reads(alpha).Text, "in alpha")
		expect(t, "and is told which", two.changed[0], alpha)
		later := b.open(t, cara)
		expect(t, "alpha, opened again", later.reads(alpha).Text, "in alpha")
		expect(t, "beta, opened again", later.reads(beta).Text, "in beta")
	})
}

func TestTheLaterOfTwoDraftsOfARoomCounts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBrowser()
		one, two := b.open(t, cara), b.open(t, cara)
		one.writes(alpha, "first")
		after(100 * time.Millisecond)
		two.writes(alpha, "second") // before it knows of the first
		after(5 * time.Second)
		for _, p := range []*tab{one, two, b.open(t, cara)} {
			expect(t, "the draft", p.reads(alpha).Text, "second")
		}
		two.writes(alpha, "") // it was sent
		after(time.Second)
		expect(t, "in the other tab", one.reads(alpha).Text, "")
		expect(t, "records", len(b.keys(t)), 0)
	})
}

func TestADraftIsShownToWhoWroteItAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBrowser()
		p := b.open(t, cara)
		p.writes(alpha, "private thought of cara")
		after(time.Second)

		again := b.open(t, cara)
		expect(t, "to her", again.reads(alpha).Text, "private thought of cara")
		unknown := b.open(t, "")
		expect(t, "to nobody knows whom", unknown.reads(alpha).Text, "")
		next := b.open(t, ben)
		expect(t, "to the next person", next.reads(alpha).Text, "")
		expect(t, "the list of rooms", next.In("a0"), false)
		after(time.Second)
		expect(t, "left on the device", strings.Join(b.keys(t), " "), "")
	})
}

func TestAnotherPersonInTheSamePageSeesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBrowser()
		p := b.open(t, cara)
		p.writes(alpha, "hers")
		after(time.Second)
		p.writes(beta, "hers, not stored yet")
		p.do(func() { expect(t, "the drafts are others", p.Meet(ben), true) })
		expect(t, "shown", p.reads(alpha).Text+p.reads(beta).Text, "")
		p.writes(beta, "his")
		after(time.Second)
		expect(t, "left on the device", strings.Join(b.keys(t), " "), "draft/be/b0")
	})
}

func TestAnEditIsADraftOfItsOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBrowser()
		p := b.open(t, cara)
		edit := Target{Room: "a0", Edit: "7"}
		p.writes(alpha, "a new message")
		after(time.Millisecond)
		p.writes(edit, "a better text")
		after(time.Millisecond)
		p.writes(Target{Room: "a0", Thread: 3, Edit: "9"}, "in a thread")
		after(time.Second)
		later := b.open(t, cara)
		later.do(func() {
			found, ok := later.Editing("a0", 0)
			expect(t, "the edit that is under way", found, edit)
			expect(t, "there is one", ok, true)
			expect(t, "its message", found.Message().Seq, int64(7))
			inThread, _ := later.Editing("a0", 3)
			expect(t, "the one in the thread", later.Get(inThread).Text, "in a thread")
			expect(t, "how many drafts there are", later.Count(), 3)
			later.Set(edit, "", 0)
			_, ok = later.Editing("a0", 0)
			expect(t, "after it was saved", ok, false)
		})
		waiting := Target{Room: "a0", Edit: "0197f3a2b1c07d4e8f00112233445566"}
		expect(t, "the message that waits itself", waiting.Message().CID, waiting.Edit)
	})
}

func TestWhatEarlierVersionsKeptIsNotLost(t *testing.T) {
	for _, kept := range []engine.Record{
		{Key: keyBare, Value: `{"a0":{"t":"half","r":4}}`},
		{Key: keyOwned, Value: `{"u":"c0","r":{"a0":{"t":"half","r":4}}}`},
	} {
		synctest.Test(t, func(t *testing.T) {
			b := newBrowser()
			if err := b.disk.Write(context.Background(), []engine.Record{kept}, nil); err != nil {
				t.Fatal(err)
			}
			b.open(t, cara)
			after(time.Second)
			expect(t, "the records", strings.Join(b.keys(t), " "), "draft/c0/a0")
			d := b.open(t, cara).reads(alpha)
			expect(t, "the text", d.Text, "half")
			expect(t, "what it answers", d.ReplyTo, int64(4))
		})
	}
}

func TestWhatIsTypedBeforeItIsKnownWhoIsHereIsAddedToTheDraft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBrowser()
		b.open(t, cara).writes(alpha, "yesterday")
		after(time.Second)
		p := b.open(t, "")
		p.writes(alpha, "typed early")
		p.do(func() { p.Meet(cara) })
		expect(t, "the draft", p.reads(alpha).Text, "yesterday\ntyped early")
		after(time.Second)
		expect(t, "kept", b.open(t, cara).reads(alpha).Text, "yesterday\ntyped early")
	})
}

// counting is a store that counts what it gives out at the start.
type counting struct {
	engine.Store
	read int
}

func (c *counting) All(ctx context.Context, prefix string) ([]engine.Record, error) {
	records, err := c.Store.All(ctx, prefix)
	for _, rec := range records {
		c.read += len(rec.Value)
	}
	return records, err
}

func TestATextTooLongForAMessageIsKeptAndNotReadAtTheStart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBrowser()
		store := &counting{Store: b.disk}
		b.disk = store
		p := b.open(t, cara)
		long := strings.Repeat("x", 3_700_000)
		p.writes(alpha, long)
		after(time.Minute)

		later := b.open(t, cara)
		d := later.reads(alpha)
		expect(t, "read at the start is little", store.read < 200, true)
		expect(t, "the text field gets", d.Text, "")
		expect(t, "how long it is", d.Aside, len(long))
		later.writes(alpha, "typed since")
		after(time.Minute)
		last := b.open(t, cara)
		expect(t, "typed since", last.reads(alpha).Text, "typed since")
		got := ""
		last.do(func() { last.Aside(alpha, func(text string) { got = text }) })
		synctest.Wait()
		expect(t, "it is still there", got == long, true)
		last.do(func() { last.PutAside(alpha, "") })
		after(time.Minute)
		expect(t, "once it is dismissed", strings.Join(b.keys(t), " "), "draft/c0/a0")
	})
}

func TestADraftIsStoredAtOnceWhenThePageMayGo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBrowser()
		p := b.open(t, cara)
		after(time.Second)
		p.writes(alpha, "the last words")
		p.do(p.Flush)
		synctest.Wait()
		expect(t, "kept", b.open(t, cara).reads(alpha).Text, "the last words")
		p.writes(alpha, "the very last words")
		p.do(p.Flush)
		p.writes(beta, "and these")
		p.do(p.Flush)
		synctest.Wait()
		later := b.open(t, cara)
		expect(t, "kept in order", later.reads(alpha).Text+", "+later.reads(beta).Text, "the very last words, and these")
	})
}

func TestAfterForgettingNothingIsStored(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBrowser()
		p := b.open(t, cara)
		p.writes(alpha, "a thought")
		p.do(p.Forget)
		p.writes(beta, "another")
		after(time.Minute)
		expect(t, "records", len(b.keys(t)), 0)
	})
}

// full is a store that cannot write.
type full struct{ engine.Store }

func (full) Write(context.Context, []engine.Record, []string) error {
	return errors.New("the disk is full")
}

func TestAStoreThatFailsIsReported(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBrowser()
		b.disk = full{b.disk}
		p := b.open(t, cara)
		p.writes(alpha, "a thought")
		after(time.Minute)
		expect(t, "failures", p.fails, 1)
		expect(t, "the draft in this page", p.reads(alpha).Text, "a thought")
	})
}
