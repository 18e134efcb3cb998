package ui

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// dateText writes a day in a sentence, with its year unless it is this one.
func dateText(ms int64) string {
	return platform.FormatDate(ms, platform.LocalDay(ms).Year != platform.LocalDay(platform.Now()).Year)
}

// seesText goes on after the name of somebody who comes into a private room:
// what they see of before. "" if it is not told, because it goes without saying.
func seesText(h wire.History, from int64) string {
	switch h {
	case wire.HistoryAll:
		return "sees everything from the beginning"
	case wire.HistoryNone:
		return "sees messages from here on"
	case wire.HistoryFrom:
		return "sees messages from " + dateText(from) + " on"
	}
	return ""
}

// newcomersText goes on after the name of whoever changed what newcomers see.
func newcomersText(h wire.History) string {
	if h == wire.HistoryAll {
		return " changed the room: newcomers now see earlier messages"
	}
	return " changed the room: newcomers no longer see earlier messages"
}

// newcomersSwitch asks what newcomers of a private room see of before.
func newcomersSwitch(id string, on bool) app.UI {
	return el("div.setting.newcomers",
		el("div.setting__text",
			el("strong", k("id"), id+"-label", "Newcomers see earlier messages"),
			el("span", k("id"), id+"-help", "Otherwise the room begins for them on the day they come.")),
		el("span.switch",
			el("input|type=checkbox|role=switch", k("id"), id, k("aria-labelledby"), id+"-label", k("aria-describedby"), id+"-help", k("checked"), on),
			el("span")))
}

// newcomersChoice reads the switch.
func newcomersChoice(id string) wire.History {
	if platform.Checked(id) {
		return wire.HistoryAll
	}
	return wire.HistoryNone
}
