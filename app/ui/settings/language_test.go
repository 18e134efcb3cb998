//go:build !js

package settings

import (
	"testing"

	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/shared/route"
	"github.com/confab/confab/shared/wire"
)

func TestThePageSpeaksItsReadersLanguage(t *testing.T) {
	hosttest.InPseudo(t)
	for _, name := range route.Sections {
		_, page := at(t, name)
		hosttest.Translated(t, "the settings, "+name, page())
	}
	h, _ := hosttest.New(t)
	hosttest.Translated(t, "the profile", hosttest.Page(&profile{H: h, told: &wire.Profile{User: hosttest.Nora}}))
	hosttest.Translated(t, "a device", hosttest.Page(&devices{H: h, known: true, list: []wire.Session{{ID: "s", Device: "Mara", Seen: 1}}}))
	hosttest.Translated(t, "the storage", hosttest.Page(&storage{H: h, known: true, told: true}))
	hosttest.Translated(t, "clearing", hosttest.Page(newClearing(h).Draw(host.Layer{H: h})))
}
