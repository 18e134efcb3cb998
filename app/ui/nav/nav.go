package nav

import (
	"slices"

	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/route"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// Place is a page that the palette offers to open.
type Place struct {
	Icon string
	Name string
	Path string
}

// Nav is the feature.
type Nav struct {
	h      *host.Host
	places func() []Place
	lines  func() []host.Line

	sections sections
}

// New returns the feature. places are the pages that the palette offers, lines those that the
// sidebar has; it is drawn again when host.Lines are raised.
func New(h *host.Host, places func() []Place, lines func() []host.Line) *Nav {
	n := &Nav{h: h, places: places, lines: lines}
	h.Own.Follow("sections", n.told)
	return n
}

// Jump opens the palette of everything, or closes it.
func (n *Nav) Jump() {
	if _, open := n.h.Overlays.Top().(*kit.Palette); open {
		n.h.Overlays.Close()
		return
	}
	kit.Choose(n.h, &jumpSource{nav: n})
}

// Browse lists the public rooms.
func (n *Nav) Browse() { kit.Choose(n.h, &browseSource{nav: n}) }

// Step goes to the next room of the list in a direction, with unread to the
// next one where something is new.
func (n *Nav) Step(by int, unread bool) {
	var all []wire.Room
	for _, g := range n.groups() {
		all = append(all, g.rooms...)
	}
	at := slices.IndexFunc(all, func(r wire.Room) bool { return r.ID == n.h.Here() })
	for i := 1; i <= len(all); i++ {
		r := all[((at+by*i)%len(all)+len(all))%len(all)]
		if r.ID != n.h.Here() && (!unread || host.News(r)) {
			n.h.Go(route.To(r.ID, 0))
			return
		}
	}
}

// ReadAll marks everything as read.
func (n *Nav) ReadAll() {
	if n.h.Eng == nil {
		return
	}
	rooms, talks := n.h.State.Rooms()
	for _, r := range append(rooms, talks...) {
		if r.Unread > 0 {
			n.h.Eng.MarkRead(r.ID, r.Top)
		}
	}
	n.h.Eng.ClearDivider(n.h.Here())
	n.h.Say("check-all", text.AllRead)
}

// goOrJoin opens a room, entering it first if need be.
func (n *Nav) goOrJoin(r wire.Room) {
	n.h.Overlays.Clear()
	if r.Joined {
		n.h.Go(route.To(r.ID, 0))
		return
	}
	n.h.Verbs.Join(r)
}
