//go:build !js

package settings

import (
	"testing"

	"github.com/confab/confab/app/ui/host/hosttest"
)

func TestThePageSpeaksItsReadersLanguage(t *testing.T) {
	hosttest.InPseudo(t)
	h, _ := hosttest.New(t)
	hosttest.Translated(t, "the settings", hosttest.Page(&page{H: h}))
}
