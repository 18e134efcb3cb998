package ui

import (
	"strings"

	"github.com/confab/confab/app/ui/compose"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/timeline"
	"github.com/confab/confab/shared/route"
	"github.com/confab/confab/shared/text"
)

// shortcut is a line of the list of keys.
type shortcut struct {
	keys string // those that pressed names; several that belong together are separated by blanks, too
	does text.Text
	do   func(p *page) // nil: whatever has the focus does it, the composer or a message
	over bool          // a dialog that lies over the page does not keep it from being done
	// try does it if there is something to do, and otherwise leaves the keys to what has the focus.
	try func(p *page) bool
}

// shortcuts are all keys, in the order of their list. It is filled in by init, because what they do opens
// the list.
var shortcuts []shortcut

func init() {
	shortcuts = []shortcut{
		{keys: "Command K", does: text.JumpTo, over: true, do: func(p *page) { p.nav.Jump() }},
		{keys: "Alt ↑", does: text.ShortcutPreviousRoom, do: func(p *page) { p.nav.Step(-1, false) }},
		{keys: "Alt ↓", does: text.ShortcutNextRoom, do: func(p *page) { p.nav.Step(1, false) }},
		{keys: "Alt Shift ↑", does: text.ShortcutPreviousUnread, do: func(p *page) { p.nav.Step(-1, true) }},
		{keys: "Alt Shift ↓", does: text.ShortcutNextUnread, do: func(p *page) { p.nav.Step(1, true) }},
		{keys: "Shift Esc", does: text.MarkAllRead, do: func(p *page) { p.nav.ReadAll() }},
		{keys: "Command Z", does: text.ShortcutUndoDelete, try: func(p *page) bool {
			return compose.Blank(p.write) && timeline.UndoDelete(p.h)
		}},
		{keys: "F6", does: text.ShortcutRegion, do: func(p *page) { p.keyboard.nextRegion(1) }},
		{keys: "Shift F6", does: text.ShortcutRegionBack, do: func(p *page) { p.keyboard.nextRegion(-1) }},
		{keys: "↑", does: text.ShortcutEditLast},
		{keys: "Enter", does: text.Send},
		{keys: "Shift Enter", does: text.ShortcutNewLine},
		{keys: "Esc", does: text.ShortcutEscape},
	}
	for _, s := range timeline.Shortcuts() {
		shortcuts = append(shortcuts, shortcut{keys: s.Keys, does: s.Does})
	}
	shortcuts = append(shortcuts,
		shortcut{keys: "Alt ↓", does: text.ShortcutTones},
		shortcut{keys: "Shift Enter", does: text.ShortcutMoreEmoji},
		shortcut{keys: "Command ,", does: text.Settings, do: func(p *page) { p.h.Go(route.Page(route.Settings)) }},
		shortcut{keys: "Command /", does: text.ShortcutList, over: true, do: func(p *page) { p.keyboard.list() }})
}

// shortcutOf returns what keys that are pressed together do everywhere; nil: nothing.
func shortcutOf(keys string) *shortcut {
	for i := range shortcuts {
		if s := &shortcuts[i]; (s.do != nil || s.try != nil) && s.keys == keys {
			return s
		}
	}
	return nil
}

// signs are the signs on keys that browsers call otherwise.
var signs = map[string]string{"ArrowUp": "↑", "ArrowDown": "↓", "Escape": "Esc"}

// pressed names keys that are pressed together as the list does: "Alt Shift ↑". key is what a browser
// calls the last of them, and command is Ctrl or, on a Mac, the command key.
func pressed(key string, command, alt, shift bool) string {
	name := strings.ToUpper(key)
	// With which keys a sign is written depends on the keyboard: a slash needs Shift on many.
	sign := len(key) == 1 && name == strings.ToLower(key)
	if len(key) > 1 {
		name = key
	}
	if named, ok := signs[key]; ok {
		name = named
	}
	if shift && !sign {
		name = "Shift " + name
	}
	if alt {
		name = "Alt " + name
	}
	if command {
		name = "Command " + name
	}
	return name
}

// keyNames are the keys that have names instead of signs.
var keyNames = map[string]text.Text{
	"Alt": text.KeyAlt, "Shift": text.KeyShift, "Enter": text.KeyEnter, "Esc": text.KeyEsc,
	"Home": text.KeyHome, "End": text.KeyEnd,
}

// keyName is what is written on a key.
func keyName(key string) string {
	if key == "Command" {
		return host.CommandKey("")
	}
	if name, ok := keyNames[key]; ok {
		return host.Said(name)
	}
	return key
}
