package markup

import (
	"slices"
	"strings"
	"testing"

	"github.com/confab/confab/shared/limits"
)

func TestMentionsAndEmoji(t *testing.T) {
	checkGolden(t, []struct{ story, text, want string }{
		{"a handle", "@Nora, hi", "{@ nora}, hi"},
		{"dots, dashes, underscores", "@a.b-c_d. @e- @f_ @g...", "{@ a.b-c_d}. {@ e}- {@ f}_ {@ g}..."},
		{"names of the world", "@陈雨晴 @ليلى @Inês @नमस्ते", "{@ 陈雨晴} {@ ليلى} {@ inês} {@ नमस्ते}"},
		{"everyone", "@all @Here", "{@ all} {@ here}"},
		{"not in an e-mail address", "a@b.c é@b _@b 1@b", "a@b.c é@b _@b 1@b"},
		{"not in an address of elsewhere", "@a@b.c", "@a@b.c"},
		{"not alone", "@ @. @- @_a", "@ @. @- @_a"},
		{"in brackets and emphasis", "(@a) *@b* **@c**", "({@ a}) {i {@ b}} {b {@ c}}"},
		{"too long for a handle", "@" + strings.Repeat("a", limits.HandleRunes+1), "@" + strings.Repeat("a", limits.HandleRunes+1)},

		{"in sentences without blanks", "请@ben 看一下 帮我查一下@ben", "请{@ ben} 看一下 帮我查一下{@ ben}"},
		{"the sentence may go on", "请 @ben看一下，@benさん、お願いします", "请 {@ ben看一下}，{@ benさん}、お願いします"},
		{"longer than a handle", "@ben" + strings.Repeat("看", limits.HandleRunes),
			"{@ ben" + strings.Repeat("看", limits.HandleRunes-3) + "}看看看"},
		{"an e-mail address within them", "请写给foo@ben.example看", "请写给foo@ben.example看"},

		{"emoji by name", ":tada: :+1::fire:", "{: tada} {: +1}{: fire}"},
		{"names of a workspace's own", ":nope: :a-b_2: :nope::fire:", "{: nope} {: a-b_2} {: nope}{: fire}"},
		{"unknown names", ":Tada: :tada :_a: :-a: :a: :é9: :a+b:", ":Tada: :tada :_a: :-a: :a: :é9: :a+b:"},
		{"times, ports and C++", "12:100:00 a:x:b std::fire::x", "12:100:00 a:x:b std::fire::x"},
		{"emoticons", ":P :) :x :-1", ":P :) :x :-1"},
		{"emoji as typed", "🎉 a", "🎉 a"},
	})
}

func TestMentionsAreListedOnceInOrder(t *testing.T) {
	text := "@Bob @alice: `@code` @bob\n> @quoted\n```\n@block\n```\n[@label](http://a.com) a@mail.com @all"
	want := []string{"bob", "alice", "quoted", "all"}
	if got := Mentions(text); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := Mentions("no one"); got != nil {
		t.Errorf("got %q for a text without mentions", got)
	}
}

// Where no blank ends a handle, those who know the handles find the one that is meant.
func TestAHandleMayEndWhereASentenceGoesOn(t *testing.T) {
	for ref, want := range map[string][]string{
		"ben":       {"ben"},
		"ben.adams": {"ben.adams"},
		"ben看一下":    {"ben看一下", "ben看一", "ben看", "ben"},
		"田中さん":      {"田中さん", "田中さ", "田中", "田"},
		"ben님":      {"ben님", "ben"},
		"ben.田":     {"ben.田"},
		"สมชายครับ": {"สมชายครับ", "สมชายครั", "สมชายค", "สมชาย", "สมชา", "สมช", "สม", "ส"},
		"ünal-2看":   {"ünal-2看", "ünal-2"},
	} {
		if got := Handles(ref); !slices.Equal(got, want) {
			t.Errorf("%s may name %q, want %q", ref, got, want)
		}
	}
	if got := Handles("a" + strings.Repeat("看", limits.HandleRunes-1)); len(got) != maxCuts+1 || got[maxCuts] != "a" {
		t.Errorf("of a long sentence: %q", got)
	}
	for _, c := range [][3]string{{"@Ben看一下", "ben", "看一下"}, {"@İnce", "ince", ""}, {"@Nora", "nora", ""}, {"@田中さん", "田中", "さん"}} {
		if got := Behind(c[0], c[1]); got != c[2] {
			t.Errorf("behind @%s in %s stands %q", c[1], c[0], got)
		}
	}
}

func TestMentionsAreBounded(t *testing.T) {
	var b strings.Builder
	for i := range 3 * limits.Mentions {
		b.WriteString(" @u")
		b.WriteString(strings.Repeat("x", i%30))
		b.WriteByte(byte('a' + i/30))
	}
	if got := Mentions(b.String()); len(got) != limits.Mentions {
		t.Errorf("got %d mentions, want %d", len(got), limits.Mentions)
	}
}

func TestEmojiNamesAreSortedAndFound(t *testing.T) {
	last := ""
	for name, text := range EmojiNames {
		if name <= last || len(name) > maxEmojiName {
			t.Errorf("%q after %q", name, last)
		}
		last = name
		if got, ok := LookupEmoji(name); !ok || got != text {
			t.Errorf("LookupEmoji(%q) = %q, %v", name, got, ok)
		}
		if emojiLen(text) != len(text) {
			t.Errorf(":%s: is not recognised as one emoji", name)
		}
		if EmojiName(text) == "" {
			t.Errorf("%s has no name", text)
		}
	}
	if _, ok := LookupEmoji("zzzz"); ok {
		t.Error("found an emoji that does not exist")
	}
	if EmojiName("x") != "" {
		t.Error("x has an emoji name")
	}
}

func TestJumboIsOneToThreeEmoji(t *testing.T) {
	for text, want := range map[string]bool{
		"🎉":            true,
		"🎉🌊":           true,
		" 🎉 :tada: 🙏 ": true,
		"👩‍👩‍👧‍👦👍🏽🇩🇪": true,
		"❤️☀☕": true,
		"🏴󠁧󠁢󠁥󠁮󠁧󠁿1️⃣#️⃣": true,
		"🎉🎉🎉🎉":          false,
		"🎉 yes":         false,
		"1":             false,
		"":              false,
		"©":             false,
		"🇩":             false,
		"☀︎":            false,
		"🎉\n🎉":          false,
		"🎉\n\n🎉":        false,
		"> 🎉":           false,
		"**🎉**":         false,
		"`🎉`":           false,
	} {
		if got := Jumbo(Parse(text), nil); got != want {
			t.Errorf("Jumbo(%q) = %v", text, got)
		}
	}
}
