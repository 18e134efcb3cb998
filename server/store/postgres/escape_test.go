package postgres

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestEveryTextIsKeptAndInItsOrder(t *testing.T) {
	texts := rapid.Custom(func(t *rapid.T) string {
		parts := []string{"\x00", "\x01", "\x02", "\x03", "a", "é", "\U0010ffff", "\x80", "\xff"}
		return strings.Join(rapid.SliceOf(rapid.SampledFrom(parts)).Draw(t, "parts"), "") + rapid.String().Draw(t, "text")
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := texts.Draw(t, "a"), texts.Draw(t, "b")
		kept, other := Escape(a), Escape(b)
		if !utf8.ValidString(kept) || strings.Contains(kept, "\x00") {
			t.Errorf("%q is kept as %q, which PostgreSQL refuses", a, kept)
		}
		if back := Unescape(kept); back != a {
			t.Errorf("%q came back as %q", a, back)
		}
		if !utf8.ValidString(a) || !utf8.ValidString(b) {
			return
		}
		if strings.Compare(a, b) != strings.Compare(kept, other) {
			t.Errorf("%q and %q are kept in another order", a, b)
		}
		if strings.HasPrefix(b, a) != strings.HasPrefix(other, kept) {
			t.Errorf("%q no longer begins with %q", b, a)
		}
	})
}

func TestHarmedEscapesAreReadAsSomething(t *testing.T) {
	for _, kept := range []string{"\x01", "a\x01", "\x01\x03", "\x01x", "\x01\x01\x01"} {
		Unescape(kept) // must not panic nor hang
	}
}
