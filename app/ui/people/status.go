package people

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/markup"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// plainMood is the emoji of a status for which none was chosen: without one nobody would see it in the rows.
const plainMood = "💬"

// The fields of the dialog.
const (
	moodField  = "status-emoji"
	doingField = "status-text"
	spanField  = "status-until"
	dayField   = "status-day"
	clockField = "status-time"
)

// span is how long a status lasts.
type span string

const (
	spanNone   span = "never"
	spanHalf   span = "30m"
	spanHour   span = "1h"
	spanFour   span = "4h"
	spanToday  span = "today"
	spanWeek   span = "week"
	spanChosen span = "chosen"
	spanKept   span = "kept" // as it was set before
)

// spans are those to choose from.
var spans = []struct {
	span  span
	label text.Text
}{
	{spanNone, text.StatusStays}, {spanHalf, text.StatusHalfHour}, {spanHour, text.StatusHour}, {spanFour, text.StatusFourHours},
	{spanToday, text.StatusToday}, {spanWeek, text.StatusWeek}, {spanChosen, text.ChooseTime},
}

// presets are what people are doing often.
var presets = []struct {
	emoji string
	text  text.Text
	span  span
}{
	{"📅", text.InAMeeting, spanHour}, {"🚆", text.OnTheWay, spanHalf}, {"🎧", text.Focusing, spanFour},
	{"🤒", text.OutSick, spanToday}, {"🌴", text.OnHoliday, spanNone},
}

// until is when a span ends that begins now, in the zone of the person; 0: never. A week ends with Sunday.
func (s span) until(now int64) int64 {
	days := 1
	switch s {
	case spanHalf:
		return now + (30 * time.Minute).Milliseconds()
	case spanHour:
		return now + time.Hour.Milliseconds()
	case spanFour:
		return now + (4 * time.Hour).Milliseconds()
	case spanToday:
	case spanWeek:
		d := platform.LocalDay(now)
		days = 7 - (int(time.Date(d.Year, time.Month(d.Month), d.Date, 0, 0, 0, 0, time.UTC).Weekday())+6)%7
	default:
		return 0
	}
	d := platform.LocalDay(now)
	next := time.Date(d.Year, time.Month(d.Month), d.Date+days, 0, 0, 0, 0, time.UTC)
	at, _ := platform.DayBegins(platform.Day{Year: next.Year(), Month: int(next.Month()), Date: next.Day()}.String())
	return at
}

// Status sets what the person says they are doing.
type Status struct{ h *host.Host }

// statusDialog asks what the person is doing.
type statusDialog struct {
	kit.DialogState
	was   wire.User
	emoji string
	span  span
}

// Ask opens the dialog.
func (p Status) Ask() {
	me := p.h.State.Me()
	d := &statusDialog{DialogState: kit.DialogState{H: p.h}, was: me, emoji: me.Emoji, span: spanNone}
	if me.Until > 0 {
		d.span = spanKept
	}
	p.h.Overlays.Open(d)
}

// Draw shows the dialog.
func (d *statusDialog) Draw(at host.Layer) app.UI { return kit.DrawDialog(at, d) }

// Title names the dialog.
func (d *statusDialog) Title() text.Text { return text.YourStatus }

// Body has the field, what is often said, and how long it is so.
func (d *statusDialog) Body() []app.UI {
	var often, options []app.UI
	for _, p := range presets {
		often = append(often, kit.El("button.opt|type=button", kit.On("click", func(platform.Event) {
			d.fill(p.emoji, host.Said(p.text), p.span)
		}),
			kit.El("span.opt__emoji|aria-hidden=true", p.emoji), kit.El("span.u-grow", p.text),
			kit.El("span.opt__end", spanName(p.span))))
	}
	if d.was.Until > 0 {
		options = append(options, d.option(spanKept, kit.Until(d.was.Until)))
	}
	for _, s := range spans {
		options = append(options, d.option(s.span, host.Said(s.label)))
	}
	return []app.UI{
		kit.El("div.field", kit.El("label", kit.K("for"), doingField, text.WhatAreYouDoing),
			kit.El("div.input.input--group",
				kit.El("button.iconbtn.iconbtn--sm.iconbtn--emoji|type=button|aria-haspopup=dialog", kit.K("id"), moodField,
					kit.K("aria-label"), text.ChooseEmoji, kit.On("click", d.pick), d.mood()),
				kit.Input(doingField, limits.StatusRunes, kit.K("value"), d.was.Status, kit.K("dir"), "auto", kit.K("data-first"), "yes",
					kit.K("aria-invalid"), d.FaultAt(doingField) != nil, kit.On("input", d.Mended))),
			d.FaultAt(doingField)),
		kit.El("div.statuslist|role=group", kit.K("aria-label"), text.Suggestions, often),
		kit.El("div.field", kit.El("label", kit.K("for"), spanField, text.ClearStatusAfter),
			kit.El("select.input", kit.K("id"), spanField, kit.On("change", d.chosen), options)),
		kit.El("div.statuswhen", kit.K("hidden"), d.span != spanChosen,
			d.time(dayField, "date", platform.LocalDay(platform.Now()).String(), text.Day),
			d.time(clockField, "time", "17:00", text.Time)),
		d.FaultLine(),
	}
}

// spanName is what a span is called in the list of suggestions.
func spanName(s span) (name text.Text) {
	for _, one := range spans {
		if one.span == s {
			name = one.label
		}
	}
	return name
}

func (d *statusDialog) option(s span, label string) app.UI {
	return kit.El("option", kit.K("value"), string(s), kit.K("selected"), s == d.span, label)
}

func (d *statusDialog) time(id, kind, value string, label text.Text) app.UI {
	return kit.El("div.field", kit.El("label", kit.K("for"), id, label),
		kit.Input(id, 0, kit.Class("input"), kit.K("type"), kind, kit.K("value"), value,
			kit.K("aria-invalid"), d.FaultAt(id) != nil, kit.On("input", d.Mended)),
		d.FaultAt(id))
}

func (d *statusDialog) mood() app.UI {
	if d.emoji == "" {
		return kit.Icon("emoji-add")
	}
	return kit.Emoji(d.H, d.emoji)
}

func (d *statusDialog) chosen(e platform.Event) {
	d.span = span(kit.Typed(e))
	d.H.Raise(host.Layers)
}

// pick chooses the emoji.
func (d *statusDialog) pick(platform.Event) {
	d.H.Overlays.Open(kit.NewPicker(platform.ByID(moodField), false, func(char string) {
		d.emoji = char
		d.H.Raise(host.Layers)
		d.H.AfterFrame(func() { platform.ByID(doingField).Focus() })
	}))
}

// fill takes a suggestion.
func (d *statusDialog) fill(emoji, words string, s span) {
	d.emoji, d.span = emoji, s
	platform.Field{Element: platform.ByID(doingField)}.SetValue(words)
	platform.Choose(platform.ByID(spanField), string(s))
	d.H.Raise(host.Layers)
}

// Buttons are those of any form, and one that says that the person is doing nothing in particular.
func (d *statusDialog) Buttons() []app.UI {
	clear := kit.El("button.btn.btn--quiet.dialog__lead|type=button", kit.K("hidden"), d.was.Emoji == "", text.ClearStatus,
		kit.On("click", func(platform.Event) { d.set(wire.Status{}) }))
	return []app.UI{clear, kit.CancelButton(d.H, text.Cancel), kit.SubmitButton(text.Save, "btn--primary", d.Busy)}
}

// Submit sets the status.
func (d *statusDialog) Submit() {
	s := wire.Status{Emoji: d.emoji, Text: strings.TrimSpace(kit.FieldText(doingField))}
	switch now := platform.Now(); d.span {
	case spanKept:
		s.Until = d.was.Until
	case spanChosen:
		at, ok := platform.LocalMoment(kit.FieldText(dayField) + "T" + kit.FieldText(clockField))
		if !ok || at <= now {
			d.RefuseAt(clockField, host.Said(text.WhenIsOver))
			return
		}
		s.Until = at
	default:
		s.Until = d.span.until(now)
	}
	d.set(s)
}

func (d *statusDialog) set(s wire.Status) {
	if d.Busy {
		return
	}
	d.Wait()
	Status{d.H}.set(s, func(err error) {
		if !d.FailedAt(doingField, err) {
			d.H.Overlays.Drop(d)
		}
	})
}

// set says what the person is doing.
func (p Status) set(s wire.Status, done func(error)) {
	if s.Emoji == "" && s.Text != "" {
		s.Emoji = plainMood
	}
	host.Ask(p.h, wire.SetProfile, &wire.ProfileSet{User: p.h.State.Me().ID, Status: &s}, func(_ *wire.Profile, err error) {
		if err == nil {
			says := text.StatusWasSet
			if s.Emoji == "" {
				says = text.StatusWasCleared
			}
			p.h.Say("check", says)
		}
		done(err)
	})
}

// Clear says that the person is doing nothing in particular.
func (p Status) Clear() {
	p.set(wire.Status{}, func(err error) {
		if err != nil {
			p.h.Complain(err)
		}
	})
}

// Say says what the person is doing as it is written behind /status: an emoji or its name between colons, and a
// text. Without either the dialog is opened. done is called when that is so.
func (p Status) Say(said string, done func()) {
	if said == "" {
		done()
		p.Ask()
		return
	}
	var s wire.Status
	first, rest, _ := strings.Cut(said, " ")
	name, named := strings.CutPrefix(first, ":")
	name, closed := strings.CutSuffix(name, ":")
	char, known := markup.LookupEmoji(name)
	own := p.h.Emoji.Named(name)
	if found := kit.FindEmojis(p.h, strings.ReplaceAll(name, "_", " "), 1); !known && len(found) > 0 {
		char, known = found[0].Char, true // the list of all has more names
	}
	switch r, _ := utf8.DecodeRuneInString(first); {
	case named && closed && own != nil:
		s.Emoji, s.Text = ":"+own.Name+":", rest
	case named && closed && known:
		s.Emoji, s.Text = char, rest
	case r >= 0x2190 && r < 0x2e80 || r >= 0x1f000: // signs and pictures; letters of all languages are elsewhere
		s.Emoji, s.Text = first, rest
	default:
		s.Text = said
	}
	s.Text = strings.TrimSpace(s.Text)
	p.set(s, func(err error) {
		if err != nil {
			p.h.Complain(err)
			return
		}
		done()
	})
}

// Pause has nothing disturb the person until a time; with 0, what disturbs does so again, until the next of their hours. Those
// are asked for first: they are kept.
func (p Status) Pause(until int64) {
	me := p.h.State.Me().ID
	host.Ask(p.h, wire.GetProfile, &wire.ProfileRef{User: me}, func(told *wire.Profile, err error) {
		if err != nil || told.Quiet == nil {
			p.h.Complain(err)
			return
		}
		told.Quiet.Pause = until
		host.Ask(p.h, wire.SetProfile, &wire.ProfileSet{User: me, Quiet: told.Quiet}, func(now *wire.Profile, err error) {
			switch {
			case err != nil:
				p.h.Complain(err)
			case now.User.Quiet > 0:
				p.h.Say("bell-off", text.PausedUntil(kit.Until(now.User.Quiet)))
			default:
				p.h.Say("bell", text.NotPaused)
			}
		})
	})
}
