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
		{host.BarID, enterBar},
		{host.TimelineID, k.p.line.Enter},
		{host.PageID, func() bool {
			body := platform.ByID(host.PageID)
			body.Focus()
			return body.OK()
		}},
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

// enterBar enters the first button of the bar that is shown.
func enterBar() bool {
	for _, button := range platform.ByID(host.BarID).Buttons() {
		if button.Focus(); platform.Active().Same(button) {
			return true
		}
	}
	return false
}

// nextRegion goes to the next region, or with by -1 to the one before.
func (k *keyboard) nextRegion(by int) {
	k.p.h.Overlays.Leave()
	all := k.regions()
	at, now := -1, platform.Active()
	for i, r := range all {
		if at < 0 && platform.ByID(r.id).Contains(now) {
			at = i
		}
	}
	if at < 0 && by < 0 {
		at = 0
	}
	for range all {
		at = (at + by + len(all)) % len(all)
		if all[at].enter() {
			return
		}
	}
}
