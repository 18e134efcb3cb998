package settings

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/text"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// looksThing changes with what is chosen.
const looksThing host.Thing = "looks"

// looks is how Confab looks and works on this device.
type looks struct {
	app.Compo
	H   *host.Host
	Rev int
}

// Render draws what can be chosen.
func (l *looks) Render() app.UI {
	var all []app.UI
	for _, one := range host.Looks {
		all = append(all, l.look(one))
	}
	return kit.El("div", all, language())
}

// look draws what can be chosen of one look.
func (l *looks) look(one *host.Look) app.UI {
	now, label := one.Now(), one.Key+"-label"
	var choices []app.UI
	for _, c := range one.Choices {
		var icon app.UI
		if c.Icon != "" {
			icon = kit.Icon(c.Icon, "icon--sm")
		}
		said := host.Said(c.Label)
		if one == &host.SendBy {
			said = host.SendKeys(c.Value)
		}
		choices = append(choices, kit.El("label",
			kit.El("input|type=radio", kit.K("name"), one.Key, kit.K("checked"), c.Value == now,
				kit.On("change", func(platform.Event) {
					one.Set(c.Value)
					l.H.Raise(looksThing, host.Hands)
				})),
			icon, said))
	}
	return kit.El("div.setting.setting--stack",
		kit.El("div.setting__text", kit.El("strong", kit.K("id"), label, one.Label), kit.El("span", one.Help)),
		kit.El("div.seg|role=radiogroup", kit.K("aria-labelledby"), label, choices))
}

// language draws the languages to choose from, if there are several.
func language() app.UI {
	tags, chosen := platform.Languages()
	if len(tags) < 2 {
		return kit.None()
	}
	options := []app.UI{kit.El("option", kit.K("value"), none, kit.K("selected"), chosen == "", text.AsTheBrowser)}
	for _, tag := range tags {
		options = append(options, kit.El("option", kit.K("value"), tag, kit.K("lang"), tag, kit.K("translate"), "no",
			kit.K("selected"), tag == chosen, platform.LanguageName(tag)))
	}
	return kit.El("div.setting.setting--stack",
		kit.El("label.setting__text|for=settings-language",
			kit.El("strong", text.PageLanguage), kit.El("span", text.LanguageHelp)),
		kit.El("select.input|id=settings-language", options,
			kit.On("change", func(e platform.Event) {
				tag := kit.Typed(e)
				if tag == none {
					tag = ""
				}
				platform.ChooseLanguage(tag)
			})))
}
