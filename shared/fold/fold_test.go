package fold_test

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/confab/confab/shared/fold"
)

// key is Key as the server calls it.
func key(s string) string { return fold.Key(norm.NFKD.String(s)) }

func TestWhatLooksAlikeIsFoundAlike(t *testing.T) {
	for _, c := range []struct{ story, typed, name string }{
		{"an accent left out", "jose garcia", "José García"},
		{"an accent written apart", "jose\u0301", "josé"},
		{"capital letters", "JOSÉ", "josé"},
		{"dots", "unal", "Ünal"},
		{"a stroke through a letter", "soren lukasz", "Søren Łukasz"},
		{"two letters in one", "aeroe strasse", "Ærøe Straße"},
		{"the capital sharp s", "STRASSE", "STRAẞE"},
		{"Turkish", "istanbul isik", "İstanbul ışık"},
		{"the end of a Greek word", "ΣΊΣΥΦΟΣ", "σίσυφος"},
		{"Russian", "еж", "Ёж"},
		{"wide letters", "ben", "Ｂｅｎ"},
		{"narrow kana", "カナ", "ｶﾅ"},
		{"a ligature", "office", "oﬃce"},
		{"Hebrew with points", "שלום", "שָׁלוֹם"},
		{"Arabic with vowels", "محمد", "مُحَمَّـد"},
		{"Vietnamese", "nguyen van đuc", "Nguyễn Văn Đức"},
		{"nothing to be seen between", "ben", "b\u200be\u00adn\u2060"},
	} {
		if got, want := key(c.name), key(c.typed); got != want {
			t.Errorf("%s: %q gives %q, %q gives %q", c.story, c.name, got, c.typed, want)
		}
	}
}

func TestDifferentLettersStayDifferent(t *testing.T) {
	for _, c := range [][2]string{
		{"か", "が"}, {"は", "ぱ"}, {"कि", "की"}, {"ก", "ก็"}, {"김", "긴"}, {"a", "а"}, {"ben", "bén2"}, {"田", "由"},
	} {
		if key(c[0]) == key(c[1]) {
			t.Errorf("%q and %q are both %q", c[0], c[1], key(c[0]))
		}
	}
}

func TestASyllableIsFoundWhileItIsComposed(t *testing.T) {
	for _, begun := range []string{"ㅂ", "베", "벤", "벤자"} {
		if !strings.HasPrefix(key("벤자민"), key(begun)) {
			t.Errorf("%q does not begin 벤자민", begun)
		}
	}
}

func TestKeyOfAKeyIsTheSame(t *testing.T) {
	for _, s := range []string{"José García", "Straße", "İı", "ﷺ", "각", "ﬃ", "①", "㎏"} {
		if once := key(s); key(once) != once {
			t.Errorf("%q: %q, then %q", s, once, key(once))
		}
	}
}

func TestFormsOfAnEmojiAreOne(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"❤\ufe0f", "❤", true}, {"👍", "👍\ufe0f", true}, {"☺\ufe0e", "☺\ufe0f", true},
		{"1\ufe0f\u20e3", "1\u20e3", true}, {"🏳\ufe0f\u200d🌈", "🏳\u200d🌈", true},
		{"👍", "👍🏽", false}, {"👍", "👎", false}, {"👩\u200d👧", "👩", false},
	} {
		if got := fold.Emoji(c.a) == fold.Emoji(c.b); got != c.same {
			t.Errorf("%+q and %+q are one emoji: %v", c.a, c.b, got)
		}
	}
}

func TestWhatUnicodeSaysToShowNothingForIsInvisible(t *testing.T) {
	for _, r := range []rune{0x200C, 0x200D, 0x200E, 0x200F, 0x061C, 0xFE0F, 0x034F, 0x17B4, 0xE0020, 0x1D159, 0x206A,
		0x2800, 0x200B, 0x3164, 0x00AD, 0x2060, 0x115F, 0xFFA0, 0xFEFF, 0x180E, 0x1D173, 0x1BCA0, 0xE0100, 0x2028, 0x00A0, 0x3000,
		0x0301, 0x20E3, 0x093F, '\t', ' ', 0x7F, 0x85, 0xFFF0, 0xE0FFF} {
		if fold.Visible(r) {
			t.Errorf("U+%04X is visible", r)
		}
	}
	for _, r := range []rune{'a', '.', '°', 'é', 'ß', '漢', '한', 'ן', '👍', '№', '∑', '⠁', '\ufffd',
		0xFFFC, 0x0600, 0x13430, 0xE000, 0x1FAE9, 0x10FFFD} {
		if !fold.Visible(r) {
			t.Errorf("U+%04X is invisible", r)
		}
	}
}

// The derivation of Default_Ignorable_Code_Point in DerivedCoreProperties.txt.
func TestIgnorableIsDerivedAsUnicodeDoes(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		want := unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Cf, unicode.Variation_Selector) &&
			!unicode.In(r, unicode.White_Space, unicode.Prepended_Concatenation_Mark) &&
			!(0xFFF9 <= r && r <= 0xFFFB) && !(0x13430 <= r && r <= 0x1343F)
		if fold.Ignorable(r) != want {
			t.Errorf("U+%04X: %v", r, !want)
		}
	}
}
