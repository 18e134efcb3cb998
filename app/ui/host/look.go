package host

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/shared/text"
)

// Look is something about how the page looks on this device. web/boot.js reads it before
// the first paint.
type Look struct {
	Key     string // under which the device remembers the choice
	attr    string // of the root element, by which style sheets know it
	Label   text.Text
	Help    text.Text
	Choices []LookChoice // the first is the default
}

// LookChoice is one of the values of a Look. The default's is "".
type LookChoice struct {
	Value string
	Label text.Text
	Icon  string
}

// The looks that people choose.
var (
	Theme = Look{Key: "confab.theme", attr: "data-theme", Label: text.Theme, Help: text.ThemeHelp, Choices: []LookChoice{
		{"", text.SystemTheme, "laptop"}, {"light", text.Light, "sun"}, {"dark", text.Dark, "moon"}}}
	Density = Look{Key: "confab.density", attr: "data-density", Label: text.Density, Help: text.DensityHelp, Choices: []LookChoice{
		{"", text.Cosy, "list"}, {"compact", text.Compact, "filter"}}}
)

// Now returns the value that holds on this device.
func (l *Look) Now() string { return platform.Pref(l.Key) }

// Set makes the page look so, from now on.
func (l *Look) Set(value string) {
	platform.SetPref(l.Key, value)
	if value == "" {
		platform.Root().Attrs().Remove(l.attr)
	} else {
		platform.Root().Attrs().Set(l.attr, value)
	}
}
