package ui

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/shared/route"
)

// The keys of messages are tried in the story that uses nothing else.
var keyMap = []string{
	"Command K", "Alt ↑", "Alt ↓", "Alt Shift ↑", "Alt Shift ↓", "Shift Esc", "Command Z", "F6", "Shift F6", "↑", "Enter", "Shift Enter",
	"Esc", "↑ ↓ Home End", "E", "R", "T", "F", "S", "U", "H", "Q", "⌫", "Shift F10", "Alt ↓", "Shift Enter", "Command ,", "Command /",
}

func TestTheListOfKeysIsTheKeyMap(t *testing.T) {
	p, _ := shown(t)
	p.keyboard.list()
	var listed []string
	for _, line := range regexp.MustCompile(`<dt>(.*?)</dt>`).FindAllStringSubmatch(hosttest.Page(&Root{p: p}), -1) {
		keys := strings.Fields(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(line[1], " "))
		listed = append(listed, strings.Replace(strings.Join(keys, " "), "Ctrl", "Command", 1))
	}
	if !slices.Equal(listed, keyMap) {
		t.Errorf("the list has %q, want %q", listed, keyMap)
	}
	var inTable []string
	for _, s := range shortcuts {
		inTable = append(inTable, s.keys)
		if s.does.IsZero() {
			t.Errorf("nothing says what %s does", s.keys)
		}
		if s.do != nil && shortcutOf(s.keys).does != s.does {
			t.Errorf("%s does two things", s.keys)
		}
	}
	if !slices.Equal(inTable, listed) {
		t.Errorf("the table has %q, the list %q", inTable, listed)
	}
}

func TestKeysAreNamedAsTheListDoes(t *testing.T) {
	for _, c := range []struct {
		key                 string
		command, alt, shift bool
		want                string
	}{
		{"k", true, false, false, "Command K"},
		{"K", true, false, false, "Command K"}, // with the caps lock on
		{"K", true, false, true, "Command Shift K"},
		{"ArrowUp", false, true, false, "Alt ↑"},
		{"ArrowDown", false, true, true, "Alt Shift ↓"},
		{"F6", false, false, true, "Shift F6"},
		{"/", true, false, true, "Command /"}, // on a German keyboard
		{",", true, false, false, "Command ,"},
		{"Escape", false, false, false, "Esc"},
		{"€", true, true, false, "Command Alt €"},
	} {
		if got := pressed(c.key, c.command, c.alt, c.shift); got != c.want {
			t.Errorf("%s is named %q, want %q", c.key, got, c.want)
		}
	}
}

func TestKeysThatWorkEverywhereDoWhatTheListSays(t *testing.T) {
	for keys, want := range map[string]func(p *page, went string) bool{
		"Command K":   func(p *page, _ string) bool { return p.h.Overlays.Any() },
		"Command /":   func(p *page, _ string) bool { return p.h.Overlays.Any() },
		"Command ,":   func(_ *page, went string) bool { return went == route.Page(route.Settings) },
		"Alt ↓":       func(_ *page, went string) bool { return went == route.To("support", 0) },
		"Alt ↑":       func(_ *page, went string) bool { return went == route.To("board", 0) },
		"Alt Shift ↓": func(_ *page, went string) bool { return went == route.To("support", 0) },
		"Alt Shift ↑": func(_ *page, went string) bool { return went == route.To("board", 0) },
	} {
		p, _ := shown(t)
		went := ""
		p.h.Verbs.Arrive = func(path string) { went = path }
		if shortcutOf(keys).do(p); !want(p, went) {
			t.Errorf("%s went to %q, opened %T", keys, went, p.h.Overlays.Top())
		}
	}
	if shortcutOf("Enter") != nil || shortcutOf("Command X") != nil {
		t.Error("keys that are the composer's or nobody's do something everywhere")
	}
}
