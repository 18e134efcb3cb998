package markup

import (
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// fragments are what generated messages are made of: every mark, in every neighbourhood.
var fragments = []string{
	"*", "**", "***", "_", "__", "~~", "~", "`", "``", "```", "\n", "\n\n", " ", "  ", "\t", "> ", ">", "- ", "* ", "1. ", "2) ",
	"[", "]", "](", "(", ")", "<", ">", "@", ":", ":tada:", "\\", "http://", "https://a.b", "www.a.b", "mailto:a@b.c", "javascript:",
	"|", "||", "|-|", "|-|-|\n", "|a|b|\n", "# ", "- [ ] ", "[x] ", "$$", "$",
	"a", "b c", "foo_bar", "é", "陈", "。", "🎉", "👩‍👧", "\u0301", "\u202e", ".", ",", "!", "0", "12", "\x00", "\xff", "\r\n", "¯\\_(ツ)_/¯",
}

func message() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		least := rapid.SampledFrom([]int{0, 10, 40}).Draw(t, "least") // rapid prefers short ones
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(fragments), least, 80).Draw(t, "fragments"), "")
	})
}

func TestAnyTextKeepsTheRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		if err := check(message().Draw(t, "text")); err != nil {
			t.Fatal(err)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, c := range golden {
		f.Add(c.text)
	}
	for _, s := range pathological {
		f.Add(strings.Repeat(s.unit, 40))
	}
	f.Fuzz(func(t *testing.T, text string) {
		if err := check(text); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		Plain(text, 80)
		Mentions(text)
		if once := Clean(text); Clean(once) != once {
			t.Fatalf("Clean is not idempotent on %q", text)
		}
		if once := CleanName(text); CleanName(once) != once {
			t.Fatalf("CleanName is not idempotent on %q", text)
		}
	})
}

// check holds what is true of every document.
func check(text string) error {
	doc, steps := parse(text)
	if most := stepsPerByte*len(text) + 100; steps > most {
		return fmt.Errorf("%d steps for %d bytes", steps, len(text))
	}
	if err := checkNesting(doc); err != nil {
		return fmt.Errorf("%w in %s", err, show(doc))
	}
	return checkConserved(text, doc)
}

// checkNesting wants each pair closed in order, blocks where blocks belong, no emphasis within the
// same, no link within a link, and only addresses that may be linked to.
func checkNesting(doc Doc) error {
	var open []Token
	paragraphs := []int{0}
	lone := []bool{false}
	inside := func(k Kind) bool {
		for _, t := range open {
			if t.Kind == k {
				return true
			}
		}
		return false
	}
	for i, t := range doc.Tokens {
		if t.Kind == Text && t.Text == "" {
			return fmt.Errorf("token %d: empty text", i)
		}
		inline := t.Kind < Paragraph
		holds := t.Kind == Paragraph || t.Kind == Heading || t.Kind == Cell // inlines
		leaf := inside(Paragraph) || inside(Heading) || inside(Cell)
		grid := t.Kind == Row && inside(Table) && !inside(Row) || t.Kind == Cell && inside(Row) || t.Kind == Table || t.Kind == Row && t.End
		if inline != leaf && !(t.End && holds) || !inline && inside(Table) && !grid || (t.Kind == Row || t.Kind == Cell) && !grid {
			return fmt.Errorf("token %d: kind %d at the wrong level", i, t.Kind)
		}
		pair := t.Kind >= Bold && t.Kind <= Link || t.Kind >= Paragraph && t.Kind < CodeBlock
		switch {
		case t.End:
			if len(open) == 0 || open[len(open)-1].Kind != t.Kind || !pair {
				return fmt.Errorf("token %d: ends what is not open", i)
			}
			open = open[:len(open)-1]
			if t.Kind == Quote || t.Kind == Item {
				n := len(paragraphs) - 1
				if lone[n] != (paragraphs[n] == 1) {
					return fmt.Errorf("token %d: %d paragraphs, lone %v", i, paragraphs[n], lone[n])
				}
				paragraphs, lone = paragraphs[:n], lone[:n]
			}
			continue
		case inline && t.Kind != Text && t.Kind != LineBreak && pair && inside(t.Kind):
			return fmt.Errorf("token %d: kind %d in itself", i, t.Kind)
		case t.Kind == Mention && inside(Link):
			return fmt.Errorf("token %d: mention in a link", i)
		case t.Kind == Link:
			if ok := strings.HasPrefix(t.Ref, "http://") || strings.HasPrefix(t.Ref, "https://") ||
				strings.HasPrefix(t.Ref, "mailto:"); !ok ||
				strings.ContainsFunc(t.Ref, func(r rune) bool { return r <= ' ' || isBidi(r) }) {
				return fmt.Errorf("token %d: link to %q", i, t.Ref)
			}
		case t.Kind == Paragraph:
			n := len(paragraphs) - 1
			paragraphs[n]++
			lone[n] = lone[n] || t.Lone
		case t.Kind == Quote || t.Kind == Item:
			paragraphs, lone = append(paragraphs, 0), append(lone, false)
		}
		if pair {
			open = append(open, t)
		}
		if n := len(open); n > 2*maxDepth+5 {
			return fmt.Errorf("token %d: %d deep", i, n)
		}
	}
	if len(open) > 0 || lone[0] != (paragraphs[0] == 1) {
		return fmt.Errorf("%d left open, %d paragraphs", len(open), paragraphs[0])
	}
	return nil
}

// checkConserved wants every visible character of the text shown, in order, but for marks.
func checkConserved(text string, doc Doc) error {
	shown := visible(source(doc))
	left := make(map[rune]int)
	at := 0
	for _, r := range visible(normalise(text)) {
		if at < len(shown) && shown[at] == r {
			at++
			continue
		}
		left[r]++
	}
	if at < len(shown) {
		return fmt.Errorf("%q shows %q where the text has no such thing", text, string(shown[at:]))
	}
	allowed := "*_~`<>[]()\\-.0|:#$"
	if strings.Contains(strings.ToLower(text), "https://www") {
		allowed += "htps:/" // source cannot tell whether the scheme was typed
	}
	for r, n := range left {
		if !strings.ContainsRune(allowed, r) {
			return fmt.Errorf("%q lost %q %d times: %s", text, r, n, show(doc))
		}
	}
	return nil
}

// source writes a document nearly as it was typed, marks left out.
func source(doc Doc) string {
	var b strings.Builder
	var url string
	for _, t := range doc.Tokens {
		switch t.Kind {
		case Text, CodeSpan, Mention:
			b.WriteString(t.Text)
		case Emoji:
			b.WriteString(":" + t.Ref + ":")
		case Link:
			switch {
			case t.End:
				b.WriteString(url)
				url = ""
			case !t.Bare:
				url = t.Ref
				if rest, ok := strings.CutPrefix(url, "https://"); ok && prefixFold(rest, "www.") {
					url = rest
				}
			}
		case Item:
			if !t.End && t.N > 0 {
				fmt.Fprint(&b, t.N)
			}
			if t.Ref == "x" {
				b.WriteString(t.Ref)
			}
		case CodeBlock:
			b.WriteString(strings.TrimPrefix(t.Ref, "tex") + t.Text)
		}
	}
	return b.String()
}

func visible(s string) []rune {
	rs := make([]rune, 0, utf8.RuneCountInString(s))
	for _, r := range s {
		if !unicode.IsSpace(r) {
			rs = append(rs, unicode.ToLower(r))
		}
	}
	return rs
}
