package checkup

import (
	"fmt"

	"github.com/confab/confab/server/store/contents"
)

// Shown is how many problems of one kind are told in words; the rest are
// counted.
const Shown = 20

// Finding is one thing that was looked at.
type Finding struct {
	Name     string   `json:"name"`               // short and stable, such as "density"
	What     string   `json:"what"`               // how it is when all is well, in words
	Problems []string `json:"problems,omitempty"` // a sentence each, at most Shown
	More     int      `json:"more,omitempty"`     // problems beyond those
}

// OK reports whether all is well.
func (f *Finding) OK() bool { return len(f.Problems) == 0 }

// Add notes a problem.
func (f *Finding) Add(format string, args ...any) {
	if len(f.Problems) == Shown {
		f.More++
		return
	}
	f.Problems = append(f.Problems, fmt.Sprintf(format, args...))
}

// The names of the findings that Look makes, in their order.
const (
	Form       = "form"
	Density    = "density"
	Uniqueness = "uniqueness"
	Orphans    = "orphans"
	Counters   = "counters"
	Copies     = "copies"
	State      = "state"
	Erased     = "erased"
	Sums       = "sums"
)

// whats says what each of them looks at.
var whats = []Finding{
	{Name: Form, What: "every column holds what it should"},
	{Name: Density, What: "every room's log runs from 1 to its top, without a gap and without a double"},
	{Name: Uniqueness, What: "nothing that a client sent is there twice"},
	{Name: Orphans, What: "nothing refers to what is not there"},
	{Name: Counters, What: "counts of members and replies, tops and read markers are right"},
	{Name: Copies, What: "what is kept twice is the same twice"},
	{Name: State, What: "edits, erasures, reactions, mentions and marks are those of the log"},
	{Name: Erased, What: "of erased messages no text is left"},
	{Name: Sums, What: "what is kept of an erased text is 4 bytes of its sum"},
}

// Report is what Look found.
type Report struct {
	Findings []Finding
	Sums     contents.Sums
	Rooms    map[int64]string // what each room is called in sentences, by its number
	Work     Work
	Blobs    map[string]int64 // the blobs that files use, with their sizes (package files)
}

// Problems returns all problems as sentences.
func (r *Report) Problems() []string { return Sentences(r.Findings) }

// Sentences returns the problems of findings.
func Sentences(findings []Finding) []string {
	var out []string
	for _, f := range findings {
		out = append(out, f.Problems...)
		if f.More > 0 {
			out = append(out, fmt.Sprintf("and %d more of %s", f.More, f.Name))
		}
	}
	return out
}
