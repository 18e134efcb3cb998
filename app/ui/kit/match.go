package kit

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/shared/fold"
)

// Rank says how well a name answers a query, 0 for not at all. The beginning
// of the name beats the beginning of a later word, which beats any other
// place. An empty query is answered by everything.
func Rank(name, query string) int {
	if query == "" {
		return 1
	}
	name = Fold(name)
	at := find(name, Fold(query))
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

// find returns where query stands in name, in bytes, at the beginning of a word
// if there is such a place; -1 if nowhere. Both are folded.
func find(name, query string) int {
	if query == "" {
		return -1
	}
	anywhere := -1
	for at := 0; ; at++ {
		next := strings.Index(name[at:], query)
		if next < 0 {
			return anywhere
		}
		if at += next; wordStart(name, at) {
			return at
		}
		if anywhere < 0 {
			anywhere = at
		}
	}
}

// split cuts name into what stands before, is, and stands after the query.
func split(name, query string) (before, hit, after string) {
	// Every letter is folded by itself, to know of which letter a part of the key is.
	var key strings.Builder
	var starts []int // of the letter that each byte of the key comes from
	for i, size := 0, 0; i < len(name); i += size {
		_, size = utf8.DecodeRuneInString(name[i:])
		part := Fold(name[i : i+size])
		key.WriteString(part)
		for range len(part) {
			starts = append(starts, i)
		}
	}
	query = Fold(query)
	at := find(key.String(), query)
	if at < 0 {
		return name, "", ""
	}
	end := len(name) // the next letter that has a key begins here
	for _, start := range starts[at+len(query)-1:] {
		if last := starts[at+len(query)-1]; start != last {
			end = start
			break
		}
	}
	return name[:starts[at]], name[starts[at]:end], name[end:]
}

func wordStart(name string, at int) bool {
	if at == 0 {
		return true
	}
	last, _ := utf8.DecodeLastRuneInString(name[:at])
	return !unicode.IsLetter(last) && !unicode.IsDigit(last) && !unicode.IsMark(last)
}

// Fold is s for comparing and sorting.
func Fold(s string) string { return fold.Key(platform.Decompose(s)) }

// Marked is a name with the part that was searched for in bold.
func Marked(name, query string) []app.UI {
	before, hit, after := split(name, query)
	return []app.UI{app.Text(before), El("b", hit), app.Text(after)}
}
