package room

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// newcomersSwitch asks what newcomers of a private room see of before.
func newcomersSwitch(id string, on bool) app.UI {
	return roomSwitch(id, text.NewcomersSee, text.NewcomersSeeHelp, on)
}

// roomSwitch is a switch with what it means.
func roomSwitch(id string, label, help text.Text, on bool) app.UI {
	return kit.El("div.setting.newcomers",
		kit.El("div.setting__text",
			kit.El("strong", kit.K("id"), id+"-label", label),
			kit.El("span", kit.K("id"), id+"-help", help)),
		kit.El("span.switch",
			kit.El("input|type=checkbox|role=switch", kit.K("id"), id, kit.K("aria-labelledby"), id+"-label",
				kit.K("aria-describedby"), id+"-help", kit.K("checked"), on),
			kit.El("span")))
}

// newcomersChoice reads the switch.
func newcomersChoice(id string) wire.History {
	if platform.Checked(id) {
		return wire.HistoryAll
	}
	return wire.HistoryNone
}
