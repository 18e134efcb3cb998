// Package settings is the page on which people set what is theirs.
package settings

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/text"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// page is the sheet in the place of a room.
type page struct {
	app.Compo
	H   *host.Host
	Rev int
}

// Page draws the page.
func Page(h *host.Host) app.UI { return &page{H: h, Rev: h.Rev(host.Place)} }

// Render draws the head and what can be set.
func (p *page) Render() app.UI {
	return kit.Page(p.H, text.Settings,
		kit.El("section.section|aria-labelledby=settings-look",
			kit.El("div.section__head",
				kit.El("h2.display.display--lg|id=settings-look", text.Appearance),
				kit.El("p", text.AppearanceHelp)),
			look(&host.Theme),
			look(&host.Density)))
}

// look draws what can be chosen of one look.
func look(l *host.Look) app.UI {
	now, label := l.Now(), l.Key+"-label"
	var choices []app.UI
	for _, c := range l.Choices {
		choices = append(choices, kit.El("label",
			kit.El("input|type=radio", kit.K("name"), l.Key, kit.K("checked"), c.Value == now,
				kit.On("change", func(platform.Event) { l.Set(c.Value) })),
			kit.Icon(c.Icon, "icon--sm"), c.Label))
	}
	return kit.El("div.setting",
		kit.El("div.setting__text", kit.El("strong", kit.K("id"), label, l.Label), kit.El("span", l.Help)),
		kit.El("div.seg|role=radiogroup", kit.K("aria-labelledby"), label, choices))
}
