package timeline

import (
	"sort"
	"time"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// pinnedThing changes when pinned messages have been loaded, or could not be.
const pinnedThing host.Thing = "pinned"

// pinnedSource is a Source: the messages that are pinned in a room, all of them loaded (there
// are at most limits.Pins). Those that the room's own timeline has loaded are shown as
// they are there, so that changes to them show at once.
type pinnedSource struct {
	h      *host.Host
	room   string
	top    int64         // how far the log went when they were loaded
	loaded []*state.Item // nil until they are
	asking bool
	fault  string
}

func (p *pinnedSource) Name() string                    { return host.PanelPins }
func (p *pinnedSource) Room() string                    { return p.room }
func (p *pinnedSource) Older()                          {}
func (p *pinnedSource) Newer()                          {}
func (p *pinnedSource) End()                            {}
func (p *pinnedSource) Bring(int64) (coming, gone bool) { return false, false }
func (p *pinnedSource) Seen(end bool, mid, last int64)  {}
func (p *pinnedSource) Look(s *state.State) (Sight, bool) {
	in := s.Rooms[p.room]
	if in == nil || p.loaded == nil {
		return Sight{}, false
	}
	have := map[int64]*state.Item{}
	for _, it := range p.loaded {
		have[it.Event.Seq] = it
	}
	for _, it := range in.Items {
		have[it.Event.Seq] = it
	}
	sight := Sight{In: in, Loaded: true, Live: true}
	for _, it := range have {
		if _, on := effect.Pinned(it.Event.State); on && !it.Deleted() {
			sight.Items = append(sight.Items, it)
		}
	}
	sort.SliceStable(sight.Items, func(i, j int) bool { return sight.Items[i].Event.Seq < sight.Items[j].Event.Seq })
	return sight, true
}

// load asks for all of them, page by page.
func (p *pinnedSource) load(have []*state.Item, after int64) {
	if after == 0 {
		if p.asking {
			return
		}
		p.asking, p.fault, have = true, "", []*state.Item{}
		if r, ok := p.h.State.Room(p.room); ok {
			p.top = r.Top
		}
	}
	req := &wire.PinList{Room: p.room, After: after, Limit: limits.PageMax}
	host.Ask(p.h, wire.ListPins, req, func(page *wire.Pins, err error) {
		if err != nil {
			p.asking = false
			if p.loaded == nil {
				p.fault = host.Why(err)
			}
			p.h.Raise(pinnedThing)
			return
		}
		for _, e := range page.Pins {
			have = append(have, &state.Item{Key: e.Event, Event: e})
		}
		if page.Next != 0 {
			p.load(have, page.Next)
			return
		}
		p.asking, p.loaded = false, have
		p.h.Raise(pinnedThing)
	})
}

// pinsPanel shows them beside the room.
type pinsPanel struct {
	app.Compo
	H    *host.Host
	Room string
	Rev  int

	src  *pinnedSource
	line *Timeline
	due  bool // what is pinned will be loaded again
	live bool // there was a connection when it was drawn last
}

// PinsPanel draws what is pinned in the room on the page.
func PinsPanel(h *host.Host) app.UI {
	room := h.Here()
	return &pinsPanel{H: h, Room: room, Rev: h.Rev(pinnedThing, host.Room(room), host.Messages(room), host.Unread(room), host.People,
		host.Status)}
}

// CompoID has the panel of another room begin anew.
func (p *pinsPanel) CompoID() string { return "pins of " + p.Room }

// EnterPins puts the focus into the panel.
func EnterPins() bool {
	button := platform.ByID("close-pins")
	button.Focus()
	return button.OK()
}

// OnMount loads what is pinned, and takes the focus from what opened the panel.
func (p *pinsPanel) OnMount(app.Context) {
	p.src.load(nil, 0)
	EnterPins()
}

// OnUpdate shows what has changed in the room. What is pinned there in messages that only
// this panel has loaded is asked for again, at most every few seconds while it is open; what
// could not be loaded, as soon as there is a connection.
func (p *pinsPanel) OnUpdate(app.Context) {
	p.line.Refresh()
	back := !p.live && p.H.Live()
	p.live = p.H.Live()
	if p.src.fault != "" {
		if back {
			p.src.load(nil, 0)
		}
		return
	}
	if r, ok := p.H.State.Room(p.Room); !ok || r.Top == p.src.top || p.due {
		return
	}
	p.due = true
	p.H.Later(pinsOld, p.again)
}

// again loads what is pinned once more if the panel is still open.
func (p *pinsPanel) again() {
	p.due = false
	if p.H.Panel == host.PanelPins && p.H.Here() == p.Room {
		p.src.load(nil, 0)
	}
}

// pinsOld is how long what was loaded is shown after the room has changed.
const pinsOld = 5 * time.Second

// Render draws the panel.
func (p *pinsPanel) Render() app.UI {
	if p.line == nil {
		p.src = &pinnedSource{h: p.H, room: p.Room}
		p.line = New(p.H, p.src)
	}
	name := ""
	if r, ok := p.H.State.Room(p.Room); ok {
		name = host.RoomName(r)
	}
	note := p.note()
	away := note != nil
	if !away {
		note = kit.None()
	}
	return kit.El("aside.sheet.panel", kit.K("id"), host.PanelPins, kit.K("aria-label"), text.PinnedMessages,
		kit.El("header.bar",
			kit.El("div.bar__stack",
				kit.El("h2.bar__title", kit.El("span", text.PinnedMessages)),
				kit.El("p.bar__sub", name)),
			kit.El("div.bar__end",
				kit.IconButton("close", text.ClosePins, kit.K("id"), "close-pins", kit.On("click", p.close)))),
		note,
		kit.El("div.panel__rows", p.line.View(text.PinnedMessages, away)))
}

// note is what stands in the place of the messages, if there are none.
func (p *pinsPanel) note() app.UI {
	none := false
	p.H.State.See(func(s *state.State) {
		sight, ok := p.src.Look(s)
		none = ok && len(sight.Items) == 0
	})
	switch {
	case p.src.fault != "":
		return kit.El("p.panel__note|role=alert", p.src.fault)
	case p.src.loaded == nil:
		return kit.El("p.panel__note|role=status", text.Looking)
	case none:
		return kit.El("p.panel__note|role=status", text.NothingPinned)
	}
	return nil
}

func (p *pinsPanel) close(platform.Event) { p.H.ShowPanel("") }
