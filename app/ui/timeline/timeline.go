package timeline

import (
	"slices"
	"strconv"
	"time"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/shared/wire"
)

// Timeline owns the rows of a source. go-app renders their container and never looks
// inside. The rows are a picture of what the source has: whenever that changes, the new
// picture is compared with the old one, and only the difference is made on the page.
type Timeline struct {
	h   *host.Host
	src Source

	id, logID string
	rowPath   string // the selector of a message's row
	scroller  platform.Element
	rows      platform.Rows
	removers  []func() // of the listeners

	shown []item
	lines []row           // what they are of, one for one
	items []*state.Item   // what they were made from
	drawn []drawnRow      // the rows of the last picture, for those that look the same as before
	open  map[string]bool // by key: the rows of people who joined that are open
	more  bool            // the source has more that is shown with the next frames

	live  string // whether screen readers read out what comes in: the log's aria-live
	calms int    // counts the times that they were to be quiet for a moment

	edit  editing  // the message that is being changed
	days  days     // which day that is
	at    scroll   // where the reader is
	focus rowFocus // which row is active
	hands gestures // what pointers and fingers do
	keys  rowKeys  // what keys do

	going countdown // below the messages that are about to be deleted
}

// New returns a timeline of a source.
func New(h *host.Host, src Source) *Timeline {
	t := &Timeline{h: h, src: src, id: host.TimelineID, logID: "log", open: map[string]bool{}}
	if name := src.Name(); name != "" {
		t.id, t.logID = name+"-"+t.id, name+"-"+t.logID
	}
	t.rowPath = "#" + t.logID + " > .msg"
	t.edit.t, t.days.t, t.at.t, t.at.aim.t, t.focus.t, t.hands.t, t.keys.t, t.going.t = t, t, t, t, t, t, t, t
	t.at.end = true
	return t
}

// AtEnd is the thing that changes when the reader comes to the end or leaves it.
func (t *Timeline) AtEnd() host.Thing { return host.Thing("end/" + t.id) }

// End reports whether the reader is at the end.
func (t *Timeline) End() bool { return t.at.end }

// Show turns to another source of the same name, unless it is of the same room, and to a
// message of it if seq is not 0. If there is no such message, it says so.
func (t *Timeline) Show(src Source, seq int64) {
	if !sameSource(t.src, src) {
		t.src = src
		t.clear()
	}
	if seq != 0 {
		t.at.jump(seq)
	} else {
		t.at.aim.leave()
	}
}

// sameSource reports whether two sources are of the same messages.
func sameSource(a, b Source) bool {
	if x, ok := a.(*roomSource); ok {
		y, ok := b.(*roomSource)
		return ok && x.id == y.id
	}
	return a.Room() == b.Room()
}

// Seeks reports whether a message is to be shown that is not there yet.
func (t *Timeline) Seeks() bool { return t.at.target != 0 }

// ToEnd goes to the newest message.
func (t *Timeline) ToEnd() { t.at.toEnd() }

// Look has it noted soon what the reader sees, who has come back to the page.
func (t *Timeline) Look() {
	t.at.aim.scrolled()
	t.at.noteSoon()
}

// Retry loads again what could not be loaded.
func (t *Timeline) Retry() { t.at.scrolled() }

// Enter puts the focus on the row that had it last, or on the last one.
func (t *Timeline) Enter() bool { return t.focus.enter() }

// mount takes over the container when it is in the page.
func (t *Timeline) mount() {
	t.scroller = platform.ByID(t.id)
	t.rows, t.live = platform.RowsOf(platform.ByID(t.logID)), ""
	target := t.at.target
	t.clear()
	t.at.target = target
	t.removers = t.hands.listen()
	t.Refresh()
}

// unmount gives the container back.
func (t *Timeline) unmount() {
	for _, remove := range t.removers {
		remove()
	}
	t.removers, t.scroller, t.rows, t.live = nil, platform.Element{}, platform.Rows{}, ""
	t.focus.active = platform.Element{}
	t.at.placed = false // who is led to a message meanwhile is when the rows are there again
}

func (t *Timeline) clear() {
	t.focus.leaveRow()
	t.rows.Clear()
	t.shown, t.lines, t.items, t.drawn, t.open = nil, nil, nil, nil, map[string]bool{}
	t.at.clear()
}

// Refresh brings the rows up to date with the source.
func (t *Timeline) Refresh() {
	if !t.rows.OK() {
		return
	}
	wanted, loaded := t.picture()
	if !loaded && len(wanted) == 0 {
		return
	}
	steps := diff(t.shown, wanted)
	arrived := t.at.placed && t.at.end && onlyAppends(steps, len(t.shown))
	if arrived {
		t.at.aim.release()
	}
	if len(steps) > 0 {
		t.make(steps, wanted, arrived)
		t.going.begin()
	}
	t.at.place()
	if t.more {
		t.h.Later(portionEvery, t.Refresh)
	}
	if arrived {
		// A reader at the end stays there, and nothing above has become less: asking the browser how far
		// they are would have it lay the page out now, and again before it paints.
		t.at.noteSoon()
		return
	}
	t.at.scrolled()
}

// picture is what the rows should be.
func (t *Timeline) picture() (wanted []item, loaded bool) {
	t.h.State.See(func(s *state.State) {
		sight, ok := t.src.Look(s)
		if !ok {
			return
		}
		loaded = sight.Loaded
		t.at.portion(&sight)
		t.items, t.at.live, t.at.start = sight.Items, sight.Live, sight.AtStart
		var cites []cite
		w := rowWriter{s: s, room: sight.In, cites: &cites}
		year := localDay(platform.Now()).Year
		before := finder{rows: t.drawn}
		rows := rowsOf(sight.Items, sight.Unread, sight.AtStart && sight.In.Root == 0, sight.In.Root)
		t.lines = rows
		wanted, t.drawn = make([]item, len(rows)), make([]drawnRow, len(rows))
		for i, row := range rows {
			row.open = t.open[row.key]
			d, ok := before.find(row.key)
			if !ok || !d.row.looksLike(row) || row.kind == rowIntro || row.kind == rowDay && d.year != year || w.stale(d.cites) {
				cites = nil
				html := w.html(row)
				d = drawnRow{row, year, html, cites}
			}
			wanted[i], t.drawn[i] = item{row.key, d.html}, d
		}
	})
	t.h.Watching.Show(host.WatchTimeline, authors(t.items)...)
	return wanted, loaded
}

// authors returns who has written lately.
func authors(items []*state.Item) (people []string) {
	const rows, most = 60, 20
	for i := len(items) - 1; i >= max(0, len(items)-rows) && len(people) < most; i-- {
		if author := items[i].Event.Author; !slices.Contains(people, author) {
			people = append(people, author)
		}
	}
	return people
}

// make changes the page. What the reader looks at stays where it is, unless
// they are at the end, which stays the end by itself.
func (t *Timeline) make(steps []edit, wanted []item, arrived bool) {
	if !arrived {
		t.quietNow()
	}
	hold := t.at.hold()
	focus := t.focus.focused()
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
			t.focus.remove(s.at, s.n)
		case replaceRow:
			t.focus.replace(s.at, s.html)
		}
	}
	t.shown = wanted
	t.at.release(hold)
	t.at.aim.mark()
	t.edit.mark()
	t.focus.refocus(focus)
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

// calm is how long screen readers are kept quiet after rows have changed.
const calm = 300 * time.Millisecond

// quiet keeps screen readers from reading out history as it loads, and rows that were drawn anew. At the end
// of the room they read out what comes in: the log has to be live already when it comes.
func (t *Timeline) quiet(on bool) {
	live := "polite"
	if on {
		live = "off"
	}
	if live != t.live {
		t.live = live
		t.rows.Attrs().Set("aria-live", live)
	}
}

// quietNow keeps screen readers quiet for a moment.
func (t *Timeline) quietNow() {
	t.quiet(true)
	t.calms++
	n := t.calms
	t.h.Later(calm, func() {
		if t.calms == n {
			t.quiet(!t.at.end)
		}
	})
}

// Forget drops the HTML of all rows: names have become known, or there are other emoji.
func (t *Timeline) Forget() { t.drawn = nil }

// itemAt returns the item of a row or of something in it.
func (t *Timeline) itemAt(e platform.Element) *state.Item {
	row := e.Closest(".msg")
	if !row.OK() {
		return nil
	}
	seq, err := strconv.ParseInt(row.Attrs().Get("data-seq"), 10, 64)
	cid := row.Attrs().Get("data-cid")
	for _, it := range t.items {
		// The server may have it by now, while the row is from before.
		if err == nil && it.Event.Seq == seq || err != nil && cid != "" && it.Event.CID == cid {
			return it
		}
	}
	return nil
}

// canBeActedOn reports whether something can be done with an item: it is a message that is
// sent and not deleted, nor about to be.
func canBeActedOn(it *state.Item) bool {
	if it == nil || it.Event.Kind != wire.KindMessage || it.Event.Seq == 0 || it.Deleted() {
		return false
	}
	_, going := it.Going()
	return !going
}
