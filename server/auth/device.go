package auth

import (
	"strings"
	"unicode/utf8"

	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/markup"
)

// naming is a word in a user agent and the name that it stands for. The first
// match wins, because most browsers also claim to be those further down.
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

// deviceName turns a user agent into a name that people recognise in a list:
// "Firefox on Linux". For a program that is not a browser it is the first word.
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

// shorten returns a device's own name as it will be stored.
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

// Named returns c with the name device, unless that is "".
func (c Client) Named(device string) Client {
	if device != "" {
		c.Device = shorten(device)
	}
	return c
}
