package kit

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Rank says how well a name answers a query, 0 for not at all. The beginning
// of the name beats the beginning of a later word, which beats any other
// place. An empty query is answered by everything.
func Rank(name, query string) int {
	if query == "" {
		return 1
	}
	at := find(name, query)
	switch {
	case at < 0:
		return 0
	case at == 0:
		return 3
	case wordStart(name, at):
		return 2
	}
	return 1
}

// find returns where query stands in name, in bytes, letter case aside, at the
// beginning of a word if there is such a place; -1 if nowhere.
func find(name, query string) int {
	if query == "" {
		return -1
	}
	anywhere := -1
	for i := range name {
		if !hasFoldPrefix(name[i:], query) {
			continue
		}
		if wordStart(name, i) {
			return i
		}
		if anywhere < 0 {
			anywhere = i
		}
	}
	return anywhere
}

// split cuts name into what stands before, is, and stands after the query.
func split(name, query string) (before, hit, after string) {
	at := find(name, query)
	if at < 0 {
		return name, "", ""
	}
	end := at + foldPrefixLen(name[at:], query)
	return name[:at], name[at:end], name[end:]
}

func wordStart(name string, at int) bool {
	if at == 0 {
		return true
	}
	last, _ := utf8.DecodeLastRuneInString(name[:at])
	return !unicode.IsLetter(last) && !unicode.IsDigit(last)
}

func hasFoldPrefix(s, prefix string) bool { return foldPrefixLen(s, prefix) >= 0 }

// foldPrefixLen is the length in bytes of the part of s that equals prefix,
// letter case aside; -1 if s does not begin with it.
func foldPrefixLen(s, prefix string) int {
	n := 0
	for _, want := range prefix {
		if n >= len(s) {
			return -1
		}
		got, size := utf8.DecodeRuneInString(s[n:])
		if unicode.ToLower(got) != unicode.ToLower(want) {
			return -1
		}
		n += size
	}
	return n
}

// Fold is s for comparing and sorting: lower case.
func Fold(s string) string { return strings.ToLower(s) }

// Marked is a name with the part that was searched for in bold.
func Marked(name, query string) []app.UI {
	before, hit, after := split(name, query)
	return []app.UI{app.Text(before), El("b", hit), app.Text(after)}
}
