package kit_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// form is a dialog with two fields.
type form struct {
	kit.DialogState
	sent int
}

func (d *form) Draw(at host.Layer) app.UI { return kit.DrawDialog(at, d) }
func (d *form) Title() text.Text          { return text.CreateARoom }
func (d *form) Buttons() []app.UI         { return nil }
func (d *form) Submit()                   { d.sent++ }
func (d *form) Body() []app.UI {
	return []app.UI{
		d.Field(kit.Field{ID: "name", Label: text.RoomName, Help: text.RoomNameHelp, Limit: 80, Required: text.GiveRoomName}),
		d.Field(kit.Field{ID: "topic", Label: text.Topic, Limit: 250}),
		d.FaultLine(),
	}
}

func TestAFieldSaysItselfWhatIsWrongWithIt(t *testing.T) {
	h, _ := hosttest.New(t)
	d := &form{DialogState: kit.DialogState{H: h}}
	page := func() string { return hosttest.Page(d.Draw(host.Layer{H: h})) }
	around := func(id string) string { // the field with its label, up to the next
		_, rest, _ := strings.Cut(page(), `<label for="`+id+`"`)
		field, _, _ := strings.Cut(rest, "<label")
		return field
	}
	hosttest.Wants(t, around("name"), `maxlength="80"`, `aria-describedby="name-help"`)
	hosttest.WantsNot(t, page(), "aria-invalid")

	kit.Send(d)
	if d.sent != 0 {
		t.Error("a form without what it needs is sent")
	}
	hosttest.Wants(t, around("name"), "Give the room a name.", "aria-invalid", `aria-describedby="name-fault name-help"`)
	hosttest.WantsNot(t, around("topic"), "aria-invalid")

	kit.Follow(&d.DialogState, "name", 60)
	hosttest.WantsNot(t, page(), "Give the room a name.", "aria-invalid", "characters left")
	kit.Follow(&d.DialogState, "topic", 3)
	hosttest.Wants(t, around("topic"), "3 characters left")

	if !d.FailedAt("name", wire.Refused(wire.CodeConflict, text.RoomNameTaken)) {
		t.Error("a refusal is none")
	}
	hosttest.Wants(t, around("name"), "aria-invalid", text.RoomNameTaken.String())
	if !d.FailedAt("name", errors.New("no connection")) || d.FailedAt("name", nil) {
		t.Error("what is refused, and what is not")
	}
	d.FailedAt("name", errors.New("no connection"))
	hosttest.WantsNot(t, page(), "aria-invalid")
}
