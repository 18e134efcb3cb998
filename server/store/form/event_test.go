package form

import (
	"fmt"
	"testing"

	"github.com/confab/confab/shared/wire"
)

// A database from before forms of one emoji were one reaction has them apart.
func TestFormsOfOneEmojiAreReadAsOneReaction(t *testing.T) {
	var rs []wire.Reaction
	for _, r := range [][2]string{{"❤\ufe0f", "ada"}, {"❤\ufe0f", "sam"}, {"👍", "ada"}, {"❤", "sam"}, {"❤", "nora"}, {"👍\ufe0f", "ada"}} {
		rs = AddReaction(rs, r[0], r[1])
	}
	if got, want := fmt.Sprint(rs), "[{❤\ufe0f [ada sam nora]} {👍 [ada]}]"; got != want {
		t.Errorf("read as %s, want %s", got, want)
	}
}
