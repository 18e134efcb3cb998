package settings

import (
	"strings"
	"testing"

	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/host/hosttest"
)

// Each look has its choices, and exactly one of them holds.
func TestThePageOffersEveryLook(t *testing.T) {
	h, _ := hosttest.New(t)
	html := hosttest.Page(&page{H: h})
	for _, l := range []host.Look{host.Theme, host.Density} {
		hosttest.Wants(t, html, l.Label.String(), l.Help.String())
		if n := strings.Count(html, `name="`+l.Key+`"`); n != len(l.Choices) {
			t.Errorf("%s has %d choices, want %d", l.Key, n, len(l.Choices))
		}
		for _, c := range l.Choices {
			hosttest.Wants(t, html, c.Label.String())
		}
	}
	if n := strings.Count(html, " checked"); n != 2 {
		t.Errorf("%d choices hold, want one of each look: %s", n, html)
	}
}
