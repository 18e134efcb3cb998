package compose

import (
	"slices"
	"strings"
	"time"

	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/markup"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

const (
	// callMost is how many people are addressed without a question.
	callMost = 20
	// callHolds is how long a yes holds for a room.
	callHolds = time.Minute
)

// calling is whether the person was asked before they addressed everyone.
type calling struct {
	room string // for which they said yes last
	at   time.Time
}

// callsAll reports whether a text names everyone.
func callsAll(text string) bool {
	return strings.Contains(text, "@") && slices.ContainsFunc(markup.Mentions(text), func(ref string) bool {
		handles := markup.Handles(ref)
		return slices.Contains(handles, wire.MentionAll) || slices.Contains(handles, "here")
	})
}

// asks asks before a text is sent that notifies many, and reports whether it did. On yes the text is sent, and those
// that follow soon; on no it stays in the field.
func (s sending) asks(body string) bool {
	c := s.c
	room := c.to.Room
	r, ok := c.h.State.Room(room)
	if !ok || r.Members <= callMost || !callsAll(body) || !rights.May(rights.MentionAll, rights.In(c.h.State.Me(), r)) ||
		c.calling.room == room && time.Since(c.calling.at) < callHolds {
		return false
	}
	at := c.to
	c.h.Overlays.Open(&kit.Confirm{
		DialogState: kit.DialogState{H: c.h},
		Question:    text.CallAsk(r.Members - 1), Detail: text.CallMeans(host.RoomName(r)), No: text.Cancel, Yes: text.CallThem,
		Ask: func(done func(error)) {
			done(nil)
			if c.to == at {
				c.calling = calling{room, time.Now()}
				s.text(body)
			}
		},
	})
	return true
}
