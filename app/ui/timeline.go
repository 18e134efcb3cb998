package ui

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
)

// The ids of the timeline's elements.
const (
	timelineID = "timeline"
	logID      = "log"
)

// timeline owns the rows of the room on the page. go-app renders their
// container once and never looks inside. The rows are a picture of what the
// state has of the room: whenever that changes, the new picture is compared
// with the old one, and only the difference is made on the page. What it does
// is divided as in view.
type timeline struct {
	scroll   // where the reader is
	rowFocus // which row is active
	gestures // what is done to the rows
	rowKeys  // by keyboard

	v        *view
	scroller platform.Element
	rows     platform.Rows

	room  string
	shown []item
	html  map[string]cachedRow // by key, for rows that look the same as before

	placed bool  // the room has been scrolled to where reading goes on
	target int64 // a message to scroll to once it is there; 0: none
	end    bool  // the reader is at the end

	active platform.Element // the row the tools and the keyboard are on
	tools  platform.Element
	press  press
	mark   marker
}

// cachedRow is a row's HTML and what it was made from.
type cachedRow struct {
	item *state.Item
	head bool
	html string
}

// enter takes over the container when it is in the page.
func (t *timeline) enter() {
	t.scroller = platform.ByID(timelineID)
	t.rows = platform.RowsOf(platform.ByID(logID))
	t.html = map[string]cachedRow{}
	t.end = true
	t.listen()
}

// show turns to a room, at a message if seq is not 0.
func (t *timeline) show(room string, seq int64) {
	if t.room != room {
		t.room = room
		t.clear()
	}
	if seq > 0 {
		t.jump(seq)
	}
}

func (t *timeline) clear() {
	t.leaveRow()
	t.rows.Clear()
	t.shown, t.html = nil, map[string]cachedRow{}
	t.placed, t.target, t.end = false, 0, true
	t.scroller.Scroll().SetTop(0)
}

// refresh brings the rows up to date with the state.
func (t *timeline) refresh() {
	if !t.rows.OK() || t.room == "" {
		return
	}
	wanted, loaded := t.picture()
	if !loaded && len(wanted) == 0 {
		return
	}
	steps := diff(t.shown, wanted)
	arrived := t.placed && t.end && onlyAppends(steps, len(t.shown))
	if len(steps) > 0 {
		t.make(steps, wanted, arrived)
	}
	t.place()
	t.scrolled()
}

// picture is what the rows should be.
func (t *timeline) picture() (wanted []item, loaded bool) {
	t.v.see(func(s *state.State) {
		r := s.Rooms[t.room]
		if r == nil {
			return
		}
		loaded = r.Loaded()
		w := rowWriter{s, r}
		used := make(map[string]cachedRow, len(t.html))
		for _, row := range rowsOf(r.Timeline(), r.FirstUnread(s.Me.ID), r.AtStart()) {
			c, ok := t.html[row.key]
			if !ok || row.item == nil || c.item != row.item || c.head != row.head {
				c = cachedRow{row.item, row.head, w.html(row)}
			}
			used[row.key] = c
			wanted = append(wanted, item{row.key, c.html})
		}
		t.html = used
	})
	return wanted, loaded
}

// make changes the page. What the reader looks at stays where it is, unless
// they are at the end, which stays the end by itself.
func (t *timeline) make(steps []edit, wanted []item, arrived bool) {
	t.quiet(!arrived)
	hold := t.hold()
	focus := t.focused()
	for _, s := range steps {
		switch s.kind {
		case insertRows:
			t.rows.Insert(s.at, s.html)
			if arrived {
				for i := s.at; i < s.at+s.n; i++ {
					t.rows.At(i).Attrs().SetClass("is-new", true)
				}
			}
		case removeRows:
			t.rows.Remove(s.at, s.n)
		case replaceRow:
			t.rows.Replace(s.at, s.html)
		}
	}
	t.shown = wanted
	t.release(hold)
	t.refocus(focus)
}

// onlyAppends reports whether all that happened is that messages came in at
// the end: then they are announced, and fade in.
func onlyAppends(steps []edit, rows int) bool {
	for _, s := range steps {
		if s.kind != insertRows || s.at < rows {
			return false
		}
	}
	return len(steps) > 0
}

// quiet keeps screen readers from reading history out as it loads.
func (t *timeline) quiet(on bool) {
	if on {
		t.rows.Attrs().Set("aria-live", "off")
	} else {
		t.rows.Attrs().Set("aria-live", "polite")
	}
}

// forgetPeople drops the HTML of all rows: names have become known.
func (t *timeline) forgetPeople() { t.html = map[string]cachedRow{} }

// itemAt returns the item of a row or of something in it.
func (t *timeline) itemAt(e platform.Element) *state.Item {
	row := e.Closest(".msg")
	if !row.OK() {
		return nil
	}
	return t.v.rowItem(t.room, row.Attrs().Get("data-seq"), row.Attrs().Get("data-cid"))
}
