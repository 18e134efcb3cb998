package chat

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/confab/confab/server/handle"
	"github.com/confab/confab/shared/fold"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/markup"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// checkID refuses a string that does not have the form of an id.
func checkID(field, s string) error {
	if !id.Valid(s) {
		return invalid(text.FieldIsID(field))
	}
	return nil
}

// checkBody returns the text of a message as it will be stored.
func checkBody(s string) (string, error) {
	if len(s) > limits.Body {
		return "", wire.Refused(wire.CodeTooLarge, text.MessageTooLong)
	}
	if !utf8.ValidString(s) {
		return "", invalid(text.FieldIsUTF8("body"))
	}
	s = markup.Clean(s)
	if !markup.Visible(s) {
		return "", errEmpty
	}
	return s, nil
}

// checkCaption is checkBody for a text that may be empty: whoever uses it decides
// whether it can be.
func checkCaption(s string) (string, error) {
	body, err := checkBody(s)
	if err == errEmpty {
		return "", nil
	}
	return body, err
}

// checkDraft returns what somebody has begun to write as it will be stored: as it is, with blanks, since they go
// on writing there. Line breaks and the like are made one form by checkBody when it is sent.
func checkDraft(s string) (string, error) {
	if len(s) > limits.Body {
		return "", wire.Refused(wire.CodeTooLarge, text.MessageTooLong)
	}
	if !utf8.ValidString(s) {
		return "", invalid(text.FieldIsUTF8("body"))
	}
	return s, nil
}

// checkName returns the name of a room or of the workspace as it will be stored.
func checkName(s string) (string, error) {
	s, err := checkLine("name", s, limits.NameRunes)
	switch {
	case err == nil && !strings.ContainsFunc(s, fold.Visible):
		err = invalid(text.FieldEmpty("name"))
	case err == nil && handle.Long(s):
		err = wire.Refused(wire.CodeTooLarge, text.FieldTooLong("name"))
	}
	return s, err
}

// checkLine returns a line of text as it will be stored: at most runes code
// points, possibly none.
func checkLine(field, s string, runes int) (string, error) {
	// A text of more than four bytes per allowed code point is over the limit;
	// there is no need to count.
	if len(s) > 4*runes || utf8.RuneCountInString(s) > runes {
		return "", wire.Refused(wire.CodeTooLarge, text.FieldTooLong(field))
	}
	if !utf8.ValidString(s) {
		return "", invalid(text.FieldIsUTF8(field))
	}
	return strings.TrimSpace(markup.CleanName(s)), nil
}

// checkEmail returns an e-mail address as mail is sent to it. Whether it arrives is
// not for a pattern to say.
func checkEmail(s string) (string, error) {
	s, err := checkLine("email", s, limits.EmailBytes)
	if err != nil {
		return "", err
	}
	local, domain, _ := strings.Cut(s, "@")
	if local == "" || domain == "" || strings.ContainsAny(s, "<>()[],;:\\\" ") || strings.Contains(domain, "@") {
		return "", invalid(text.EnterEmailLike)
	}
	return s, nil
}

// firstOf returns the first limit elements of found. If there are more it also
// returns the key of the last one returned, where the next page continues.
func firstOf[T any](found []T, limit int, key func(T) string) (page []T, next string) {
	if len(found) <= limit {
		return found, ""
	}
	return found[:limit], key(found[limit-1])
}

// checkEmoji refuses a reaction that is not an emoji: letters, control
// characters, spaces, and anything longer than the longest emoji sequence.
func checkEmoji(s string) error {
	if len(s) > limits.EmojiBytes {
		return wire.Refused(wire.CodeTooLarge, text.FieldTooLong("emoji"))
	}
	if !utf8.ValidString(s) {
		return invalid(text.FieldIsUTF8("emoji"))
	}
	if name, own := ownEmoji(s); own {
		return checkEmojiName(name)
	}
	picture := false
	for _, r := range s {
		switch {
		case pictured(r):
			picture = true
		case joins(r):
		default:
			return invalid(text.EmojiIsEmoji)
		}
	}
	if !picture {
		return invalid(text.EmojiIsEmoji)
	}
	return nil
}

// pictured reports whether r makes its sequence an emoji (UTS #51: the symbols, a
// few punctuation marks, U+2139, the keycap).
func pictured(r rune) bool {
	switch r {
	case 0x203C, 0x2049, 0x2139, 0x20E3, 0x3030:
		return true
	}
	return r > 0x7F && (unicode.In(r, unicode.So, unicode.Sm, emoji) || unicode.Is(unicode.Sk, r) && r >= 0x1F3FB && r <= 0x1F3FF)
}

// joins reports whether r only occurs in a sequence with an emoji: the digits of
// keycaps, the joiner, the variation selector, and the tags of regional flags.
func joins(r rune) bool {
	return r >= '0' && r <= '9' || r == '#' || r == '*' ||
		r == 0x200D || r == 0xFE0E || r == 0xFE0F || r >= 0xE0020 && r <= 0xE007F
}
