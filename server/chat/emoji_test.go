package chat

import (
	"strings"
	"testing"

	emojis "github.com/confab/confab/shared/emoji"
	"github.com/confab/confab/shared/emoji/data"
	"github.com/confab/confab/shared/fold"
)

func TestEveryEmojiThatThePageOffersCanBeAReaction(t *testing.T) {
	list, err := emojis.Parse(data.File, fold.Key)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]string{}
	for _, kind := range list.Kinds {
		for _, e := range kind.List {
			for _, char := range e.All() {
				if err := checkEmoji(char); err != nil {
					t.Errorf("%s (%+q): %v", char, char, err)
				}
				if !oneEmoji(char) {
					t.Errorf("%s (%+q) is not taken for one emoji", char, char)
				}
				if bare := fold.Emoji(char); !oneEmoji(bare) {
					t.Errorf("%s (%+q), as some keyboards write it, is not taken for one emoji", char, bare)
				}
				if other, taken := seen[fold.Emoji(char)]; taken {
					t.Errorf("%s is the same reaction as %s", char, other)
				}
				seen[fold.Emoji(char)] = char
			}
		}
	}
}

func TestWhatIsNotOneEmojiIsNoReaction(t *testing.T) {
	family := "👩\u200d👩\u200d👧\u200d👦"
	for _, s := range []string{
		"", " ", "a", "👍👍", "👍 ", "1", "12", "#", "\u20e3", family + family, "\u200d", "👍\u200d", "\u200d👍", "\ufe0f", "🇩", "🇩🇪🇩",
		"👍" + strings.Repeat("\ufe0f", 20), "👍\u0301", "👍\u202e", strings.Repeat("👩\u200d", 15_000) + "👩", strings.Repeat("👍", 15_000),
		"<b>", ":tada:", "👍\x00", "\xf0\x9f\x91",
	} {
		if err := checkEmoji(s); err == nil && oneEmoji(s) {
			t.Errorf("%.40q can be a reaction", s)
		}
	}
}
