package sqlite

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fold makes names comparable in any case and width.
func fold(s string) string {
	return strings.ToLower(strings.ToUpper(norm.NFKC.String(s)))
}

// words returns what a person is found by: the handle, and the folded name
// from the beginning of each of its words on. "Ada de Vries" is found by
// "ada", by "de v" and by "vries".
func words(handle, name string) []string {
	seen := map[string]bool{}
	var out []string
	add := func(s string) {
		if s != "" && !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	add(fold(handle))
	folded := fold(name)
	inside := false
	for i, r := range folded {
		part := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
		if part && !inside {
			add(folded[i:])
		}
		inside = part
	}
	add(folded)
	return out
}

// beyond is greater than every text that begins with prefix.
func beyond(prefix string) string { return prefix + "\U0010FFFF" }
