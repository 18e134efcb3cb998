package room

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Stands is what there is to see in a room.
type Stands int

// What there can be.
const (
	Messages Stands = iota
	Loading
	Failed
	Empty
	Door   // a room the person may join
	NoRoom // no such room, for them
)

// Stand says what there is to see in the room on the page.
func (o *Rooms) Stand() (s Stands) {
	s = Loading
	here := o.h.Here()
	o.h.State.See(func(st *state.State) {
		r := st.Rooms[here]
		switch {
		case r == nil && o.door.room.ID == here && here != "":
			s = Door
		case r == nil && o.door.missing && here != "":
			s = NoRoom
		case r == nil:
		case len(r.Items) > 0 || len(r.Pending) > 0:
			s = Messages
		case r.Loaded():
			s = Empty
		case r.Trouble != nil && r.Loading == 0:
			s = Failed
		}
	})
	return s
}

// trouble says that more history could not be fetched, or that it is being fetched.
type trouble struct {
	app.Compo
	Of   *Rooms
	Room string
	Rev  int
}

// Trouble draws what is the matter with the messages shown.
func (o *Rooms) Trouble() app.UI {
	room := o.h.Here()
	return &trouble{Of: o, Room: room, Rev: o.h.Rev(host.Room(room), host.Messages(room), host.Status)}
}

// Render draws the line.
func (t *trouble) Render() app.UI {
	var fault *wire.Error
	busy := false
	t.Of.h.State.See(func(st *state.State) {
		if r := st.Rooms[t.Room]; r != nil && t.Of.Stand() == Messages {
			fault, busy = r.Trouble, r.Loading&state.LoadingOlder != 0
		}
	})
	switch {
	case fault != nil && t.Of.h.Live():
		return kit.El("div.banner|role=status",
			kit.El("span", text.MoreNotLoaded(host.Reason(fault))),
			kit.El("button|type=button", text.TryAgain, kit.On("click", t.retry)))
	case busy:
		return kit.El("div.room__busy|aria-hidden=true")
	}
	return kit.None()
}

func (t *trouble) retry(platform.Event) { t.Of.reload() }

// instead is what stands in the place of messages.
type instead struct {
	app.Compo
	Of   *Rooms
	Room string
	Rev  int
}

// Instead draws what stands in the place of messages.
func (o *Rooms) Instead() app.UI {
	room := o.h.Here()
	return &instead{Of: o, Room: room, Rev: o.h.Rev(host.Room(room), host.Messages(room), host.Status, doorThing)}
}

// Render draws it, if there are no messages to see.
func (i *instead) Render() app.UI {
	switch r, _ := i.Of.h.State.Room(i.Room); i.Of.Stand() {
	case Loading:
		return skeleton()
	case Empty:
		about := text.FirstToRead
		switch {
		case len(r.Peers) > 0:
			about = text.GroupBegins(r.Members)
		case r.Kind == wire.RoomDM:
			about = text.BetweenTheTwo(host.RoomName(r))
		}
		return i.empty(kit.RoomIcon(r), host.Said(text.NothingHereYet), host.Said(about), text.Text{}, nil)
	case Failed:
		return i.empty("alert", host.Said(text.RoomNotLoaded), host.Said(text.CheckConnection), text.TryAgain, i.retry)
	case NoRoom:
		return i.empty("lock", host.Said(text.CannotOpenRoom), host.Said(text.PrivateOrGone), text.BrowseRooms, i.browse)
	case Door:
		d := i.Of.door.room
		return i.empty("hash", d.Name, d.Topic, text.JoinRoom, i.join, kit.El("p", text.MemberCount(d.Members)))
	}
	return kit.None()
}

func (i *instead) empty(iconName, title, about string, action text.Text, act func(platform.Event), more ...app.UI) app.UI {
	var button, says app.UI
	if about != "" {
		says = kit.El("p", about)
	}
	if !action.IsZero() {
		button = kit.El("button.btn.btn--primary|type=button", action, kit.On("click", act))
	}
	return kit.El("div.timeline", kit.El("div.empty",
		kit.Icon(iconName), kit.El("h2.display.display--lg", title), says, more, button))
}

func (i *instead) retry(platform.Event)  { i.Of.reload() }
func (i *instead) browse(platform.Event) { i.Of.h.Verbs.Browse() }
func (i *instead) join(platform.Event)   { i.Of.Join(i.Of.door.room) }
