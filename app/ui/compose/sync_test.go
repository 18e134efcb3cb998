package compose

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/confab/confab/app/draft"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/shared/wire"
)

// keeper is a server with the drafts of one person. It decides at once, and answers when it is let.
type keeper struct {
	rev   int64
	has   map[draft.Target]wire.Draft
	held  []func() // the answers that wait
	holds bool
	tell  []*host.Host // the devices that are told of changes
	mute  bool         // they are told later
	sets  int
}

func (k *keeper) live() bool { return true }

func (k *keeper) answer(do func()) {
	if k.held = append(k.held, do); !k.holds {
		k.let()
	}
}

// let gives the answers that wait.
func (k *keeper) let() {
	k.holds = false
	for len(k.held) > 0 {
		next := k.held[0]
		k.held = k.held[1:]
		next()
	}
}

func (k *keeper) set(q *wire.DraftSet, done func(*wire.DraftInfo, error)) {
	k.sets++
	t := draft.Target{Room: q.Room, Thread: q.Thread}
	now, there := k.has[t]
	a := &wire.DraftInfo{Draft: wire.Draft{Room: q.Room, Thread: q.Thread, Body: q.Body}}
	switch {
	case there && now.Body == q.Body:
		a.Draft = now
	case there && now.Rev != q.Base:
		a.Draft, a.Conflict = now, true
	case there || q.Body != "":
		k.rev++
		if delete(k.has, t); q.Body != "" {
			a.Draft.Rev = k.rev
			k.has[t] = a.Draft
		}
		k.changed(q.Room)
	}
	k.answer(func() { done(a, nil) })
}

// changed tells the devices.
func (k *keeper) changed(room string) {
	if k.mute {
		return
	}
	for _, h := range k.tell {
		h.Own.Tell([]state.Own{{Item: wire.ItemDraft, Room: room}})
	}
}

func (k *keeper) list(q *wire.DraftList, done func(*wire.Drafts, error)) {
	p := &wire.Drafts{}
	for t, d := range k.has {
		if q.Room == "" || t.Room == q.Room {
			p.Drafts = append(p.Drafts, d)
		}
	}
	k.answer(func() { done(p, nil) })
}

// device is one of Nora's that keeps its drafts there.
func (k *keeper) device(t *testing.T) *Drafts {
	t.Helper()
	h, _ := hosttest.New(t)
	d := NewDrafts(h)
	d.courier.server = k
	d.Meet("nora")
	k.tell = append(k.tell, h)
	return d
}

// inThread is a reply that was begun.
var inThread = draft.Target{Room: "general", Thread: 7}

// story runs one with two devices, for a room and for a thread.
func story(t *testing.T, tell func(t *testing.T, k *keeper, desk, phone *Drafts, to draft.Target)) {
	for name, to := range map[string]draft.Target{"room": general, "thread": inThread} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				k := &keeper{has: map[draft.Target]wire.Draft{}}
				tell(t, k, k.device(t), k.device(t), to)
			})
		})
	}
}

// rests waits until what was written has been told.
func rests() {
	time.Sleep(restLasts + time.Second) // in the bubble: no time at all
	synctest.Wait()
}

func wants(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s is %q, want %q", what, got, want)
	}
}

func TestWhatWasSentWhileItsTextWasOnItsWayIsTakenBackAtOnce(t *testing.T) {
	story(t, func(t *testing.T, k *keeper, desk, phone *Drafts, to draft.Target) {
		desk.put(to, "at eight, then", 0)
		k.holds, k.mute = true, true
		rests()
		desk.put(to, "", 0) // it is sent
		k.let()
		wants(t, "the server's", k.has[to].Body, "")
		k.mute = false
		k.changed(to.Room)
		wants(t, "the draft on the phone", phone.Book.Get(to).Text, "")
		wants(t, "the draft at the desk", desk.Book.Get(to).Text, "")
	})
}

func TestWhatWasSentStaysSentWhenTheAnswerForItsTextIsLost(t *testing.T) {
	story(t, func(t *testing.T, k *keeper, desk, phone *Drafts, to draft.Target) {
		desk.put(to, "at eight, then", 0)
		c := &desk.courier
		c.server = lossy{k}
		rests()
		desk.put(to, "", 0)
		c.told(to, draft.Draft{Text: "at eight, then"}, nil, errors.New("the connection is lost"))
		c.server = k
		c.hear("")
		wants(t, "the draft at the desk", desk.Book.Get(to).Text, "")
		wants(t, "the server's", k.has[to].Body, "")
		wants(t, "the draft on the phone", phone.Book.Get(to).Text, "")
	})
}

// lossy is a server whose answers are lost.
type lossy struct{ *keeper }

func (l lossy) set(q *wire.DraftSet, _ func(*wire.DraftInfo, error)) {
	l.keeper.set(q, func(*wire.DraftInfo, error) {})
}

func TestAnotherDeviceIsHeardThoughItsChangeIsToldWithOnesOwn(t *testing.T) {
	story(t, func(t *testing.T, k *keeper, desk, phone *Drafts, to draft.Target) {
		other := draft.Target{Room: "general", Thread: 9}
		k.mute = true // one telling of both
		desk.put(to, "at the desk", 0)
		phone.put(other, "by phone", 0)
		rests()
		k.mute = false
		k.changed("general")
		wants(t, "what the phone wrote, at the desk", desk.Book.Get(other).Text, "by phone")
		wants(t, "what the desk wrote, on the phone", phone.Book.Get(to).Text, "at the desk")
		if k.sets != 2 {
			t.Errorf("texts were told %d times, want 2", k.sets)
		}
	})
}

func TestAnAnswerFromBeforeATextWasSentDoesNotBringItBack(t *testing.T) {
	story(t, func(t *testing.T, k *keeper, desk, _ *Drafts, to draft.Target) {
		desk.put(to, "at eight, then", 0)
		rests()
		k.holds = true
		desk.courier.hear("general") // answered later with what there is now
		desk.put(to, "", 0)          // it is sent
		list := k.held[0]
		k.held = k.held[1:]
		k.let()
		desk.shown = append(desk.shown, func(at draft.Target) { wants(t, "what is shown", desk.Book.Get(at).Text, "") })
		list()
		wants(t, "the draft", desk.Book.Get(to).Text, "")
		wants(t, "the server's", k.has[to].Body, "")
	})
}
