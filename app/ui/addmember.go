package ui

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// addMember brings somebody into a private room, and says what they will see of
// before.
type addMember struct {
	dialogState
	room  wire.Room
	user  wire.User
	share bool         // the person may choose
	see   wire.History // what is chosen at first
	day   string       // with HistoryFrom
	done  func(see wire.History, day string)
}

// The ids of the choices' fields.
const (
	seeNothing = "see-none"
	seeAll     = "see-all"
	seeFrom    = "see-from"
	seeDay     = "see-day"
)

func (d *addMember) draw(v *view, rev int) app.UI { return drawDialog(v, d, rev) }
func (d *addMember) title() text.Text             { return text.AddToTitle(d.user.Name, roomName(d.room)) }

func (d *addMember) body(*view) []app.UI {
	if !d.share {
		return []app.UI{el("p", d.willSee()), d.faultLine()}
	}
	return []app.UI{
		el("fieldset.choices.field",
			el("legend.label", text.WhichTheySee),
			d.choice(seeNothing, wire.HistoryNone, text.FromNowOn, text.FromNowOnHelp),
			d.choice(seeAll, wire.HistoryAll, text.Everything, d.everything()),
			d.choice(seeFrom, wire.HistoryFrom, text.FromADayOn, text.FromADayOnHelp,
				el("div.choice__more", el("input.input|type=date", k("aria-label"), text.FirstDay,
					k("id"), seeDay, k("value"), d.day, k("min"), firstDay(d.room), k("max"), platform.LocalDay(platform.Now()).String())))),
		d.faultLine(),
	}
}

// firstDay is when a room was made, as a date field writes it.
func firstDay(r wire.Room) string {
	if r.At == 0 {
		return ""
	}
	return platform.LocalDay(r.At).String()
}

// choice is one of the three, with what belongs to it alone.
func (d *addMember) choice(id string, see wire.History, label, help text.Text, more ...app.UI) app.UI {
	first := ""
	if see == d.see {
		first = "yes"
	}
	return el("div.choice",
		el("input|type=radio|name=see", k("id"), id, k("checked"), see == d.see, k("data-first"), first, k("aria-describedby"), id+"-help"),
		el("div.choice__text", el("label", k("for"), id, label), el("p", k("id"), id+"-help", help)),
		more)
}

// everything says how much that is: nobody gives more than they see themselves.
func (d *addMember) everything() text.Text {
	switch {
	case d.room.Since > 0:
		return text.AllYouSee
	case d.room.At > 0:
		return text.BackTo(dateText(d.room.At))
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

func (d *addMember) buttons(v *view) []app.UI {
	first := ""
	if !d.share {
		first = "yes" // there is nothing else to decide
	}
	return []app.UI{cancelButton(v, text.Cancel),
		el("button.btn.btn--primary|type=submit", k("aria-disabled"), d.busy, k("data-first"), first, text.AddToRoom)}
}

func (d *addMember) submit(v *view) {
	if d.busy {
		return
	}
	req := &wire.MemberAdd{Room: d.room.ID, User: d.user.ID}
	if d.share {
		if d.fault = d.chosen(req); d.fault != "" {
			v.touch(partOverlay)
			return
		}
	}
	d.busy = true
	ask(v, wire.AddMember, req, func(_ *wire.OK, err error) {
		if !d.failed(v, err) && v.over == d {
			d.done(req.History, fieldText(seeDay))
		}
		v.roster.load(v)
	})
}

// chosen reads the fields into req, or says what is wrong with them.
func (d *addMember) chosen(req *wire.MemberAdd) (fault string) {
	switch {
	case platform.Checked(seeAll):
		req.History = wire.HistoryAll
	case platform.Checked(seeFrom):
		from, ok := platform.DayBegins(fieldText(seeDay))
		if !ok || from > platform.Now() {
			return said(text.PickFirstDay)
		}
		req.History, req.From = wire.HistoryFrom, from
	default:
		req.History = wire.HistoryNone
	}
	return ""
}
