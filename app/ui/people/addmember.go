package people

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// addMember brings somebody into a private room, and says what they will see of
// before.
type addMember struct {
	kit.DialogState
	people *People
	room   wire.Room
	user   wire.User
	share  bool         // the person may choose
	see    wire.History // what is chosen at first
	day    string       // with HistoryFrom
	done   func(see wire.History, day string)
}

// The ids of the choices' fields.
const (
	seeNothing = "see-none"
	seeAll     = "see-all"
	seeFrom    = "see-from"
	seeDay     = "see-day"
)

func (d *addMember) Draw(at host.Layer) app.UI { return kit.DrawDialog(at, d) }
func (d *addMember) Title() text.Text          { return text.AddToTitle(d.user.Name, host.RoomName(d.room)) }

func (d *addMember) Body() []app.UI {
	if !d.share {
		return []app.UI{kit.El("p", d.willSee()), d.FaultLine()}
	}
	return []app.UI{
		kit.El("fieldset.choices.field",
			kit.El("legend.label", text.WhichTheySee),
			d.choice(seeNothing, wire.HistoryNone, text.FromNowOn, text.FromNowOnHelp),
			d.choice(seeAll, wire.HistoryAll, text.Everything, d.everything()),
			d.choice(seeFrom, wire.HistoryFrom, text.FromADayOn, text.FromADayOnHelp,
				kit.El("div.choice__more", kit.Input(seeDay, 0, kit.Class("input"), kit.K("type"), "date",
					kit.K("aria-label"), text.FirstDay, kit.K("value"), d.day,
					kit.K("max"), platform.LocalDay(platform.Now()).String(), kit.K("aria-invalid"), d.FaultAt(seeDay) != nil,
					kit.On("input", d.Mended)), d.FaultAt(seeDay)))),
		d.FaultLine(),
	}
}

// choice is one of the three, with what belongs to it alone.
func (d *addMember) choice(id string, see wire.History, label, help text.Text, more ...app.UI) app.UI {
	first := ""
	if see == d.see {
		first = "yes"
	}
	return kit.El("div.choice",
		kit.El("input|type=radio|name=see", kit.K("id"), id, kit.K("checked"), see == d.see, kit.K("data-first"), first,
			kit.K("aria-describedby"), id+"-help"),
		kit.El("div.choice__text", kit.El("label", kit.K("for"), id, label), kit.El("p", kit.K("id"), id+"-help", help)),
		more)
}

// everything says how much that is: nobody gives more than they see themselves.
func (d *addMember) everything() text.Text {
	switch {
	case d.room.Since > 0:
		return text.AllYouSee
	case d.room.At > 0:
		return text.BackTo(host.DateText(d.room.At))
	}
	return text.BackToBeginning
}

// willSee says what the newcomer sees if it is not for the person to choose.
func (d *addMember) willSee() text.Text {
	switch {
	case d.room.History != wire.HistoryAll:
		return text.WillSeeNone
	case d.room.Since > 0:
		return text.WillSeeYours
	}
	return text.WillSeeAll
}

func (d *addMember) Buttons() []app.UI {
	first := ""
	if !d.share {
		first = "yes" // there is nothing else to decide
	}
	return []app.UI{kit.CancelButton(d.H, text.Cancel),
		kit.El("button.btn.btn--primary|type=submit", kit.K("aria-disabled"), d.Busy, kit.K("data-first"), first, text.AddToRoom)}
}

func (d *addMember) Submit() {
	if d.Busy {
		return
	}
	req := &wire.MemberAdd{Room: d.room.ID, User: d.user.ID}
	if d.share {
		if fault := d.chosen(req); fault != "" {
			d.RefuseAt(seeDay, fault)
			return
		}
	}
	d.Wait()
	host.Ask(d.H, wire.AddMember, req, func(_ *wire.OK, err error) {
		if !d.Failed(err) && d.H.Overlays.Has(d) {
			d.done(req.History, kit.FieldText(seeDay))
		}
		d.people.reload()
	})
}

// chosen reads the fields into req, or says what is wrong with them.
func (d *addMember) chosen(req *wire.MemberAdd) (fault string) {
	switch {
	case platform.Checked(seeAll):
		req.History = wire.HistoryAll
	case platform.Checked(seeFrom):
		from, ok := platform.DayBegins(kit.FieldText(seeDay))
		if !ok || from > platform.Now() {
			return host.Said(text.PickFirstDay)
		}
		req.History, req.From = wire.HistoryFrom, from
	default:
		req.History = wire.HistoryNone
	}
	return ""
}
