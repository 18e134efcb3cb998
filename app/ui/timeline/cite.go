package timeline

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/route"
	"github.com/confab/confab/shared/rowhtml"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// cite is a message to which a row links, as it was drawn there. item is nil if the page does not have it: it was not
// loaded, or the person may not read it.
type cite struct {
	room string
	seq  int64
	item *state.Item
}

// look returns a message that the page has; nil if it does not.
func (w rowWriter) look(room string, seq int64) *state.Item {
	if in := w.s.Rooms[room]; in != nil {
		return in.Item(seq)
	}
	return nil
}

// cite returns the message of ours to which an address leads, and notes in w.cites, if there is one, what was drawn of it.
func (w rowWriter) cite(address string) *rowhtml.Cited {
	r := route.Parse(inside(address, platform.Origin()))
	if r.Room == "" || r.Seq <= 0 {
		return nil
	}
	it := w.look(r.Room, r.Seq)
	if w.cites != nil {
		*w.cites = append(*w.cites, cite{r.Room, r.Seq, it})
	}
	if it == nil || it.Event.Kind != wire.KindMessage || it.Event.State != nil && it.Event.State.Deleted {
		return nil
	}
	e, in := &it.Event, w.s.Rooms[r.Room]
	author := w.s.User(e.Author)
	c := &rowhtml.Cited{
		Link: route.To(r.Room, r.Seq), Where: host.Said(text.AuthorAndTime(host.RoomName(in.Info), host.DateText(e.At))),
		UserID: e.Author, Name: author.Name, Picture: author.Picture, Text: effect.Excerpt(e.Body),
	}
	if c.Text == "" {
		c.Text = host.Said(rowhtml.About(e.Files))
	}
	return c
}

// stale reports whether a message to which a row links is another now.
func (w rowWriter) stale(cites []cite) bool {
	for _, c := range cites {
		if w.look(c.room, c.seq) != c.item {
			return true
		}
	}
	return false
}
