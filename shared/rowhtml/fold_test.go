package rowhtml

import (
	"strings"
	"testing"
)

func TestWhatIsLongIsFolded(t *testing.T) {
	lines := func(n int) string { return strings.TrimRight(strings.Repeat("line\n", n), "\n") }
	rows := func(n int) string { return "|a|\n|-|\n" + strings.Repeat("|b|\n", n) }
	const fold, folded, table = `<div class="fold">`, `class="code code--folded"`, `class="mtable mtable--folded"`
	for _, c := range []struct {
		story, text string
		want        []string // what the row has of these
	}{
		{"twelve lines", lines(12), nil},
		{"thirteen lines", lines(13), []string{fold, "Show all"}},
		{"one long line", strings.Repeat("word ", 12*72/5), nil},
		{"one longer line", strings.Repeat("word ", 13*72/5+1), []string{fold}},
		{"wide characters", strings.Repeat("字", 13*36+1), []string{fold}},
		{"many paragraphs", strings.Repeat("a\n\n", 13), []string{fold}},
		{"a long list", strings.Repeat("- a\n", 13), []string{fold}},
		{"sixteen lines of code", "```\n" + lines(16) + "\n```", nil},
		{"seventeen lines of code", "```\n" + lines(17) + "\n```", []string{folded, "Show 7 lines more"}},
		{"a table of sixteen rows", rows(16), nil},
		{"a table of seventeen rows", rows(17), []string{table, "Show 7 rows more"}},
		{"all of them", rows(17) + "\n" + lines(13) + "\n```\n" + lines(17) + "\n```", []string{fold, folded, table}},
	} {
		m := from(c.text)
		out := Row(m)
		for _, part := range []string{fold, folded, table, "Show all", "Show 7 lines more", "Show 7 rows more"} {
			want := false
			for _, w := range c.want {
				want = want || w == part || w == fold && part == "Show all" || w == folded && part == "Show 7 lines more" ||
					w == table && part == "Show 7 rows more"
			}
			if strings.Contains(out, part) != want {
				t.Errorf("%s: %s, want %v", c.story, part, want)
			}
		}
		if strings.Contains(out, "fold__more") && !Unfolds(c.text) {
			t.Errorf("%s: nothing opens it", c.story)
		}
	}
}

func TestOnlyTheAuthorTicks(t *testing.T) {
	m := from("- [ ] a")
	if out := Row(m); !strings.Contains(out, ` disabled=""`) {
		t.Error("somebody else can:", out)
	}
	m.Own = true
	if out := Row(m); strings.Contains(out, "disabled") {
		t.Error("the author cannot:", out)
	}
}

func TestWhatIsHiddenIsNotCited(t *testing.T) {
	m := from("||http://a.b/c|| http://d.e")
	var asked []string
	m.Cite = func(address string) *Cited {
		asked = append(asked, address)
		return nil
	}
	Row(m)
	if len(asked) != 1 || asked[0] != "http://d.e" {
		t.Error(asked)
	}
}
