package form

import (
	"cmp"
	"strings"
	"unicode"

	"github.com/confab/confab/shared/wire"
)

// What a person is found by is bounded, whatever their name becomes when it is
// folded: one sign may become eighteen, and a name of 80 signs 240 words.
const (
	wordsMax  = 8  // of a name, the whole of it among them, besides the handle
	wordRunes = 40 // of each, in code points
	// PrefixRunes is how long the prefixes are, in code points, that people are
	// listed by. Who asks with more is given those of that prefix who match.
	PrefixRunes = 10
)

// LooksMax is at how many places one page of a list looks, at most. A page that
// ends there is short, and says where to go on.
const LooksMax = 2000

// Words returns what a person is found by: the handle, and the folded name
// from the beginning of each of its words on. "Ada de Vries" is found by
// "ada", by "de v" and by "vries", José by "jose" as well as by "josé".
func Words(handle, name string) []string { return words(handle, name, wordsMax) }

// words is Words with a bound on those of the name.
func words(handle, name string, most int) []string {
	seen := map[string]bool{}
	var out []string
	add := func(s string) {
		if s = head(s, wordRunes); s != "" && !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	add(Found(handle))
	most += len(out)
	folded := Found(name)
	add(folded)
	inside := false
	for i, r := range folded {
		if len(out) >= most {
			break
		}
		part := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
		if part && !inside {
			add(folded[i:])
		}
		inside = part
	}
	return out
}

// Prefixes returns what a person is listed by: the first letter of each of
// Words, the first two, and so on up to PrefixRunes.
func Prefixes(handle, name string) []string { return prefixes(Words(handle, name)) }

// EveryPrefix is Prefixes without a bound on the number of words: all that any
// version may have listed the person by.
func EveryPrefix(handle, name string) []string {
	return prefixes(words(handle, name, len(name)*folding))
}

// folding is how many code points one of a name may become.
const folding = 18

func prefixes(words []string) []string {
	seen := map[string]bool{}
	var out []string
	for _, w := range words {
		w = head(w, PrefixRunes)
		for end := range w {
			if end > 0 && !seen[w[:end]] {
				seen[w[:end]] = true
				out = append(out, w[:end])
			}
		}
		if !seen[w] {
			seen[w] = true
			out = append(out, w)
		}
	}
	return out
}

// head returns the first n code points of s.
func head(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}

// Sought is what people are looked for by.
type Sought struct {
	Prefix string // "": everyone
	whole  string // "": all whom Prefix lists match
}

// Seek returns what a query, as it was typed, looks for.
func Seek(query string) Sought {
	whole := head(Found(query), wordRunes)
	if whole == "" {
		whole = head(query, wordRunes) // nobody is called by what cannot be seen
	}
	s := Sought{Prefix: head(whole, PrefixRunes)}
	if s.Prefix != whole {
		s.whole = whole
	}
	return s
}

// Unlisted is s for a list that Prefix has not narrowed.
func (s Sought) Unlisted() Sought { return Sought{whole: cmp.Or(s.whole, s.Prefix)} }

// Matches reports whether a person whom Prefix lists is meant.
func (s Sought) Matches(handle, name string) bool {
	if s.whole == "" {
		return true
	}
	for _, w := range Words(handle, name) {
		if strings.HasPrefix(w, s.whole) {
			return true
		}
	}
	return false
}

// Gather makes one page of those of a list who match s: up to limit, and from
// where to go on, "" at the end. read returns the next part of the list, of at
// most n, and from where that goes on.
func Gather[T any](s Sought, after string, limit int, name func(T) (handle, name string),
	read func(after string, n int) ([]T, string, error)) (page []T, next string, err error) {
	if s.whole == "" {
		return read(after, limit)
	}
	n := limit + 1
	for looks := 0; ; n = min(2*n, max(limit, LooksMax/4)) {
		part, next, err := read(after, n)
		if err != nil {
			return nil, "", err
		}
		for _, t := range part {
			handle, called := name(t)
			if !s.Matches(handle, called) {
				continue
			}
			if len(page) == limit {
				last, _ := name(page[limit-1])
				return page, last, nil
			}
			page = append(page, t)
		}
		if looks += len(part); next == "" || len(part) < n || looks >= LooksMax {
			return page, next, nil
		}
		after = next
	}
}

// FirstOf returns the first limit of what was found, and if there is more, the
// handle of the last of them, from where the next page goes on.
func FirstOf[T any](found []T, limit int, name func(T) (handle, name string)) ([]T, string) {
	if len(found) <= limit {
		return found, ""
	}
	last, _ := name(found[limit-1])
	return found[:limit], last
}

// UserName and MemberName are for Gather and FirstOf.
func UserName(u wire.User) (handle, name string) { return u.Handle, u.Name }

// MemberName is likewise of a member.
func MemberName(m wire.Member) (handle, name string) { return m.User.Handle, m.User.Name }
