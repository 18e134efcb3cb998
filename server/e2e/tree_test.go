package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/confab/confab/server/proof/chrome"
)

// hears returns the nodes of the accessibility tree with a role whose name contains a text.
func (p *person) hears(role, name string) (found []chrome.Node) {
	p.t.Helper()
	nodes, err := chrome.Tree(p.tab)
	p.must("read the accessibility tree", err)
	for _, n := range nodes {
		if n.Role == role && strings.Contains(n.Name, name) {
			found = append(found, n)
		}
	}
	return found
}

// hearsOne is hears for exactly one node, with these states.
func (p *person) hearsOne(role, name string, states map[string]string) (n chrome.Node) {
	p.t.Helper()
	found := p.hears(role, name)
	if len(found) != 1 {
		p.t.Errorf("%d elements are a %s called %q, want one", len(found), role, name)
		return n
	}
	for state, want := range states {
		if got := found[0].States[state]; got != want {
			p.t.Errorf("%s %q: %s is %q, want %q, of %v", role, name, state, got, want, found[0].States)
		}
	}
	return found[0]
}

// refers checks that an element names others.
func (p *person) refers(n chrome.Node, how string) {
	p.t.Helper()
	if n.Refers[how] == 0 {
		p.t.Errorf("%s %q names nothing as its %s", n.Role, n.Name, how)
	}
}

// inLandmarks checks that everything that is read stands in a landmark, and that no heading leaves a level out.
func (p *person) inLandmarks(what string) {
	p.t.Helper()
	nodes, err := chrome.Tree(p.tab)
	p.must("read the accessibility tree", err)
	landmarks := []string{"navigation", "main", "complementary", "form", "dialog", "alertdialog", "status", "region", "banner", "link"}
	last := 0
	for _, n := range nodes {
		if n.Role == "heading" {
			level := 0
			if _, err := fmt.Sscan(n.Level, &level); err != nil || level > last+1 && last > 0 || last == 0 && level > 2 {
				p.t.Errorf("%s: the heading %q is of level %s after %d", what, n.Name, n.Level, last)
			}
			last = level
		}
		in := func(role string) bool { return slices.Contains(landmarks, role) }
		if n.Role == "StaticText" && !slices.ContainsFunc(n.Inside, in) {
			p.t.Errorf("%s: %q stands in no landmark, but in %q", what, n.Name, n.Inside)
		}
	}
}

func TestWhatAScreenReaderIsTold(t *testing.T) {
	s := serve(t, "--limits", "off")
	owner, room := tideline(t, s)
	nora := sits(t, "Nora Vance", s, chrome.Desktop)
	nora.signsIn(owner.Email)
	nora.opens("/r/" + room)
	nora.isLive()
	nora.sees("the conversation", rows("🎉🌊")+`.length === 1`)
	part := chapters(t, nora)
	part("the room", func(t *testing.T) {
		nora.hearsOne("navigation", "Rooms", nil)
		nora.hearsOne("main", "launch-week", nil)
		nora.hearsOne("form", "launch-week", nil)
		nora.hearsOne("link", "launch-week", nil)
		if log := nora.hearsOne("log", "launch-week", nil); log.States["live"] == "assertive" {
			t.Error("messages interrupt whoever listens")
		}
		for _, n := range nora.hears("article", "") {
			if n.Name == "" {
				t.Error("a message says nobody's name")
			}
		}
		if of := nora.hears("article", "Inês Duarte"); len(of) != 3 {
			t.Errorf("%d messages are by Inês, want 3", len(of))
		}
		nora.inLandmarks("the room")
	})
	part("a menu", func(t *testing.T) {
		nora.hearsOne("button", "Room menu", map[string]string{"hasPopup": "menu", "expanded": "false"})
		nora.clicks("#room-button")
		nora.sees("the menu", `document.activeElement?.matches("#menu [role]")`)
		nora.hearsOne("button", "Room menu", map[string]string{"hasPopup": "menu", "expanded": "true"})
		nora.hearsOne("menu", "Room menu", nil)
		nora.hearsOne("menuitem", "Copy link", nil)
		nora.inLandmarks("a menu")
		nora.presses(chrome.Escape)
	})
	nora.hearsDialogs(part)
	nora.hearsLists(part)
}

// hearsDialogs goes through what lies over the page.
func (p *person) hearsDialogs(part func(string, func(*testing.T))) {
	part("a dialog", func(t *testing.T) {
		p.chooses("#add-room", "plus")
		p.sees("the dialog", `document.activeElement?.id === "room-new-name" && document.querySelector(".app").inert`)
		p.hearsOne("dialog", "Create a room", map[string]string{"modal": "true"})
		p.hearsOne("textbox", "Name", map[string]string{"focused": "true"})
		if out := p.hears("navigation", "Rooms"); len(out) != 0 {
			t.Error("the list of rooms is within reach behind a dialog")
		}
		if skip := p.hears("link", "Skip"); len(skip) != 0 {
			t.Error("the skip link is within reach in front of a dialog")
		}
		p.presses(chrome.Escape)
		p.chooses("#room-button", "logout")
		p.sees("the question", `document.activeElement?.closest("[role=alertdialog]") && document.querySelector(".app").inert`)
		p.hearsOne("alertdialog", "", map[string]string{"modal": "true"})
		p.presses(chrome.Escape)
	})
	part("the palette", func(t *testing.T) {
		p.presses(chrome.K, chrome.Ctrl)
		p.sees("hits", `document.querySelector(".palette .opt[aria-selected=true]")`)
		field := p.hearsOne("combobox", "Jump", map[string]string{"focused": "true", "expanded": "true", "autocomplete": "list"})
		p.refers(field, "controls")
		p.refers(field, "activedescendant")
		p.hearsOne("listbox", "Results", nil)
		p.writes("nobody is called so")
		p.sees("no hits", `document.querySelector(".palette__note").textContent.includes("nobody") &&
		  !document.querySelector(".palette .opt")`)
		p.hearsOne("combobox", "Jump", map[string]string{"expanded": "false"})
		if bare := p.hears("listbox", ""); len(bare) != 0 {
			t.Error("there is a list without options")
		}
		p.presses(chrome.Escape)
	})
}

// hearsLists goes through what is beside the page and over the composer.
func (p *person) hearsLists(part func(string, func(*testing.T))) {
	part("suggestions", func(t *testing.T) {
		p.types(composer, "@pri")
		p.sees("suggestions", `document.querySelector("#suggestions .opt")`)
		field := p.hearsOne("textbox", "launch-week", map[string]string{"autocomplete": "list"})
		p.refers(field, "controls")
		p.refers(field, "activedescendant")
		options := p.hears("option", "Priya")
		if len(options) != 1 || options[0].States["selected"] != "true" {
			t.Errorf("the options are %v", options)
		}
		p.presses(chrome.Escape)
	})
	part("the members", func(t *testing.T) {
		p.clicks("#members-button")
		p.sees("the members", `document.querySelectorAll("#members .member").length === 7`)
		p.hearsOne("complementary", "Members", nil)
		p.hearsOne("button", "7 members", map[string]string{"expanded": "true"})
		for _, n := range p.hears("button", "Jonas Weil") {
			if slices.Contains(n.Inside, "complementary") && n.States["hasPopup"] != "menu" {
				t.Errorf("a member's button says nothing of its menu: %v", n.States)
			}
		}
		p.inLandmarks("the members")
	})
}
