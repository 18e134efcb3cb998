package ui

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/shared/text"
)

// The boot script reads these before the first paint.
const (
	themeKey   = "confab.theme"
	densityKey = "confab.density"
)

// themeItems offers the themes. The system's is the default.
func themeItems() []menuItem {
	return choices(themeKey, "data-theme",
		[]choice{{"", text.SystemTheme, "laptop"}, {"light", text.Light, "sun"}, {"dark", text.Dark, "moon"}})
}

func densityItems() []menuItem {
	return choices(densityKey, "data-density", []choice{{"", text.Cosy, "list"}, {"compact", text.Compact, "filter"}})
}

type choice struct {
	value string
	label text.Text
	icon  string
}

func choices(key, attr string, of []choice) []menuItem {
	now := platform.Pref(key)
	var items []menuItem
	for _, c := range of {
		items = append(items, menuItem{icon: c.icon, label: c.label, choice: true, checked: c.value == now, act: func() {
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
