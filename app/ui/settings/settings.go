// Package settings is the page on which people set what is theirs: what they tell of themselves, how they
// sign in, and how Confab looks and works on this device. Each section has an address of its own.
package settings

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/route"
	"github.com/confab/confab/shared/text"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// section is a part of the settings.
type section struct {
	name  string // in its address: one of route.Sections
	icon  string
	title text.Text
	help  text.Text
	draw  func(h *host.Host, rev int) app.UI
}

// sections are all of them.
var sections = []section{
	{route.Profile, "user", text.Profile, text.ProfileHelp, func(h *host.Host, rev int) app.UI { return &profile{H: h, Rev: rev} }},
	{route.Account, "key", text.Account, text.AccountHelp,
		func(h *host.Host, rev int) app.UI { return &password{H: h, Rev: rev} }},
	{route.Sessions, "laptop", text.Devices, text.DevicesHelp, func(h *host.Host, rev int) app.UI { return &devices{H: h, Rev: rev} }},
	{route.Appearance, "sun", text.Appearance, text.AppearanceHelp, func(h *host.Host, rev int) app.UI { return &looks{H: h, Rev: rev} }},
	{route.Notifications, "bell", text.Notifications, text.NotificationsHelp,
		func(h *host.Host, rev int) app.UI { return &quiet{H: h, Rev: rev} }},
	{route.Storage, "file", text.Storage, text.StorageHelp, func(h *host.Host, rev int) app.UI { return &storage{H: h, Rev: rev} }},
}

// sectionOf returns the section of an address; where that names none, the first.
func sectionOf(name string) section {
	for _, s := range sections {
		if s.name == name {
			return s
		}
	}
	return sections[0]
}

// Title is what the section on the page is called.
func Title(h *host.Host) string { return host.Said(sectionOf(h.Route.Section).title) }

// page is the sheet in the place of a room. On a phone the sections are a list, and each of them is a page.
type page struct {
	app.Compo
	H       *host.Host
	Section string
	Rev     int

	listed bool // the section was chosen from the list
}

// Page draws the page.
func Page(h *host.Host) app.UI {
	rev := h.Rev(host.Place, host.Status, host.Layers, host.Self, devicesThing, storageThing, looksThing)
	return &page{H: h, Section: h.Route.Section, Rev: rev}
}

// Render draws the head, the list of sections, and the section of the address.
func (p *page) Render() app.UI {
	s, class := sectionOf(p.Section), kit.Class("page--nav")
	var up func(platform.Event)
	if p.Section == "" {
		p.listed = true
	} else {
		class, up = "page--nav page--part", p.up
	}
	var entries []app.UI
	for _, one := range sections {
		current := ""
		if one.name == s.name {
			current = "page"
		}
		entries = append(entries, kit.El("a.tab", kit.K("href"), route.Section(one.name), kit.K("aria-current"), current,
			kit.Icon(one.icon), kit.El("span", one.title)))
	}
	return kit.Framed(p.H, kit.Frame{
		Title: text.Settings, Class: class, Up: up, End: kit.IconButton("close", text.CloseSettings, kit.On("click", p.close)),
		Nav: kit.El("nav.page__nav", kit.K("aria-label"), text.Settings, entries),
	}, kit.El("section.section|aria-labelledby=settings-section",
		kit.El("div.section__head", kit.El("h2.display.display--lg|id=settings-section", s.title), kit.El("p", s.help)),
		s.draw(p.H, p.Rev)))
}

// up goes back to the list, as the browser's Back does if the section was chosen from it.
func (p *page) up(platform.Event) {
	if p.listed {
		p.listed = false
		platform.Back()
		return
	}
	p.H.Replace(route.Page(route.Settings))
}

func (p *page) close(platform.Event) { p.H.Go(route.Page("")) }
