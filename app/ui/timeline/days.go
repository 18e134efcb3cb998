package timeline

import (
	"time"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/route"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// dayEvery is how often it is looked which day the reader has come to.
const dayEvery = 100 * time.Millisecond

// days knows the day that a reader who has gone back in history sees.
type days struct {
	t     *Timeline
	day   platform.Day
	label string // "": the reader is at the end
	due   bool   // look is about to run
}

func (d *days) thing() host.Thing { return host.Thing("day/" + d.t.id) }

// soon has look run, at most a few times a second.
func (d *days) soon() {
	if d.due {
		return
	}
	d.due = true
	d.t.h.Later(dayEvery, func() {
		d.due = false
		d.look()
	})
}

// look notes the day of the uppermost message in the window.
func (d *days) look() {
	if d.t.at.end {
		d.show(platform.Day{}, 0)
	} else if it := d.t.itemAt(d.t.at.topRow()); it != nil {
		d.show(localDay(it.Event.At), it.Event.At)
	}
}

// show shows a day, ms being a moment of it; the zero day is none.
func (d *days) show(day platform.Day, ms int64) {
	if day == d.day {
		return
	}
	d.day, d.label = day, ""
	if day != (platform.Day{}) {
		d.label = platform.FormatDay(ms, day.Year != platform.LocalDay(platform.Now()).Year)
	}
	d.t.h.Raise(d.thing())
}

// dayChip says the day at the top of the messages, and leads to another one.
type dayChip struct {
	app.Compo
	Of   *Timeline
	Away bool
	Rev  int
}

// DayChip draws the day that a reader who has gone back in history sees.
func (t *Timeline) DayChip(away bool) app.UI {
	return &dayChip{Of: t, Away: away, Rev: t.h.Rev(t.days.thing())}
}

// Render draws the button, if the reader is not at the end.
func (c *dayChip) Render() app.UI {
	label := c.Of.days.label
	if c.Away || label == "" {
		return kit.El("div.daychip")
	}
	return kit.El("div.daychip",
		kit.El("button.daychip__day|type=button|aria-haspopup=dialog", kit.K("title"), text.GoToDay,
			kit.On("click", c.open), kit.Icon("calendar"), kit.El("span", label), kit.Icon("chevron-down")))
}

func (c *dayChip) open(platform.Event) { c.Of.GoToDay() }

// GoToDay asks for a day and goes to it.
func (t *Timeline) GoToDay() {
	day := t.days.day
	if day == (platform.Day{}) {
		day = platform.LocalDay(platform.Now())
	}
	t.h.Overlays.Open(&goToDay{DialogState: kit.DialogState{H: t.h}, room: t.src.Room(), day: day.String()})
}

// goToDay asks which day of a room somebody wants to read.
type goToDay struct {
	kit.DialogState
	room string
	day  string // chosen at first
}

const dayField = "go-to-day"

func (d *goToDay) Draw(at host.Layer) app.UI { return kit.DrawDialog(at, d) }
func (d *goToDay) Title() text.Text          { return text.GoToDay }

func (d *goToDay) Body() []app.UI {
	return []app.UI{
		kit.El("div.field",
			kit.El("label", kit.K("for"), dayField, text.Day),
			kit.Input(dayField, 0, kit.Class("input"), kit.K("type"), "date", kit.K("data-first"), "yes", kit.K("value"), d.day,
				kit.K("max"), platform.LocalDay(platform.Now()).String(), // what was imported is older than its room
				kit.K("aria-invalid"), d.FaultAt(dayField) != nil, kit.On("input", d.Mended)),
			d.FaultAt(dayField)),
		kit.El("button.btn.btn--quiet|type=button", kit.On("click", d.beginning), kit.Icon("arrow-up"), text.TheBeginning),
		d.FaultLine(),
	}
}

func (d *goToDay) Buttons() []app.UI {
	return []app.UI{kit.CancelButton(d.H, text.Cancel),
		kit.El("button.btn.btn--primary|type=submit", kit.K("aria-disabled"), d.Busy, text.GoThere)}
}

// Submit goes to the day in the field.
func (d *goToDay) Submit() {
	from, ok := platform.DayBegins(kit.FieldText(dayField))
	if !ok {
		d.RefuseAt(dayField, host.Said(text.PickDay))
		return
	}
	d.find(max(from, 1))
}

func (d *goToDay) beginning(platform.Event) { d.find(1) }

// find goes to the first message at a time or later.
func (d *goToDay) find(at int64) {
	if d.Busy {
		return
	}
	d.Wait()
	host.Ask(d.H, wire.FetchHistory, &wire.Fetch{Room: d.room, At: at, Limit: 1}, func(p *wire.Page, err error) {
		if d.Failed(err) || !d.H.Overlays.Has(d) {
			return
		}
		if len(p.Events) == 0 { // nothing has been said since
			d.H.Overlays.Close()
			d.H.Verbs.ToEnd()
			return
		}
		d.H.Replace(route.To(d.room, p.Events[0].Seq))
	})
}

// topRow is the uppermost row in the window.
func (a *scroll) topRow() platform.Element {
	left, top := a.t.rows.Box().Left, a.t.scroller.Box().Top
	for step := range 6 {
		// Not in the middle, where the day itself stands.
		row := platform.At(left+rowGap, top+float64(1+step*rowGap)).Closest("#" + a.t.logID + " > [data-seq]")
		if row.OK() {
			return row
		}
	}
	return platform.Element{}
}

// saidWhen says the whole time of a message whose time is under the pointer.
func saidWhen(at platform.Element, it *state.Item) {
	if it == nil || at.Attrs().Get("title") != "" {
		return
	}
	at.Attrs().Set("title", host.Said(text.DateAndTime(platform.FormatDay(it.Event.At, true), platform.FormatTime(it.Event.At))))
}
