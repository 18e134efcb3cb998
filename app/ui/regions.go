package ui

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
)

// region is a part of the page that F6 goes to.
type region struct {
	id    string
	enter func() bool // puts the focus into it, and reports whether it is there
}

// regions are all of them, in the order of F6.
func (k *keyboard) regions() []region {
	panel := panelNamed(k.p.h.Panel)
	return []region{
		{host.SidebarID, enterSidebar},
		{host.TimelineID, k.p.line.Enter},
		{host.ComposerID, func() bool {
			k.p.write.Focus()
			return platform.ByID(host.ComposerID).OK()
		}},
		{panel.name, func() bool { return panel.enter != nil && panel.enter(k.p) }},
	}
}

func enterSidebar() bool {
	if host.Narrow() {
		return false
	}
	link := platform.Query(".sidebar .roomlink[aria-current]")
	if !link.OK() {
		link = platform.Query(".sidebar .roomlink")
	}
	link.Focus()
	return link.OK()
}

func (k *keyboard) nextRegion(back bool) {
	all := k.regions()
	by := 1
	if back {
		by = -1
	}
	at, now := -1, platform.Active()
	for i, r := range all {
		if at < 0 && platform.ByID(r.id).Contains(now) {
			at = i
		}
	}
	for range all {
		at = (at + by + len(all)) % len(all)
		if all[at].enter() {
			return
		}
	}
}
