package markup

import (
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestPlainIsOneLineWithoutMarkup(t *testing.T) {
	for _, c := range []struct{ story, text, want string }{
		{"marks", "**a** _b_ ~~c~~ `d` [e](http://f.g) @h :tada:", "a b c d e @h 🎉"},
		{"lines and blanks", "  a\n\nb \t  c\n```go\nd\n\te\n```f", "a b c d e f"},
		{"an answer without what it quotes", "> old\nnew", "new"},
		{"nothing but a quote", "> old", "old"},
		{"lists", "Buy:\n- a\n  2. b\n- c", "Buy: • a 2. b • c"},
		{"an address", "http://a.com/b_c_d", "http://a.com/b_c_d"},
		{"what is hidden, however long", "it is ||the **Fulmar** of http://a.b|| and ||x||", "it is ▒▒▒▒▒ and ▒▒▒▒▒"},
		{"nothing but what is hidden", "||a||", "▒▒▒▒▒"},
		{"a heading and tasks", "# Today\n- [ ] a\n- [x] b", "Today ☐ a ☑ b"},
		{"a table", "|a|b|\n|-|-|\n|c|d|", "a b c d"},
		{"formulas", "$$a$$ is\n$$\nb\n$$", "a is b"},
		{"characters that turn the direction", "a\u202eb\u2066c", "abc"},
		{"nothing", " \n ", ""},
	} {
		if got := Plain(c.text, 100); got != c.want {
			t.Errorf("%s: got %q, want %q", c.story, got, c.want)
		}
	}
}

func TestPlainCutsBetweenCharacters(t *testing.T) {
	for _, c := range []struct {
		story, text string
		max         int
		want        string
	}{
		{"just fits", "hello", 5, "hello"},
		{"one too many", "hello", 4, "hel…"},
		{"no blank before the cut", "ab cd", 4, "ab…"},
		{"nothing fits", "hello", 1, "…"},
		{"no room at all", "hello", 0, ""},
		{"a family", "a👩‍👩‍👧b", 4, "a…"},
		{"a skin tone", "ab👍🏽c", 4, "ab…"},
		{"a heart", "ab❤️c", 4, "ab…"},
		{"flags", "🇩🇪🇫🇷🇮🇹", 4, "🇩🇪…"},
		{"an accent", "abe\u0301f", 4, "ab…"},
		{"Hindi", "कक्षा", 3, "क…"},
		{"Hangul in parts", "가나\u1112\u1161\u11ab다", 5, "가나…"},
		{"Thai", "กกำก", 3, "ก…"},
	} {
		if got := Plain(c.text, c.max); got != c.want {
			t.Errorf("%s: Plain(%q, %d) = %q, want %q", c.story, c.text, c.max, got, c.want)
		}
	}
}

func TestPlainKeepsItsLimit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		limit := rapid.IntRange(0, 40).Draw(t, "max")
		whole := Plain(text, 1<<20)
		got := Plain(text, limit)
		if n := utf8.RuneCountInString(got); n > limit || !utf8.ValidString(got) {
			t.Fatalf("%d characters, at most %d allowed: %q", n, limit, got)
		}
		if utf8.RuneCountInString(whole) <= limit && got != whole {
			t.Fatalf("cut without need: %q of %q", got, whole)
		}
	})
}

func TestFirstCluster(t *testing.T) {
	for text, want := range map[string]string{"": "", "ab": "a", "e\u0301x": "e\u0301", "👩‍👧x": "👩‍👧", "🇩🇪🇫🇷": "🇩🇪"} {
		if got := FirstCluster(text); got != want {
			t.Errorf("FirstCluster(%q) = %q", text, got)
		}
	}
}
