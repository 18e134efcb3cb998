package html

import (
	"html"
	"testing"
)

func TestTextIsEscapedAsTheStandardLibraryDoes(t *testing.T) {
	for _, s := range []string{"", "soup & salad", `<a href="x">it's</a>`, "&amp;", "漢字 \x00\xff"} {
		if got, want := EscapeString(s), html.EscapeString(s); got != want {
			t.Errorf("%q: got %q, want %q", s, got, want)
		}
	}
}
