package form

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// size is what a person's prefixes come to, in bytes.
func size(handle, name string) (n int) {
	for _, p := range Prefixes(handle, name) {
		n += len(p)
	}
	return n
}

func TestANameThatUnfoldsCostsNoMoreThanAPlainOne(t *testing.T) {
	plain := "abcdefghi bcdefghij cdefghijk defghijkl efghijklm fghijklmn ghijklmno hijklmnop" // in eight words
	for name, unfolds := range map[string]string{
		"ligatures":      strings.Repeat("\uFDFA", 80),
		"one-letter":     strings.Repeat("a ", 40),
		"many words":     strings.Repeat("z-", 4000),
		"a single sign":  strings.Repeat("İ", 80),
		"marks":          strings.Repeat("ΐ", 80),
		"squared":        strings.Repeat("㌶ ", 40),
		"no letter":      strings.Repeat("🎉", 80),
		"spaces unfold":  strings.Repeat("\u1fc1a", 40),
		"nothing at all": "",
	} {
		words := Words("ada", unfolds)
		if len(words) > 1+wordsMax {
			t.Errorf("%s: %d words", name, len(words))
		}
		for _, w := range words {
			if n := utf8.RuneCountInString(w); n > wordRunes {
				t.Errorf("%s: a word of %d code points", name, n)
			}
		}
		// A letter of theirs has up to four bytes, one of ours has one.
		if got, most := size("ada", unfolds), 4*(1+wordsMax)*PrefixRunes*(PrefixRunes+1)/2; got > most {
			t.Errorf("%s: %d bytes, a plain name has %d, and %d are the most", name, got, size("ada", plain), most)
		}
		if every := EveryPrefix("ada", unfolds); len(unfolds) < 1000 {
			for _, p := range Prefixes("ada", unfolds) {
				if !slices.Contains(every, p) {
					t.Errorf("%s: %q is left when the person is taken out", name, p)
				}
			}
		}
	}
	if n := size("ada", strings.Repeat("\uFDFA", 80)); n > size("ada", plain) {
		t.Errorf("80 ligatures cost %d bytes, 80 letters %d", n, size("ada", plain))
	}
}

func TestAPersonIsListedByEachBeginning(t *testing.T) {
	got := Prefixes("ada.devrie", "Ada de Vries")
	want := []string{
		"a", "ad", "ada", "ada.", "ada.d", "ada.de", "ada.dev", "ada.devr", "ada.devri", "ada.devrie",
		"ada ", "ada d", "ada de", "ada de ", "ada de v", "ada de vr", "ada de vri",
		"d", "de", "de ", "de v", "de vr", "de vri", "de vrie", "de vries",
		"v", "vr", "vri", "vrie", "vries",
	}
	if !slices.Equal(got, want) {
		t.Errorf("listed by %q, want %q", got, want)
	}
	if every := EveryPrefix("ada.devrie", "Ada de Vries"); !slices.Equal(every, want) {
		t.Errorf("taken out by %q, want %q", every, want)
	}
}

// Nobody has to know how a name is spelt, or on which keyboard it was written.
func TestAPersonIsFoundWithoutAccents(t *testing.T) {
	for _, c := range []struct{ query, handle, name string }{
		{"jose", "josé.garcía", "José García"},
		{"garcia", "josé.garcía", "José García"},
		{"josé g", "jose", "Jose Garcia"},
		{"jose\u0301", "josé", "José"},
		{"unal", "søren.ünal", "Søren Ünal"},
		{"soren", "søren.ünal", "Søren Ünal"},
		{"JÜRGEN VON STRASS", "jürgen", "Jürgen von Straße"},
		{"ｂｅｎ", "ben", "Ben"},
	} {
		s := Seek(c.query)
		if !slices.Contains(Prefixes(c.handle, c.name), s.Prefix) || !s.Matches(c.handle, c.name) {
			t.Errorf("%q does not find %s (@%s)", c.query, c.name, c.handle)
		}
	}
}

func TestALongQueryIsHeldAgainstTheName(t *testing.T) {
	for query, want := range map[string]bool{
		"": true, "a": true, "Augusta Ad": true, "Augusta Ada": true, "augusta ada k": true, "augusta adam": false,
		"Augusta Ada King, Countess of Lovelace and of Ockham": true, // beyond what is compared
	} {
		s := Seek(query)
		if utf8.RuneCountInString(s.Prefix) > PrefixRunes {
			t.Errorf("%q is looked for by %q", query, s.Prefix)
		}
		if got := s.Matches("ada", "Augusta Ada King, Countess of Lovelace and of Ockham"); got != want {
			t.Errorf("%q matches: %v", query, got)
		}
	}
}
