package handle_test

import (
	"strings"
	"testing"

	"github.com/confab/confab/server/handle"
	"github.com/confab/confab/shared/limits"
)

func TestANameIsLongByWhatItStandsFor(t *testing.T) {
	for name, want := range map[string]bool{
		"":                                         false,
		strings.Repeat("ü", limits.NameRunes):      false,
		strings.Repeat("李", limits.NameRunes):      false,
		strings.Repeat("한", limits.NameRunes):      false,
		"Muhammad \uFDFA of the Library \uFDFA":    false,
		strings.Repeat("ﬃ", limits.NameRunes/2):    false,
		strings.Repeat("\uFDFA", limits.NameRunes): true,
		strings.Repeat("\uFDFA", 9):                true,
	} {
		if got := handle.Long(name); got != want {
			t.Errorf("%q is long: %v", name, got)
		}
	}
}
