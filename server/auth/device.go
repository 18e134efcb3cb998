package auth

import (
	"strings"
	"unicode/utf8"

	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/markup"
)

// naming is one thing a user agent says about itself. The first that matches
// names it: most browsers also claim to be those further down.
type naming struct{ mark, name string }

var browsers = []naming{
	{"Edg", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser", "Samsung Internet"}, {"Vivaldi", "Vivaldi"},
	{"FxiOS", "Firefox"}, {"Firefox/", "Firefox"}, {"CriOS", "Chrome"}, {"Chrome/", "Chrome"}, {"Chromium", "Chromium"},
	{"Safari/", "Safari"},
}

var systems = []naming{
	{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"CrOS", "ChromeOS"},
	{"Windows", "Windows"}, {"Macintosh", "macOS"}, {"Linux", "Linux"}, {"FreeBSD", "FreeBSD"},
}

// deviceName makes of a user agent what people recognise in a list:
// "Firefox on Linux". One that is no browser keeps its own first word.
func deviceName(agent string) string {
	browser, system := find(browsers, agent), find(systems, agent)
	switch {
	case browser != "" && system != "":
		return browser + " on " + system
	case browser != "" || system != "":
		return browser + system
	}
	own, _, _ := strings.Cut(agent, " ")
	return shorten(own)
}

func find(list []naming, agent string) string {
	for _, n := range list {
		if strings.Contains(agent, n.mark) {
			return n.name
		}
	}
	return ""
}

// shorten returns a device's own name as it is kept.
func shorten(name string) string {
	name = markup.CleanName(strings.ToValidUTF8(name[:min(len(name), 4*limits.NameRunes)], ""))
	if utf8.RuneCountInString(name) > limits.NameRunes {
		name = string([]rune(name)[:limits.NameRunes])
	}
	if name == "" {
		return "Unknown device"
	}
	return name
}

// Named returns c under a name of its own choice, if that is not "".
func (c Client) Named(device string) Client {
	if device != "" {
		c.Device = shorten(device)
	}
	return c
}
