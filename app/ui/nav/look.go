package nav

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/text"
)

// The boot script reads these before the first paint.
const (
	themeKey   = "confab.theme"
	densityKey = "confab.density"
)

// themeItems offers the themes. The system's is the default.
func themeItems() []kit.MenuItem {
	return choices(themeKey, "data-theme",
		[]choice{{"", text.SystemTheme, "laptop"}, {"light", text.Light, "sun"}, {"dark", text.Dark, "moon"}})
}

func densityItems() []kit.MenuItem {
	return choices(densityKey, "data-density", []choice{{"", text.Cosy, "list"}, {"compact", text.Compact, "filter"}})
}

type choice struct {
	value string
	label text.Text
	icon  string
}

func choices(key, attr string, of []choice) []kit.MenuItem {
	now := platform.Pref(key)
	var items []kit.MenuItem
	for _, c := range of {
		items = append(items, kit.MenuItem{Icon: c.icon, Label: c.label, Choice: true, Checked: c.value == now, Act: func() {
			platform.SetPref(key, c.value)
			if c.value == "" {
				platform.Root().Attrs().Remove(attr)
			} else {
				platform.Root().Attrs().Set(attr, c.value)
			}
		}})
	}
	return items
}
