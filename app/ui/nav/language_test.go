//go:build !js

package nav

import (
	"testing"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/wire"
)

func TestEverySentenceOfTheListOfRoomsIsTranslated(t *testing.T) {
	hosttest.InPseudo(t)
	h, _ := hosttest.New(t)
	n := New(h, func() []Place { return nil }, nil)
	b := sidebarOf(h).(*sidebar)
	for what, open := range map[string]func(platform.Event){"rooms": b.addRoom, "the workspace": b.workspaceMenu} {
		h.Overlays.Clear()
		open(platform.Event{})
		hosttest.Translated(t, "the menu of "+what, hosttest.Page(h.Overlays.Top().Draw(host.Layer{H: h})))
	}
	for what, source := range map[string]kit.Source{
		"everything": &jumpSource{nav: n},
		"rooms":      &browseSource{n, []wire.Room{hosttest.General, {Name: "Floats", Members: 7}}},
	} {
		palette := &kit.Palette{Source: source}
		hosttest.Translated(t, "the palette of "+what, hosttest.Page(palette.Draw(host.Layer{H: h})))
	}
	hosttest.Translated(t, "the list of rooms", hosttest.Page(b))
}
