package rowhtml

import (
	"strings"
	"testing"

	"github.com/confab/confab/shared/wire"
)

// ownOf are a workspace's own emoji: party, also called fete, which moves, and one whose picture is named as none is.
func ownOf(name string) *wire.Emoji {
	switch name {
	case "party", "fete":
		return &wire.Emoji{Name: "party", Picture: "0a1b", Still: "2c3d"}
	case "tug":
		return &wire.Emoji{Name: "tug", Picture: "4e5f"}
	case "evil":
		return &wire.Emoji{Name: "evil", Picture: `x" onerror="alert(1)`}
	}
	return nil
}

func TestTheWorkspacesOwnEmojiAreShownAsPictures(t *testing.T) {
	const tug = `<img class="emoji" alt=":tug:" title=":tug:" src="/api/v1/emoji-pictures/4e5f">`
	const party = `<picture><source media="(prefers-reduced-motion: reduce)" srcset="/api/v1/emoji-pictures/2c3d">` +
		`<img class="emoji" alt=":party:" title=":party:" src="/api/v1/emoji-pictures/0a1b"></picture>`
	for text, want := range map[string]string{
		"a :tug: b":       "a " + tug + " b",
		":party:":         party,
		"x :fete:":        strings.ReplaceAll(party, ":party:", ":fete:"),
		"no :barge: here": "no :barge: here",
		"no :evil: here":  "no :evil: here",
		"`:tug:` 1:tug:2": `<code translate="no">:tug:</code> 1:tug:2`,
	} {
		out := Row(Message{Seq: 1, Name: "Ada", Text: text, Emoji: ownOf})
		if !strings.Contains(out, want) {
			t.Errorf("%s: %s", text, out)
		}
		if err := verify(out); err != nil {
			t.Errorf("%s: %v", text, err)
		}
		if jumbo := strings.Contains(out, "jumbo"); jumbo != (text == ":party:") {
			t.Errorf("%s is shown large: %v", text, jumbo)
		}
	}
	if out := Row(Message{Seq: 1, Name: "Ada", Text: "a :tug:"}); strings.Contains(out, "<img") || !strings.Contains(out, "a :tug:") {
		t.Errorf("without emoji of its own: %s", out)
	}
	for emoji, want := range map[string]string{":tug:": tug + "</span>2", ":barge:": ":barge:</span>2", "🎉": "🎉</span>2"} {
		out := Row(Message{Seq: 1, Name: "Ada", Text: "x", Emoji: ownOf, Reactions: []Reaction{{Emoji: emoji, Count: 2}}})
		if !strings.Contains(out, want) {
			t.Errorf("%s as a reaction: %s", emoji, out)
		}
		if err := verify(out); err != nil {
			t.Errorf("%s: %v", emoji, err)
		}
	}
}
