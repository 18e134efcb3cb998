package markup

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// checkCleaned checks a table of stories of what clean makes of texts.
func checkCleaned(t *testing.T, clean func(string) string, cases []struct{ story, text, want string }) {
	t.Helper()
	for _, c := range cases {
		if got := clean(c.text); got != c.want {
			t.Errorf("%s: got %q, want %q", c.story, got, c.want)
		}
	}
}

func TestCleanRemovesWhatNoOneTyped(t *testing.T) {
	checkCleaned(t, Clean, []struct{ story, text, want string }{
		{"clean text", "a\n\tb", "a\n\tb"},
		{"line ends", "a\r\nb\rc\u2028d\u2029e", "a\nb\nc\nd\ne"},
		{"control characters", "a\x00\x07\x1b[31m\x7f\u0085b", "a[31mb"},
		{"bad bytes", "a\xffb", "a\uFFFDb"},
		{"blanks at the end", "a \n\t \n", "a"},
		{"blanks at the start stay", "  a", "  a"},
		{"only blanks", " \n ", ""},
	})
}

func TestCleanNameIsOnePlainLine(t *testing.T) {
	checkCleaned(t, CleanName, []struct{ story, text, want string }{
		{"a name", "Nora Vance", "Nora Vance"},
		{"blanks", "  Nora \t\n Vance\u00a0\u3000 ", "Nora Vance"},
		{"overrides and isolates", "a\u202eb\u2066c\u2069", "abc"},
		{"invisible characters", "No\u200bra\ufeff\u3164", "Nora"},
		{"joiners stay", "👩\u200d👧 می\u200cخواهم", "👩\u200d👧 می\u200cخواهم"},
		{"marks of direction", "gen\u200eeral\u200f\u061c", "general"},
		{"joiners that join nothing", "gen\u200deral\u200c gen\u034feral", "general general"},
		{"selectors that select nothing", "gen\ufe0feral\ufe01\U000e0101", "general"},
		{"tags that tag nothing", "general\U000e0067\U000e007f", "general"},
		{"emoji stay", "❤\ufe0f 1\ufe0f\u20e3 🏴\U000e0067\U000e0062\U000e007f 🏳\ufe0f\u200d🌈",
			"❤\ufe0f 1\ufe0f\u20e3 🏴\U000e0067\U000e0062\U000e007f 🏳\ufe0f\u200d🌈"},
		{"a joiner in Hindi", "क्\u200dष", "क्\u200dष"},
		{"tags, selectors and joiners alone", "\U000e0041\ufe0f\u200d\u200c\u034f", ""},
		{"nothing visible", "\u200b\u3164 \u2800", ""},
	})
}

func TestCleaningTwiceChangesNothing(t *testing.T) {
	odd := rapid.StringOf(rapid.SampledFrom([]rune("a1ی🏴❤👧\u200c\u200d\ufe0f\u20e3\u034f\U000e0067 \u3164")))
	rapid.Check(t, func(t *rapid.T) {
		text := string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")) + rapid.String().Draw(t, "text") + odd.Draw(t, "odd")
		once := Clean(text)
		if twice := Clean(once); twice != once {
			t.Fatalf("Clean: %q, then %q", once, twice)
		}
		if !utf8.ValidString(once) || strings.ContainsFunc(once,
			func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }) {
			t.Fatalf("not clean: %q", once)
		}
		name := CleanName(text)
		if again := CleanName(name); again != name {
			t.Fatalf("CleanName: %q, then %q", name, again)
		}
		if Visible(text) && name == "" {
			t.Fatalf("%q is visible, and empty as a name", text)
		}
	})
}

func TestCleanTextIsNotCopied(t *testing.T) {
	text := strings.Repeat("good text\n", 100) + "."
	if n := testing.AllocsPerRun(10, func() { Clean(text) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// Nobody is to receive a row in which there is nothing.
func TestInvisibleTextIsFound(t *testing.T) {
	for _, nothing := range []string{
		"", " \n\t", "\u200c", "\u200d", "\u200e", "\u200f", "\u061c", "\ufe0f", "\u034f", "\u17b4", "\U000e0020", "\u206a",
		"\U0001d159",
		"\u2800", "\u200b", "\u3164", "\u00ad", "\u2060", "\u0301", "\u0301\u200d\u3000", "**\u200b**",
		"> \u200b", "- \u2060", "~~\ufe0f~~",
		"*_\u3164_*", "`\u200b`", "```\n\u200b\n```",
	} {
		if Visible(nothing) {
			t.Errorf("%+q is visible", nothing)
		}
	}
	for _, something := range []string{
		".", "a", "\u200ba", "**", "***", "* *", ">", "-", "`", "```", "[]()",
		"👍", "❤\ufe0f", "é", "e\u0301", "न", "한", "؟", "`.`", "**\u200b", "\\", "@", "_",
	} {
		if !Visible(something) {
			t.Errorf("%+q is invisible", something)
		}
	}
}

func TestLookingForSomethingVisibleAllocatesNothing(t *testing.T) {
	for _, text := range []string{"good morning", "> quoted", "漢字", "👍", "**a**"} {
		if n := testing.AllocsPerRun(10, func() { Visible(text) }); n != 0 {
			t.Errorf("%q: %v allocations", text, n)
		}
	}
}
