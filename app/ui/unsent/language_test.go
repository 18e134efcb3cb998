//go:build !js

package unsent

import (
	"testing"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/wire"
)

func TestEverySentenceOfWhatIsNotSentIsTranslated(t *testing.T) {
	hosttest.InPseudo(t)
	sealed := engine.Letter{ID: "l5", Kind: wire.KindMessage, Room: "x", Body: "hello", Fail: &wire.Error{}}
	removed, pinned := engine.Letter{ID: "l6", Kind: wire.KindDelete, Room: "general", Place: "general"}, likes
	pinned.Kind = wire.KindPin
	u, h := holding(t, sealed, removed, pinned, likes)
	hosttest.Translated(t, "what is not sent", hosttest.Page(u.Page()))
	empty, _ := holding(t)
	hosttest.Translated(t, "nothing unsent", hosttest.Page(empty.Page()))
	palette := &kit.Palette{Source: &rooms{u, func(string) {}}}
	hosttest.Translated(t, "the rooms to send it to", hosttest.Page(palette.Draw(host.Layer{H: h})))
}
