package timeline

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/text"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// container is the place of the rows; the timeline fills it.
type container struct {
	app.Compo
	Of    *Timeline
	Label string
	Away  bool // something else stands in its place
}

// View draws the place of the rows, hidden while something else stands there.
func (t *Timeline) View(label text.Text, away bool) app.UI {
	return &container{Of: t, Label: host.Said(label), Away: away}
}

// OnMount hands the container to the timeline.
func (c *container) OnMount(app.Context) { c.Of.mount() }

// OnDismount takes it back.
func (c *container) OnDismount() { c.Of.unmount() }

// Render draws the container.
func (c *container) Render() app.UI {
	return kit.El("div.timeline|tabindex=-1", kit.K("id"), c.Of.id, kit.K("hidden"), c.Away,
		kit.El("div.timeline__log|role=log|aria-relevant=additions|tabindex=0", kit.K("id"), c.Of.logID,
			kit.K("aria-label"), c.Label))
}

// jumpBar takes a reader who has gone back in history to the end.
type jumpBar struct {
	app.Compo
	Of   *Timeline
	Room string
	Away bool
	Rev  int
}

// JumpBar draws the way to the end. It is always there, so that its number is read out when
// it changes.
func (t *Timeline) JumpBar(away bool) app.UI {
	room := t.src.Room()
	return &jumpBar{Of: t, Room: room, Away: away, Rev: t.h.Rev(t.AtEnd(), host.Room(room), host.Unread(room))}
}

// Render draws the button, if the reader is not at the end.
func (b *jumpBar) Render() app.UI {
	if b.Away || b.Of.End() {
		return kit.El("div.jumpbar|role=status")
	}
	label := text.JumpToNewest
	switch r, _ := b.Of.h.State.Room(b.Room); {
	case b.Of.src.Name() != "": // the numbers are those of the room
	case r.Unread >= limits.UnreadCount:
		label = text.NewMessagesOrMore(limits.UnreadCount - 1)
	case r.Unread > 0:
		label = text.NewMessages(r.Unread)
	}
	return kit.El("div.jumpbar|role=status",
		kit.El("button.btn|type=button", kit.On("click", b.toEnd), kit.Icon("arrow-down"), label))
}

func (b *jumpBar) toEnd(platform.Event) {
	b.Of.ToEnd()
	b.Of.h.Verbs.Compose()
}
