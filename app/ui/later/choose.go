package later

import (
	"strings"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// choose asks for a day and a time, and for the text of a message that is being changed.
type choose struct {
	kit.DialogState
	title text.Text
	of    *wire.Later // what is being changed; nil: it is not planned yet
	then  func(d *choose, when string)
}

const (
	textField = "later-text"
	dayField  = "later-day"
	timeField = "later-time"
)

// Draw shows the dialog.
func (d *choose) Draw(at host.Layer) app.UI { return kit.DrawDialog(at, d) }

// Title says what is planned.
func (d *choose) Title() text.Text { return d.title }

// Body has the fields, which begin tomorrow at nine.
func (d *choose) Body() []app.UI {
	day, clock := platform.LocalDay(platform.Now()+24*60*60*1000).String(), "09:00"
	words := kit.None()
	if d.of != nil {
		if day = platform.LocalDay(d.of.At).String(); d.of.State == wire.LaterWaiting {
			clock = platform.LocalClock(d.of.At)
		}
		if d.of.Does == wire.DeedSend {
			words = kit.El("div.field", kit.El("label", kit.K("for"), textField, text.Message),
				kit.TextArea(textField, kit.Class("input"), kit.K("rows"), 4, kit.K("dir"), "auto",
					kit.K("maxlength"), limits.Body, d.of.Body))
		}
	}
	field := func(id, kind, value string, label text.Text) app.UI {
		return kit.El("div.field",
			kit.El("label", kit.K("for"), id, label),
			kit.Input(id, 0, kit.Class("input"), kit.K("type"), kind, kit.K("value"), value, kit.K("required"), true,
				kit.K("data-first"), kit.Yes(id == dayField), kit.K("aria-invalid"), d.FaultAt(id) != nil, kit.On("input", d.Mended)),
			d.FaultAt(id))
	}
	return []app.UI{
		words,
		kit.El("div.plan__when", field(dayField, "date", day, text.Day), field(timeField, "time", clock, text.Time)),
		kit.El("p.plan__zone", text.InYourZone(platform.Zone())),
		d.FaultLine(),
	}
}

// Buttons are those of any form.
func (d *choose) Buttons() []app.UI {
	return []app.UI{kit.CancelButton(d.H, text.Cancel), kit.SubmitButton(text.Save, "btn--primary", d.Busy)}
}

// Submit takes the time.
func (d *choose) Submit() {
	day, clock := kit.FieldText(dayField), kit.FieldText(timeField)
	switch {
	case d.Busy:
	case day == "":
		d.RefuseAt(dayField, host.Said(text.PickDay))
	case clock == "":
		d.RefuseAt(timeField, host.Said(text.PickTime))
	default:
		d.then(d, day+"T"+clock)
	}
}

// body is the text in the dialog; nil: there is none, or it is as it was.
func (d *choose) body() *string {
	body := strings.TrimSpace(kit.FieldText(textField))
	if d.of == nil || d.of.Does != wire.DeedSend || body == d.of.Body {
		return nil
	}
	return &body
}
