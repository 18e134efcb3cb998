//go:build !js

package timeline

import (
	"testing"

	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/app/ui/kit"
)

func TestWhatSomebodyWroteIsDeletedAfterAQuestionAndAMoment(t *testing.T) {
	h, _ := hosttest.New(t)
	d := &deleteAll{kit.DialogState{H: h}, "general", hosttest.Sam}
	h.Overlays.Open(d)
	hosttest.Wants(t, hosttest.Page(d.Draw(host.Layer{H: h})), "Sam &lt;Okafor&gt;", "Last hour", "Everything", "general")
	d.Submit()
	if h.Overlays.Any() || len(h.Notices.List) != 1 || h.Notices.List[0].Action != "Undo" {
		t.Errorf("after the answer there are %+v", h.Notices.List)
	}
	hosttest.InPseudo(t)
	hosttest.Translated(t, "deleting all", hosttest.Page(d.Draw(host.Layer{H: h})))
}
