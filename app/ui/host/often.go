package host

import (
	"slices"
	"strconv"
	"strings"

	"github.com/confab/confab/shared/fold"
)

// How much is remembered of the emoji that somebody uses.
const (
	oftenKinds = 40  // different ones
	oftenUses  = 100 // all counts together: then they are halved, so that what is used lately counts more
)

// often counts how often somebody has used emoji, the most used first; of those that were used equally
// often, the last.
type often []uses

type uses struct {
	char string
	n    int
}

// parseOften reads what String wrote. What is damaged is left out.
func parseOften(s string) (o often) {
	fields := strings.Fields(s)
	for i := 0; i+1 < len(fields) && len(o) < oftenKinds; i += 2 {
		if n, err := strconv.Atoi(fields[i+1]); err == nil && n > 0 && n <= oftenUses {
			o = append(o, uses{fields[i], n})
		}
	}
	return o
}

// String writes emoji and counts by turns.
func (o often) String() string {
	var b strings.Builder
	for _, u := range o {
		b.WriteString(u.char + " " + strconv.Itoa(u.n) + " ")
	}
	return b.String()
}

// with returns the counts after one more use.
func (o often) with(char string) often {
	u := uses{char: char}
	next := make(often, 0, len(o)+1)
	sum := 1
	for _, old := range o {
		sum += old.n
		if fold.Emoji(old.char) == fold.Emoji(char) {
			u.n = old.n
			continue
		}
		next = append(next, old)
	}
	u.n++
	at := 0
	for at < len(next) && next[at].n > u.n {
		at++
	}
	next = slices.Insert(next, at, u)
	if sum > oftenUses {
		for i := range next {
			next[i].n = (next[i].n + 1) / 2
		}
	}
	return next[:min(len(next), oftenKinds)]
}
