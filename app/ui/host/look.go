package host

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/shared/text"
)

// Look is something about how the page looks or works on this device. web/boot.js reads what style sheets
// depend on before the first paint.
type Look struct {
	Key     string // under which the device remembers the choice
	attr    string // of the root element, by which style sheets know it; "": they need not
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
	TextSize = Look{Key: "confab.text", attr: "data-text", Label: text.TextSize, Help: text.TextSizeHelp, Choices: []LookChoice{
		{"", text.Normal, ""}, {"small", text.Small, ""}, {"large", text.Large, ""}}}
	Clock = Look{Key: platform.ClockPref, Label: text.Clock, Help: text.ClockHelp, Choices: []LookChoice{
		{"", text.AsTheLanguage, ""}, {"24", text.Hours24, ""}, {"12", text.Hours12, ""}}}
	SendBy = Look{Key: "confab.send", Label: text.SendBy, Help: text.SendByHelp, Choices: []LookChoice{
		{"", text.Text{}, ""}, {"command", text.Text{}, ""}}} // what they are called depends on the keyboard: SendKeys
)

// Looks are all of them.
var Looks = []*Look{&Theme, &Density, &TextSize, &Clock, &SendBy}

// Now returns the value that holds on this device.
func (l *Look) Now() string { return platform.Pref(l.Key) }

// Set makes the page look so, from now on.
func (l *Look) Set(value string) {
	platform.SetPref(l.Key, value)
	platform.ForgetClock()
	if l.attr == "" {
		return
	}
	if value == "" {
		platform.Root().Attrs().Remove(l.attr)
	} else {
		platform.Root().Attrs().Set(l.attr, value)
	}
}
