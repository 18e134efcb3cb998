//go:build !js

package later

import (
	"testing"

	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

func TestEverySentenceOfWhatIsDoneLaterIsTranslated(t *testing.T) {
	hosttest.InPseudo(t)
	all := []wire.Later{waits, due, about, left}
	for i := range all {
		if all[i].Body = "1"; all[i].Quote != nil {
			all[i].Quote = &wire.Quote{Text: "1"}
		}
	}
	l, h := holding(t, all...)
	hosttest.Translated(t, "what is done later", hosttest.Page(l.Page()))
	d := &choose{DialogState: kit.DialogState{H: h}, title: text.SendLater, of: &all[0]}
	hosttest.Translated(t, "when", hosttest.Page(d.Draw(host.Layer{H: h})))
}
