package emoji

import "strings"

// Found is an emoji and the name it is shown with among those that were found.
type Found struct {
	*Emoji
	As string // the name between colons that answers the query, or the first one
}

// How well an emoji answers a query.
const (
	byKeyword = iota // a keyword begins with it
	byWord           // a word of its names does
	byName           // a name of it does
	byWhole          // it is the name
	byShort          // it is a name between colons
	ranks
)

// Find returns at most limit emoji that answer a query, which must be folded as the list is: the best
// first, those that do so equally well in the order of the list. Every word of the query must be the
// beginning of one of theirs.
func (s *Set) Find(query string, limit int) []Found {
	words := strings.Fields(strings.ReplaceAll(strings.Trim(query, ": "), "_", " "))
	if len(words) == 0 {
		return nil
	}
	short := strings.Join(words, "_")
	var by [ranks][]Found
	for _, kind := range s.Kinds {
		for _, e := range kind.List {
			if rank, as := e.answers(words, short); rank >= 0 {
				by[rank] = append(by[rank], Found{e, as})
			}
		}
	}
	var found []Found
	for rank := ranks - 1; rank >= 0; rank-- {
		found = append(found, by[rank]...)
	}
	return found[:min(limit, len(found))]
}

// answers returns how well an emoji answers a query, -1 if it does not, and the name that does.
// short is the query as a name between colons.
func (e *Emoji) answers(words []string, short string) (rank int, as string) {
	rank = e.has(words)
	as = e.Short()
	if !strings.Contains(e.short, short) {
		return rank, as
	}
	for name := range strings.SplitSeq(e.short, " ") {
		at := -1
		switch {
		case name == short:
			at = byShort
		case strings.HasPrefix(name, short):
			at = byName
		case strings.Contains(name, "_"+short):
			at = byWord
		}
		if at > rank || at == rank && at == byWord && as == e.Short() {
			rank, as = at, name
		}
	}
	return rank, as
}

// has looks for words of a query at the beginnings of an emoji's own words.
func (e *Emoji) has(words []string) int {
	rank := byWhole
	for i, word := range words {
		at := strings.Index(e.words, " "+word)
		switch {
		case at < 0:
			return -1
		case at >= e.named:
			rank = byKeyword
		case at > 0 && i == 0:
			rank = min(rank, byWord)
		case len(words) > 1 || len(word)+1 < e.named:
			rank = min(rank, byName)
		}
	}
	return rank
}
