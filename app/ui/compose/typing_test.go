package compose

import (
	"testing"

	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/shared/wire"
)

func TestWhoIsWritingIsNamed(t *testing.T) {
	h, s := hosttest.New(t)
	hosttest.Apply(t, s, &wire.Typing{Room: "general", User: "mara"})
	hosttest.Wants(t, hosttest.Page(typists(h, Target{Room: "general"})), "Mara Lindqvist", "is typing")
	hosttest.Apply(t, s, &wire.Typing{Room: "general", User: "sam"})
	hosttest.Wants(t, hosttest.Page(typists(h, Target{Room: "general"})), "<b>Mara Lindqvist</b>and<b>Sam", "are typing")
}
