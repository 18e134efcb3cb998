package rowhtml

import (
	"strings"

	"github.com/confab/confab/shared/wire"
)

// Own finds an emoji of the workspace's own by a name or alias; nil: there is none (any more).
type Own func(name string) *wire.Emoji

func (o Own) has(name string) bool { return o != nil && o(name) != nil }

// of returns the one that is written between colons; nil: there is none.
func (o Own) of(s string) *wire.Emoji {
	if o == nil || len(s) < 3 || s[0] != ':' || s[len(s)-1] != ':' {
		return nil
	}
	return o(s[1 : len(s)-1])
}

// EmojiAddress is the address of the picture of an emoji of the workspace's own; "" if it is not named as one is.
func EmojiAddress(picture string) string {
	if picture == "" || strings.Trim(picture, "0123456789abcdef") != "" {
		return ""
	}
	return "/api/v1/emoji-pictures/" + picture
}

// WriteEmoji writes an emoji: a character, or one of the workspace's own between colons, as its picture. One
// that moves stands still for whoever wants that.
func WriteEmoji(b *Builder, s string, own Own) {
	e := own.of(s)
	if e == nil || EmojiAddress(e.Picture) == "" {
		b.Text(s)
		return
	}
	still := EmojiAddress(e.Still)
	if still != "" {
		b.Start(Picture).Start(Source).Attr(Media, "(prefers-reduced-motion: reduce)").attr("srcset", still)
	}
	b.Start(Img).Attr(Class, "emoji").Attr(Alt, s).Attr(Title, s).attr("src", EmojiAddress(e.Picture))
	if still != "" {
		b.End()
	}
}
