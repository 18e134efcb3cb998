package timeline

import (
	"errors"
	"time"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// deleteAll is the dialog that deletes what a person has written in a room.
type deleteAll struct {
	kit.DialogState
	room string
	user wire.User
}

// spans are of how long.
var spans = []struct {
	id    string
	label text.Text
	lasts time.Duration // 0: everything
}{
	{"delete-hour", text.LastHour, time.Hour},
	{"delete-day", text.LastDay, 24 * time.Hour},
	{"delete-all", text.Everything, 0},
}

func askDeleteAll(h *host.Host, it *state.Item, _ platform.Element) {
	h.Overlays.Open(&deleteAll{kit.DialogState{H: h}, it.Event.Room, h.State.User(it.Event.Author)})
}

// Draw shows the dialog.
func (d *deleteAll) Draw(at host.Layer) app.UI { return kit.DrawDialog(at, d) }

// Title asks whose messages.
func (d *deleteAll) Title() text.Text { return text.DeleteAllOf(d.user.Name) }

// Alert reports that what is deleted does not come back.
func (d *deleteAll) Alert() bool { return true }

// Body asks since when, and says what goes.
func (d *deleteAll) Body() []app.UI {
	var choices []app.UI
	for i, s := range spans {
		choices = append(choices, kit.El("label",
			kit.El("input|type=radio|name=delete", kit.K("id"), s.id, kit.K("checked"), i == 0), s.label))
	}
	r, _ := d.H.State.Room(d.room)
	return []app.UI{
		kit.El("fieldset.field", kit.El("legend.label", text.SinceWhen), kit.El("div.seg", choices)),
		kit.El("p", text.DeleteAllHelp(host.RoomName(r))),
	}
}

// Buttons are no and yes.
func (d *deleteAll) Buttons() []app.UI {
	return []app.UI{kit.CancelButton(d.H, text.Cancel), kit.SubmitButton(text.DeleteThem, "btn--danger", false)}
}

// Submit begins when the time to undo that is over.
func (d *deleteAll) Submit() {
	q := wire.DeleteBy{Room: d.room, User: d.user.ID}
	for _, s := range spans {
		if s.lasts > 0 && platform.Checked(s.id) {
			q.From = platform.Now() - s.lasts.Milliseconds()
		}
	}
	h, undone := d.H, false
	h.Overlays.Drop(d)
	h.Offer("trash", text.DeletingAll(d.user.Name), text.Undo, func() { undone = true })
	h.Later(undoLasts, func() {
		if !undone {
			deletePart(h, q, 0)
		}
	})
}

// deletePart deletes a part of them, and then the rest. What is too fast for the server waits.
func deletePart(h *host.Host, q wire.DeleteBy, deleted int) {
	host.Ask(h, wire.DeleteByPerson, &q, func(part *wire.DeletedBy, err error) {
		var refused *wire.Error
		switch {
		case err == nil && part.Next == 0:
			h.Say("check", text.DeletedSo(deleted+part.Deleted))
		case err == nil:
			q.After = part.Next
			deletePart(h, q, deleted+part.Deleted)
		case errors.As(err, &refused) && refused.Code == wire.CodeRate:
			h.Later(time.Duration(max(refused.RetryMS, 100))*time.Millisecond, func() { deletePart(h, q, deleted) })
		default:
			h.Complain(err)
		}
	})
}
