package settings

import (
	"strings"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// devicesThing changes with what is known of the sessions.
const devicesThing host.Thing = "devices"

// devices is where the person is signed in.
type devices struct {
	app.Compo
	H   *host.Host
	Rev int

	read  host.Once
	list  []wire.Session
	known bool
	fault string
}

func (d *devices) load() {
	host.Ask(d.H, wire.ListSessions, &wire.SessionList{}, func(answer *wire.Sessions, err error) {
		d.fault = ""
		if err != nil {
			d.fault = host.Why(err)
		} else {
			d.list, d.known = answer.Sessions, true
		}
		d.H.Raise(devicesThing)
	})
}

// Render draws the sessions, this one first.
func (d *devices) Render() app.UI {
	d.read.When(d.H, d.load)
	var rows []app.UI
	for _, own := range []bool{true, false} {
		for _, s := range d.list {
			if s.Current == own {
				rows = append(rows, d.row(s))
			}
		}
	}
	note := d.fault
	if note == "" && !d.known {
		note = host.Said(text.Looking)
	}
	var all app.UI
	if len(d.list) > 1 {
		all = kit.El("div.section__foot.section__foot--flush",
			kit.El("button.btn.btn--text-danger|type=button", kit.On("click", d.endOthers), text.SignOutElsewhere))
	}
	return kit.El("div", kit.El("p|role=status", note), kit.El("ul", rows), all,
		way(text.PassHeading, text.PassWhat, text.PassGo, "/account/device"))
}

func (d *devices) row(s wire.Session) app.UI {
	var tag, end app.UI
	seen := host.Said(text.LastActive(host.Said(text.DateAndTime(host.DateText(s.Seen), platform.FormatTime(s.Seen)))))
	if s.Current {
		tag, seen = kit.El("span.tag.tag--accent", text.ThisDevice), host.Said(text.ActiveNow)
	} else {
		end = kit.El("button.btn.btn--text-danger|type=button", kit.K("data-session"), s.ID, kit.K("aria-label"), text.SignOutOf(s.Device),
			kit.On("click", d.end), text.SignOut)
	}
	icon := "laptop"
	for _, hint := range []string{"iphone", "android"} {
		if strings.Contains(strings.ToLower(s.Agent), hint) {
			icon = "phone"
		}
	}
	var from app.UI
	if s.Network != "" {
		from = kit.El("span|translate=no", kit.El("bdi", s.Network))
	}
	return kit.El("li.row", kit.Icon(icon),
		kit.El("div.row__text", kit.El("strong", kit.El("bdi|translate=no", s.Device), tag), kit.El("span", seen), from),
		end)
}

// named is what a session is called.
func (d *devices) named(id string) string {
	for _, s := range d.list {
		if s.ID == id {
			return s.Device
		}
	}
	return ""
}

func (d *devices) end(e platform.Event) {
	id := kit.Data(e, "session")
	d.ask(text.EndSessionAsk(d.named(id)), text.SignOut, kit.Asks(d.H, wire.EndSession, &wire.SessionEnd{Session: id}), text.SessionEnded)
}

func (d *devices) endOthers(platform.Event) {
	d.ask(text.EndOthersAsk(len(d.list)-1), text.SignOutElsewhere, kit.Asks(d.H, wire.EndOtherSessions, &wire.SessionEndOthers{}),
		text.OthersEnded)
}

// ask asks before sessions are ended, where something may be written that was not sent yet.
func (d *devices) ask(question, yes text.Text, ask func(done func(error)), ended text.Text) {
	d.H.Overlays.Open(&kit.Confirm{
		DialogState: kit.DialogState{H: d.H},
		Question:    question, Detail: text.EndSessionDetail, No: text.Cancel, Yes: yes,
		Ask: ask,
		Done: func() {
			d.H.Say("check", ended)
			d.load()
		},
	})
}
