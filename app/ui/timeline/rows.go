package timeline

import (
	"strconv"
	"time"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/rowhtml"
	"github.com/confab/confab/shared/wire"
)

// rowKind says what a row of the timeline is.
type rowKind int

const (
	rowIntro rowKind = iota
	rowDay
	rowNew
	rowMessage
	rowSystem
	rowJoins
	rowReplies
)

// row is one row of the timeline before it becomes HTML.
type row struct {
	key  string
	kind rowKind
	item *state.Item   // of a message or system line; of rowJoins the first
	all  []*state.Item // of rowJoins: everybody's coming or going, one after the other
	open bool          // of rowJoins: they are shown each in a line
	head bool          // a message with its author's name and face
	at   int64         // of a day: a moment of it, UTC milliseconds
}

// rowsOf turns what the state has of a room into rows: a heading where the day
// changes, the "new" line above the first unread message, and messages of one
// person that follow each other under one name. People who come or go one after the other
// are one row.
//
// In the thread of the message at root, a line stands under that.
func rowsOf(items []*state.Item, firstUnread *state.Item, intro bool, root int64) []row {
	rows := make([]row, 0, len(items)+8)
	if intro {
		rows = append(rows, row{key: "intro", kind: rowIntro})
	}
	var day platform.Day
	days := map[platform.Day]int{}
	var before *state.Item // the message this one may stand under
	for i, it := range items {
		if d := localDay(it.Event.At); d != day {
			day = d
			days[d]++
			// Clocks go back sometimes: the same day may have two headings.
			rows = append(rows, row{key: "day:" + d.String() + ":" + strconv.Itoa(days[d]), kind: rowDay, at: it.Event.At})
			before = nil
		}
		if it == firstUnread {
			rows = append(rows, row{key: "new", kind: rowNew})
			before = nil
		}
		if last := len(rows) - 1; rowhtml.Joins(&it.Event) && last >= 0 && rows[last].joins() {
			first := i - max(len(rows[last].all), 1)
			rows[last].kind, rows[last].all = rowJoins, items[first:i+1]
			continue
		}
		if it.Event.Kind != wire.KindMessage {
			rows = append(rows, row{key: it.Key, kind: rowSystem, item: it})
			before = nil
			continue
		}
		rows = append(rows, row{key: it.Key, kind: rowMessage, item: it, head: before == nil || !rowhtml.Follows(&before.Event, &it.Event)})
		before = it
		if root != 0 && it.Event.Seq == root {
			rows = append(rows, row{key: "replies", kind: rowReplies, item: it})
			before = nil
		}
	}
	return rows
}

// joins reports whether the row is of somebody's coming or going.
func (r row) joins() bool {
	return r.kind == rowJoins || r.kind == rowSystem && rowhtml.Joins(&r.item.Event)
}

// has reports whether the event with a seq is in the row.
func (r row) has(seq int64) bool {
	if r.kind == rowJoins {
		return r.item.Event.Seq <= seq && seq <= r.last().Event.Seq
	}
	return r.item != nil && r.item.Event.Seq == seq
}

// last is the last item of the row.
func (r row) last() *state.Item {
	if r.kind == rowJoins {
		return r.all[len(r.all)-1]
	}
	return r.item
}

// looksLike reports whether r and o are the same on the page.
func (r row) looksLike(o row) bool {
	return r.key == o.key && r.kind == o.kind && r.item == o.item && r.head == o.head && r.at == o.at &&
		r.open == o.open && len(r.all) == len(o.all) && r.last() == o.last()
}

// localDay is platform.LocalDay, remembering the answers for the quarter hours it was
// asked for (no zone is finer): all rows are asked for with each message that comes, and a
// crossing into the browser costs.
func localDay(ms int64) platform.Day {
	const mostKnown = 5000
	quarter := ms / int64(15*time.Minute/time.Millisecond)
	day, known := dayOf[quarter]
	if !known {
		if len(dayOf) >= mostKnown {
			clear(dayOf)
		}
		day = platform.LocalDay(ms)
		dayOf[quarter] = day
	}
	return day
}

var dayOf = map[int64]platform.Day{}
