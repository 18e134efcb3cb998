package host

import (
	"strings"
	"testing"
)

func TestEmojiThatAreUsedOftenComeFirst(t *testing.T) {
	var o often
	for _, char := range strings.Fields("👍 🎉 👍 ❤️ ❤ 👍 🚀") {
		o = o.with(char)
	}
	if got := o.String(); got != "👍 3 ❤ 2 🚀 1 🎉 1 " {
		t.Errorf("%s", got)
	}
	if again := parseOften(o.String()); again.String() != o.String() {
		t.Errorf("read again it is %s", again)
	}
}

func TestWhatIsUsedLatelyCountsMore(t *testing.T) {
	var o often
	for range 90 {
		o = o.with("👍")
	}
	for range 70 {
		o = o.with("🎉")
	}
	if o[0].char != "🎉" {
		t.Errorf("%s", o)
	}
}

func TestWhatIsRememberedOfEmojiIsBounded(t *testing.T) {
	var o often
	for i := range 10_000 {
		o = o.with(string(rune(0x1F300 + i%500)))
	}
	sum := 0
	for _, u := range o {
		sum += u.n
	}
	if len(o) > oftenKinds || sum > oftenUses {
		t.Errorf("%d emoji, %d uses", len(o), sum)
	}
	for _, damaged := range []string{"", "👍", "👍 x", "👍 -1", "👍 9999999999999999999", "3 👍 🎉"} {
		if got := parseOften(damaged); len(got) > 0 {
			t.Errorf("%q is read as %s", damaged, got)
		}
	}
	if got := parseOften(strings.Repeat("👍 1 ", 10_000)); len(got) > oftenKinds {
		t.Errorf("%d are read", len(got))
	}
}
