package settings

import (
	"strconv"
	"strings"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// The fields of the quiet hours.
const (
	daysField = "quiet-days"
	fromField = "quiet-from"
	toField   = "quiet-to"
)

// days are the choices of days, as in wire.Quiet.
var days = []struct {
	sum   int
	label text.Text
}{{0, text.QuietNever}, {127, text.QuietDaily}, {31, text.QuietWorkdays}, {96, text.QuietWeekends}}

// quiet is how people learn of what is new, and when nothing is to disturb them.
type quiet struct {
	app.Compo
	H   *host.Host
	Rev int

	form kit.DialogState
	read host.Once
	now  *wire.Quiet // as the server has it; nil: not read yet
}

func (q *quiet) load() {
	host.Ask(q.H, wire.GetProfile, &wire.ProfileRef{User: q.H.State.Me().ID}, func(told *wire.Profile, err error) {
		if !q.form.Failed(err) {
			q.now = told.Quiet
		}
	})
}

// Render draws the form.
func (q *quiet) Render() app.UI {
	q.form.H = q.H
	says := kit.El("div", kit.El("p", text.NotifiedNow), kit.El("p", text.NotNotifiedYet))
	if q.now == nil {
		q.read.When(q.H, q.load)
		return kit.El("div", says, q.form.FaultLine())
	}
	var options []app.UI
	from, to := 22*60, 8*60
	if q.now.Days != 0 {
		from, to = q.now.From, q.now.To
	}
	known := false
	option := func(sum int, label text.Text) {
		known = known || sum == q.now.Days
		options = append(options, kit.El("option", kit.K("value"), strconv.Itoa(sum), kit.K("selected"), sum == q.now.Days, label))
	}
	for _, d := range days {
		option(d.sum, d.label)
	}
	if !known {
		option(q.now.Days, text.QuietOtherDays) // another program set them
	}
	var paused app.UI
	if until := q.H.State.Me().Quiet; until > 0 {
		paused = kit.El("p|role=status", text.PausedUntil(kit.Until(until)))
	}
	zone := q.now.Zone
	if zone == "" {
		zone = platform.Zone()
	}
	return kit.El("div", says, paused, kit.El("form.quiet", kit.On("submit", q.save),
		kit.El("div.field", kit.El("label", kit.K("for"), daysField, text.QuietHours),
			kit.El("select.input", kit.K("id"), daysField, kit.K("aria-describedby"), daysField+"-help", options),
			kit.El("p.field__help", kit.K("id"), daysField+"-help", text.QuietHelp(zoneName(zone)))),
		kit.El("div.fields.fields--even", clock(fromField, text.QuietFrom, from), clock(toField, text.QuietTo, to)),
		q.form.FaultLine(),
		kit.El("div.section__foot", kit.SubmitButton(text.Save, "btn--primary", q.form.Busy))))
}

// clock is a field for a time of day, in minutes after midnight.
func clock(id string, label text.Text, minutes int) app.UI {
	shown := strconv.Itoa(100 + minutes/60)[1:] + ":" + strconv.Itoa(100 + minutes%60)[1:]
	return kit.El("div.field", kit.El("label", kit.K("for"), id, label),
		kit.Input(id, 0, kit.Class("input"), kit.K("type"), "time", kit.K("required"), true, kit.K("value"), shown))
}

// minutes reads a time of day as the browser writes it: "22:00".
func minutes(shown string) (n int, ok bool) {
	h, m, _ := strings.Cut(shown, ":")
	hour, hourErr := strconv.Atoi(h)
	minute, minuteErr := strconv.Atoi(m)
	return hour*60 + minute, hourErr == nil && minuteErr == nil
}

// save keeps the hours, in the zone that they were set in, or in that of this device. A pause stays as it is.
func (q *quiet) save(e platform.Event) {
	e.PreventDefault()
	sum, err := strconv.Atoi(kit.FieldText(daysField))
	from, fromOK := minutes(kit.FieldText(fromField))
	to, toOK := minutes(kit.FieldText(toField))
	if q.form.Busy || err != nil || !fromOK || !toOK {
		return
	}
	set := *q.now
	if set.Pause <= platform.Now() {
		set.Pause = 0
	}
	if set.Days, set.From, set.To = sum, from, to; set.Zone == "" || sum == 0 {
		set.Zone = platform.Zone()
	}
	q.form.Wait()
	host.Ask(q.H, wire.SetProfile, &wire.ProfileSet{User: q.H.State.Me().ID, Quiet: &set}, func(told *wire.Profile, err error) {
		if !q.form.Failed(err) {
			q.now = told.Quiet
			q.H.Say("check", text.QuietSaved)
		}
	})
}
