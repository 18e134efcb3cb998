package ui

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/compose"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/app/ui/timeline"
	"github.com/confab/confab/shared/route"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// threads is the thread beside the room.
type threads struct {
	p    *page
	root int64              // the message that it is under
	line *timeline.Timeline // its messages
	ans  *compose.Composer  // where one answers
	bell bell
}

func (t *threads) init(p *page) {
	t.p = p
	t.bell.t = t
	t.line = timeline.New(p.h, timeline.OfThread(p.h, "", 0, t.bell.seen))
	p.h.Own.Follow(wire.ItemThreads, func(state.Own) { t.bell.askSoon() })
	t.ans = compose.New(p.h, p.drafts, compose.Target{Thread: -1})
}

// open shows the thread that a message is in, or that is under it.
func (t *threads) open(it *state.Item) {
	h, root, seq := t.p.h, it.Event.Seq, int64(0)
	if it.Event.Thread != 0 {
		root, seq = it.Event.Thread, root
	}
	if root == 0 || it.Event.Room != h.Here() {
		return
	}
	t.show(root, seq)
}

// goTo shows a thread beside its room, wherever the page is; at a reply in it if seq is not 0, and the room then
// at the message that it is under.
func (t *threads) goTo(room string, root, seq int64) {
	if t.p.h.Here() != room {
		t.p.h.Go(route.To(room, 0))
	}
	if seq != 0 {
		t.p.line.Show(timeline.Of(t.p.h, room), root)
	}
	t.show(root, seq)
}

// leads shows a reply of the thread that is open, and reports whether it is one.
func (t *threads) leads(room string, seq int64) (is bool) {
	h := t.p.h
	if seq == 0 || h.Panel != host.PanelThread || h.Here() != room {
		return false
	}
	h.State.See(func(s *state.State) {
		at := s.At(state.ThreadID(room, t.root))
		is = at != nil && t.root != seq && at.Item(seq) != nil
	})
	if is {
		t.show(t.root, seq)
	}
	return is
}

// show shows a thread of the room that is on the page, at a reply if seq is not 0.
func (t *threads) show(root, seq int64) {
	h := t.p.h
	t.root = root
	open := false
	h.State.See(func(s *state.State) { open = s.At(state.ThreadID(h.Here(), root)) != nil })
	if !open {
		h.Eng.OpenThread(h.Here(), root)
	}
	t.bell.open(h.Here(), root)
	t.line.Show(timeline.OfThread(h, h.Here(), root, t.bell.seen), seq)
	t.ans.Turn(compose.Target{Room: h.Here(), Thread: root})
	h.ShowPanel(host.PanelThread)
	h.Raise(host.Place)
	if seq == 0 {
		h.AfterFrame(t.ans.Focus)
	}
}

// leave is told that the page shows another room.
func (t *threads) leave() {
	if t.p.h.Panel == host.PanelThread {
		t.p.h.ShowPanel("")
	}
	t.root = 0
}

// holds reports whether a message is a reply in the thread that is open.
func (t *threads) holds(it *state.Item) bool {
	return it.Event.Thread != 0 && it.Event.Thread == t.root && t.p.h.Panel == host.PanelThread
}

// reply answers a message, in its thread if that is open, and edit changes it there.
func (t *threads) reply(it *state.Item) {
	if t.holds(it) {
		t.ans.Reply(it)
		return
	}
	t.p.write.Reply(it)
}

func (t *threads) edit(it *state.Item) {
	if t.holds(it) {
		t.ans.Edit(it)
		return
	}
	t.p.write.Edit(it)
}

// threadPanel draws it.
type threadPanel struct {
	app.Compo
	Of   *threads
	Room string
	Root int64
	Rev  int
}

func (t *threads) panel() app.UI {
	h := t.p.h
	room := h.Here()
	return &threadPanel{Of: t, Room: room, Root: t.root, Rev: h.Rev(host.Room(room), host.Messages(room), host.People, host.Status,
		host.Emojis, t.ans.Thing(), host.Place, host.Typing(room), host.Hands)}
}

// OnUpdate brings the rows up to date. A state that was dropped meanwhile has the thread opened again.
func (w *threadPanel) OnUpdate(app.Context) {
	t, there, known := w.Of, false, false
	t.p.h.State.See(func(s *state.State) {
		there, known = s.At(state.ThreadID(w.Room, w.Root)) != nil, s.Rooms[w.Room] != nil
	})
	if known && !there && w.Root != 0 {
		t.p.h.Eng.OpenThread(w.Room, w.Root)
	}
	t.line.Refresh()
}

// OnDismount closes the thread.
func (w *threadPanel) OnDismount() {
	if eng := w.Of.p.h.Eng; eng != nil {
		eng.OpenThread("", 0)
	}
}

// Render draws the bar, the messages and the composer.
func (w *threadPanel) Render() app.UI {
	t, name, fault := w.Of, "", ""
	if r, ok := t.p.h.State.Room(w.Room); ok {
		name = host.RoomName(r)
	}
	t.p.h.State.See(func(s *state.State) {
		if at := s.At(state.ThreadID(w.Room, w.Root)); at != nil && at.Trouble != nil && !at.Loaded() {
			fault = host.Reason(at.Trouble)
		}
	})
	note := kit.None()
	if fault != "" {
		note = kit.El("p.panel__note|role=alert", fault)
	}
	return kit.El("aside.sheet.panel", kit.K("id"), host.PanelThread, kit.K("aria-label"), text.Thread,
		kit.El("header.bar",
			kit.El("div.bar__stack",
				kit.El("h2.bar__title", kit.El("span", text.Thread)),
				kit.El("p.bar__sub", name)),
			kit.El("div.bar__end", t.bell.button(),
				kit.IconButton("close", text.CloseThread, kit.K("id"), "close-thread", kit.On("click", w.close)))),
		note,
		t.line.View(text.RepliesIn, fault != ""),
		t.line.JumpBar(fault != ""),
		t.ans.View())
}

func (w *threadPanel) close(platform.Event) { w.Of.p.h.ShowPanel("") }

// enter puts the focus into the panel.
func (t *threads) enter() bool {
	t.ans.Focus()
	return true
}
