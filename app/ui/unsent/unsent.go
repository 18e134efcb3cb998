// Package unsent is the place of what could not be sent: messages and edits that the server
// has refused for good, with the reason, until the person sends, copies or deletes them, and
// below them what waits for the network, in the order in which it goes.
package unsent

import (
	"slices"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/route"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// Unsent follows the outbox. Make one with New.
type Unsent struct {
	h      *host.Host
	list   func() []engine.Letter
	failed int // how many entries were refused
}

// New returns the place on a page.
func New(h *host.Host) *Unsent {
	u := &Unsent{h: h}
	u.list = func() []engine.Letter {
		if h.Eng == nil {
			return nil
		}
		return h.Eng.Outbox().List()
	}
	return u
}

// Line leads here as long as there is anything that was refused.
func (u *Unsent) Line() (l host.Line, shown bool) {
	return host.Line{Icon: "alert", Name: text.Unsent, Count: u.failed, Alarm: true}, u.failed > 0
}

// Changed follows the outbox, and tells the person what was refused.
func (u *Unsent) Changed(refused []state.Refused) {
	letters := u.list()
	u.failed = len(letters) - len(waiting(letters))
	u.h.Raise(host.Unsent, host.Lines)
	for _, r := range refused {
		if !u.seen(r) {
			u.tell(r)
		}
	}
}

// seen reports whether the person sees what was refused in the room on the page: a failed
// row says it.
func (u *Unsent) seen(r state.Refused) bool {
	_, in := u.h.State.Room(r.Room)
	return r.Kind == wire.KindMessage && r.Room == u.h.Here() && in
}

func (u *Unsent) tell(r state.Refused) {
	why := host.Reason(r.Fail)
	switch r.Kind {
	case wire.KindMessage:
		u.h.Offer("alert", text.MessageNotSent(why), text.ShowIt, u.open)
	case wire.KindEdit:
		u.h.Offer("alert", text.ChangeNotSaved(why), text.ShowIt, u.open)
	default:
		u.h.Say("alert", text.NotDone(why))
	}
}

func (u *Unsent) open() { u.h.Go(route.Page(route.Unsent)) }

// waiting are the letters that were not refused.
func waiting(letters []engine.Letter) []engine.Letter {
	return slices.DeleteFunc(slices.Clone(letters), func(l engine.Letter) bool { return l.Fail != nil })
}

// do does with an entry what a button says.
func (u *Unsent) do(id string, what func(engine.Outbox, engine.Letter)) {
	if u.h.Eng == nil {
		return
	}
	for _, l := range u.list() {
		if l.ID == id {
			what(u.h.Eng.Outbox(), l)
		}
	}
}

func (u *Unsent) retry(e platform.Event) {
	u.do(kit.Data(e, "id"), func(b engine.Outbox, l engine.Letter) { b.Retry(l.ID) })
}

func (u *Unsent) copy(e platform.Event) {
	u.do(kit.Data(e, "id"), func(_ engine.Outbox, l engine.Letter) { u.h.Copy(l.Body, text.TextCopied) })
}

// discard deletes an entry, and offers to take that back if there is a text in it.
func (u *Unsent) discard(e platform.Event) {
	u.do(kit.Data(e, "id"), func(b engine.Outbox, l engine.Letter) {
		b.Discard(l.ID)
		if l.Body != "" {
			u.h.Offer("check", text.UnsentDeleted, text.CopyText, func() { u.h.Copy(l.Body, text.TextCopied) })
		}
	})
}

// elsewhere asks to which room the text is to be sent, and sends it.
func (u *Unsent) elsewhere(e platform.Event) {
	u.do(kit.Data(e, "id"), func(b engine.Outbox, l engine.Letter) {
		u.Choose(func(to string) {
			if _, err := u.h.Eng.SendMessage(engine.Message{Room: to, Body: l.Body, Files: l.Files}); err != nil {
				u.h.Complain(err)
				return
			}
			b.Discard(l.ID)
			u.h.Go(route.To(to, 0))
		})
	})
}

// Choose asks to which room something is to be sent.
func (u *Unsent) Choose(do func(room string)) { kit.Choose(u.h, &rooms{u, do}) }

// roomsMax is how many rooms are offered at once.
const roomsMax = 20

// rooms is what a palette chooses a room from.
type rooms struct {
	u      *Unsent
	choose func(room string)
}

// Label says what it is for.
func (s *rooms) Label() string { return host.Said(text.SendElsewhere) }

// Groups are the rooms and conversations that answer a query.
func (s *rooms) Groups(query string) []kit.OptionGroup {
	group := func(label text.Text, list []wire.Room) kit.OptionGroup {
		g := kit.OptionGroup{Label: host.Said(label)}
		for _, r := range list {
			if name := host.RoomName(r); kit.Rank(name, query) > 0 && len(g.Options) < roomsMax {
				g.Options = append(g.Options, kit.Option{Key: r.ID, Icon: kit.RoomIcon(r), Name: name, Act: func() { s.choose(r.ID) }})
			}
		}
		return g
	}
	rooms, talks := s.u.h.State.Rooms()
	return []kit.OptionGroup{group(text.Rooms, rooms), group(text.People, talks)}
}

// Search asks nobody: the person is in all these rooms.
func (s *rooms) Search(_ string, found func(error)) { found(nil) }
