package ui

import (
	"time"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// bell is what the person has to do with the thread that is open: whether they follow it, and how far they have read it.
type bell struct {
	t     *threads
	room  string
	root  int64
	known bool
	on    bool
	read  int64 // up to where it is read, as the server knows it or is being told
	seq   int64 // up to where it was seen
	due   bool  // that is about to be told
	soon  bool  // it is about to be asked again
	once  host.Once
}

// rest is how long several changes are waited for.
const rest = 500 * time.Millisecond

// open is told which thread is open now.
func (b *bell) open(room string, root int64) {
	if b.room != room || b.root != root {
		b.flush()
		b.room, b.root, b.known, b.on, b.read, b.seq = room, root, false, false, 0, 0
	}
	b.ask(true)
}

// askSoon asks again, once for many changes.
func (b *bell) askSoon() {
	h := b.t.p.h
	if b.soon || h.Panel != host.PanelThread {
		return
	}
	b.soon = true
	h.Later(rest, func() {
		b.soon = false
		b.ask(false)
	})
}

// ask asks whether the thread is followed. With divide the first new message in it is marked.
func (b *bell) ask(divide bool) {
	h, room, root := b.t.p.h, b.room, b.root
	if room == "" {
		return
	}
	host.Ask(h, wire.GetThread, &wire.ThreadRef{Room: room, Thread: root}, func(is *wire.ThreadInfo, err error) {
		if err != nil || b.room != room || b.root != root {
			return // the panel says itself what is wrong with the thread
		}
		if divide && is.Unread && h.Eng != nil {
			h.Eng.DivideThread(room, root, is.Read)
		}
		b.known, b.on, b.read = true, is.Followed, max(b.read, is.Read)
		b.tell()
		h.Raise(host.Place)
	})
}

// seen is told up to where the person has seen the thread.
func (b *bell) seen(seq int64) {
	if seq > b.seq {
		b.seq = seq
		b.tell()
	}
}

// tell tells the server so, once for many messages.
func (b *bell) tell() {
	if b.due || !b.on || b.seq <= b.read {
		return
	}
	b.due = true
	b.t.p.h.Later(rest, func() {
		b.due = false
		b.flush()
	})
}

// flush tells it now, if there is anything to tell.
func (b *bell) flush() {
	if !b.on || b.seq <= b.read {
		return
	}
	b.read = b.seq
	host.Ask(b.t.p.h, wire.ReadThread, &wire.ThreadRead{Room: b.room, Thread: b.root, Seq: b.seq}, func(_ *wire.OK, err error) {
		if err != nil {
			b.read = 0 // what is seen next is told again
		}
	})
}

// toggle has the person follow the thread, or stop.
func (b *bell) toggle(platform.Event) {
	h, on := b.t.p.h, !b.on
	b.on = on
	h.Raise(host.Place)
	host.Ask(h, wire.FollowThread, &wire.ThreadFollow{Room: b.room, Thread: b.root, On: on}, func(_ *wire.OK, err error) {
		if err != nil {
			h.Complain(err)
			b.ask(false)
		}
	})
}

// button draws it.
func (b *bell) button() app.UI {
	b.once.When(b.t.p.h, func() { b.ask(false) })
	if !b.known {
		return kit.None()
	}
	icon := "bell-off"
	if b.on {
		icon = "bell"
	}
	return kit.IconButton(icon, text.FollowThread, kit.K("id"), "follow-thread", kit.K("aria-pressed"), kit.Yes(b.on),
		kit.On("click", b.toggle))
}
