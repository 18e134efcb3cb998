package ui

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// dateText writes a day in a sentence, with its year unless it is this one.
func dateText(ms int64) string {
	return platform.FormatDate(ms, platform.LocalDay(ms).Year != platform.LocalDay(platform.Now()).Year)
}

// newcomersSwitch asks what newcomers of a private room see of before.
func newcomersSwitch(id string, on bool) app.UI {
	return el("div.setting.newcomers",
		el("div.setting__text",
			el("strong", k("id"), id+"-label", text.NewcomersSee),
			el("span", k("id"), id+"-help", text.NewcomersSeeHelp)),
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
