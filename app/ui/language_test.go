//go:build !js

package ui

import (
	"testing"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// What a feature says otherwise is in its own tests.
func TestEverySentenceOfThePageIsTranslated(t *testing.T) {
	hosttest.InPseudo(t)
	p, _ := shown(t)
	h := p.h
	h.Panel = host.PanelMembers
	h.Say("check", text.WasRemoved("Sam"))
	h.Complain(wire.Refused(wire.CodeNotFound, text.NoSuchMessage))
	h.Complain(errNoAnswer)
	it := &state.Item{Key: "k", Event: wire.Event{Room: "general", Seq: 7, Author: "nora", Kind: wire.KindMessage, Body: "hello"}}
	for what, show := range map[string]func(){
		"nothing over it": func() {},
		"new room":        p.rooms.Create,
		"the invitation":  func() { p.rooms.Invite(false) },
		"the first one":   func() { p.rooms.Invite(true) },
		"keys":            p.keyboard.list,
		"jump":            p.nav.Jump,
		"people":          p.people.Find,
		"people to add":   func() { p.people.Add(hosttest.General) },
		"browse":          p.nav.Browse,
		"emoji":           func() { h.Overlays.Open(kit.NewPicker(platform.Element{}, true, nil)) },
		"emoji, none":     func() { h.Overlays.Open(&kit.Picker{Query: "CODE"}) },
		"jump, nothing": func() {
			p.nav.Jump()
			h.Overlays.Top().(*kit.Palette).Query = "CODE"
		},
		"the card of Mara": func() { p.people.Card(platform.Element{}, "mara") },
		"a failure":        func() { h.Route.Room = "board" },
		"no such room":     func() { h.Route.Room = "x"; p.rooms.Knock() },
		"an answer":        func() { p.write.Reply(it) },
		"a change":         func() { p.write.Edit(it) },
	} {
		h.Overlays.Clear()
		h.Route.Room = "general"
		show()
		hosttest.Translated(t, "the page with "+what, hosttest.Page(&Root{p: p}))
	}
}
