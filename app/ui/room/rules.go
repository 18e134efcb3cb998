package room

import (
	"strconv"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// The fields of a room's rules.
const (
	hostsField = "room-hosts-post"
	callField  = "room-all-call"
	slowField  = "room-slow"
)

// slowSteps are the pauses to choose from, in seconds.
var slowSteps = [...]int{0, 10, 30, 60, 300, 900, 3600}

// ruleFields ask who may write in a room, address everyone, and how often.
func ruleFields(r wire.Room, may bool) app.UI {
	if !may {
		return kit.None()
	}
	var steps []app.UI
	known := false
	for _, s := range slowSteps {
		steps = append(steps, slowStep(s, r.Slow))
		known = known || s == r.Slow
	}
	if !known { // a program set it
		steps = append(steps, slowStep(r.Slow, r.Slow))
	}
	return kit.El("div",
		roomSwitch(hostsField, text.OnlyHostsPost, text.OnlyHostsPostHelp, r.Posting == wire.ScopeHosts),
		roomSwitch(callField, text.AllMayCall, text.AllMayCallHelp(r.Members), r.Calling == wire.ScopeAll),
		kit.El("div.setting.setting--stack",
			kit.El("div.setting__text", kit.El("strong", kit.K("id"), slowField+"-label", text.SlowMode),
				kit.El("span", text.SlowModeHelp)),
			kit.El("select.input", kit.K("id"), slowField, kit.K("aria-labelledby"), slowField+"-label", steps)))
}

func slowStep(seconds, now int) app.UI {
	label := text.SlowOff
	switch {
	case seconds == 3600:
		label = text.Hours(1)
	case seconds >= 60 && seconds%60 == 0:
		label = text.Minutes(seconds / 60)
	case seconds > 0:
		label = text.Seconds(seconds)
	}
	return kit.El("option", kit.K("value"), strconv.Itoa(seconds), kit.K("selected"), seconds == now, label)
}

// rulesChosen is what is different now; nil: nothing.
func rulesChosen(r wire.Room) *wire.RoomSet {
	q := &wire.RoomSet{Room: r.ID}
	scope := func(field string, on, off wire.Scope) *wire.Scope {
		if platform.Checked(field) {
			return &on
		}
		return &off
	}
	if platform.Checked(hostsField) != (r.Posting == wire.ScopeHosts) {
		q.Posting = scope(hostsField, wire.ScopeHosts, wire.ScopeAll)
	}
	if platform.Checked(callField) != (r.Calling == wire.ScopeAll) {
		q.Calling = scope(callField, wire.ScopeAll, wire.ScopeHosts)
	}
	if slow, err := strconv.Atoi(kit.FieldText(slowField)); err == nil && slow != r.Slow {
		q.Slow = &slow
	}
	if q.Posting == nil && q.Calling == nil && q.Slow == nil {
		return nil
	}
	return q
}
