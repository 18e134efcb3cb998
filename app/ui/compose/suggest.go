package compose

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/markup"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// suggestMax is how many suggestions are shown.
const suggestMax = 8

// trigger is the word before the caret that asks for suggestions.
type trigger struct {
	mark  byte   // '@' for people, ':' for emoji, '/' for commands, 0 for none
	query string // what stands behind the mark
	from  int    // where the mark stands, in bytes
}

// text is what was typed, the mark included.
func (t trigger) text() string { return string(rune(t.mark)) + t.query }

// triggerAt finds what the text up to the caret asks for. An @ counts at the
// beginning of a word only, so that addresses are left alone, or in a script
// without blanks; a colon needs two letters, so that :) is left alone too, and
// none before it, as in Vec::new.
func triggerAt(typed string, caret int) trigger {
	if at := slashAt(typed, caret); at.mark != 0 {
		return at
	}
	head := typed[:caret]
	start := strings.LastIndexAny(head, "@:")
	if start < 0 {
		return trigger{}
	}
	query := head[start+1:]
	for _, r := range query {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && !strings.ContainsRune("._-+", r) {
			return trigger{}
		}
	}
	if utf8.RuneCountInString(query) > limits.HandleRunes {
		return trigger{}
	}
	before, _ := utf8.DecodeLastRuneInString(head[:start])
	if start > 0 && (unicode.IsLetter(before) || unicode.IsDigit(before)) && !markup.Unspaced(before) {
		return trigger{}
	}
	if head[start] == ':' && (len(query) < 2 || before == ':') {
		return trigger{}
	}
	return trigger{head[start], query, start}
}

// complete reports whether what was typed is the handle of somebody, perhaps
// with the end of a sentence behind it, so that there is nothing to suggest.
func (t trigger) complete(people []wire.User) bool {
	handle := strings.TrimRight(t.query, "._-+")
	return t.mark == '@' && handle != "" &&
		slices.ContainsFunc(people, func(u wire.User) bool { return !u.Gone && strings.EqualFold(u.Handle, handle) })
}

// suggestion is one line of the list over the composer.
type suggestion struct {
	user  wire.User // of a person
	emoji string    // of an emoji
	slash bool      // a command
	name  string    // what is shown and matched
	hint  string
	text  string // what is put into the message
	key   string // its identity
}

// suggestPeople offers the people who answer a query, the best first.
func suggestPeople(people []wire.User, query string, limit int, here func(string) bool) (found []suggestion) {
	for _, u := range kit.FindPeople(people, query, limit, here) {
		found = append(found, personSuggestion(u))
	}
	return found
}

func personSuggestion(u wire.User) suggestion {
	return suggestion{user: u, name: u.Name, hint: "@" + u.Handle, text: "@" + u.Handle + " ", key: u.ID}
}

// suggestEveryone offers to name everyone, to those who may.
func suggestEveryone(r wire.Room, query string) []suggestion {
	if kit.Rank(wire.MentionAll, query) != 3 && query != "" {
		return nil
	}
	return []suggestion{{
		name: "@" + wire.MentionAll, hint: host.Said(text.NamesAll(r.Members)),
		text: "@" + wire.MentionAll + " ", key: wire.MentionAll,
	}}
}

func suggestEmojis(h *host.Host, query string) []suggestion {
	var found []suggestion
	for _, e := range kit.FindEmojis(h, query, suggestMax) {
		found = append(found, suggestion{emoji: e.Char, name: ":" + e.Name + ":", text: e.Char + " ", key: e.Char})
	}
	return found
}

// putEmoji puts an emoji at the caret. The name of one of the workspace's own stands apart from what is around it.
func putEmoji(c *Composer, char string) {
	if char[0] == ':' {
		now := c.field.Value()
		from, _ := c.field.Caret()
		before, _ := utf8.DecodeLastRuneInString(now[:platform.ByteOffset(now, from)])
		if char += " "; before == ':' || unicode.IsLetter(before) || unicode.IsDigit(before) {
			char = " " + char
		}
	}
	c.Put(char)
}
