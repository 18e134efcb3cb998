package rowhtml

import (
	"strings"
	"testing"

	"github.com/confab/confab/shared/wire"
)

func TestATextLeavesRoomForItsFirstLines(t *testing.T) {
	for lines, want := range map[int]int{1: 1, 10: 10, 214: 10} {
		out := withFiles(t, wire.File{ID: "a", Name: "tides.go", Type: "text/plain", Size: 6100, Lines: lines})
		room := `<pre tabindex="0" role="group" aria-label="First lines of tides.go" data-file="a" translate="no"><code>` +
			strings.Repeat("\n", want) + `</code>`
		if !strings.Contains(out, room) {
			t.Errorf("no %q in %s", room, out)
		}
		if strings.Contains(out, ">Show all 214 lines</button>") != (lines > want) {
			t.Errorf("%d lines: %s", lines, out)
		}
	}
	out := withFiles(t, wire.File{ID: "a", Name: "tides.go", Type: "text/plain", Size: previewAll + 1, Lines: 214})
	if strings.Contains(out, "Show all") || !strings.Contains(out, "GO, 263 kB, 214 lines") {
		t.Errorf("a text too long to show: %s", out)
	}
	if out := withFiles(t, wire.File{Name: "tides.go", Type: "text/plain", Lines: 3}); strings.Contains(out, "<pre") {
		t.Errorf("a text without an address: %s", out)
	}
}
