package timeline

import "strings"

// item is one child of the timeline: a message, a day, a divider. Two items
// with the same key are the same row, perhaps looking different.
type item struct {
	key  string
	html string
}

// edit is one step that turns the rows on the page into the ones wanted. Steps
// are taken in order; at counts the rows as they are then.
type edit struct {
	kind editKind
	at   int
	n    int    // rows removed or inserted
	html string // of insert and replace
}

type editKind int

const (
	insertRows editKind = iota
	removeRows
	replaceRow
)

// diff returns the steps from old to wanted. Rows that stay are not touched;
// a row that has moved, as a message does when it is acknowledged behind
// another one, is taken out and put in again. Linear in the number of rows.
func diff(old, wanted []item) []edit {
	// Most of the time all that differs is one row, or some at an end.
	same := func(a, b item) bool { return a.key == b.key && a.html == b.html }
	from := 0
	for from < len(old) && from < len(wanted) && same(old[from], wanted[from]) {
		from++
	}
	old, wanted = old[from:], wanted[from:]
	for len(old) > 0 && len(wanted) > 0 && same(old[len(old)-1], wanted[len(wanted)-1]) {
		old, wanted = old[:len(old)-1], wanted[:len(wanted)-1]
	}
	if len(old) == 0 && len(wanted) == 0 {
		return nil
	}
	keep := make(map[string]bool, len(wanted))
	for _, w := range wanted {
		keep[w.key] = true
	}
	placed := make(map[string]bool)
	var steps []edit
	at, i := from, 0
	for _, w := range wanted {
		// What stands here and is not wanted, or was already placed above, goes.
		for i < len(old) && old[i].key != w.key && (!keep[old[i].key] || placed[old[i].key]) {
			steps = remove(steps, at)
			i++
		}
		placed[w.key] = true
		if i < len(old) && old[i].key == w.key {
			if old[i].html != w.html {
				steps = append(steps, edit{replaceRow, at, 1, w.html})
			}
			i++
		} else {
			steps = insert(steps, at, w.html)
		}
		at++
	}
	for ; i < len(old); i++ {
		steps = remove(steps, at)
	}
	return join(steps)
}

func remove(steps []edit, at int) []edit {
	if last := len(steps) - 1; last >= 0 && steps[last].kind == removeRows && steps[last].at == at {
		steps[last].n++
		return steps
	}
	return append(steps, edit{removeRows, at, 1, ""})
}

func insert(steps []edit, at int, html string) []edit {
	return append(steps, edit{insertRows, at, 1, html})
}

// join puts insertions that follow each other into one: parsing HTML once is
// several times cheaper than row by row.
func join(steps []edit) []edit {
	joined := steps[:0]
	for i := 0; i < len(steps); {
		step := steps[i]
		i++
		if step.kind == insertRows {
			var html strings.Builder
			html.WriteString(step.html)
			for i < len(steps) && steps[i].kind == insertRows && steps[i].at == step.at+step.n {
				html.WriteString(steps[i].html)
				step.n++
				i++
			}
			step.html = html.String()
		}
		joined = append(joined, step)
	}
	return joined
}
