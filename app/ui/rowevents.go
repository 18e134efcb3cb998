package ui

import (
	"strconv"
	"time"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// pressLasts is how long a finger rests on a message to ask what can be done
// with it.
const pressLasts = 450 * time.Millisecond

// pressMoves is how far, in CSS pixels, it may move meanwhile.
const pressMoves = 10

// press is a finger on a message.
type press struct {
	on   bool
	open bool // the sheet it asked for is open, and the finger not lifted yet
	n    int  // counts presses, so that a late timer knows its own
	x, y float64
}

// gestures does what pointers and fingers ask of the rows.
type gestures struct{ *timeline }

// listen hears everything that happens to the rows in one place.
func (t gestures) listen() {
	on := func(kind string, passive bool, f func(platform.Event)) {
		t.rows.Listen(kind, passive, func(e platform.Event) { t.v.frame.run(t.v, func() { f(e) }) })
	}
	on("click", false, t.click)
	on("keydown", false, t.key)
	on("pointerover", true, t.over)
	on("pointerdown", true, t.down)
	on("pointermove", true, t.moved)
	on("pointerup", true, t.up)
	on("pointercancel", true, t.up)
	on("contextmenu", false, t.context)
	on("focusin", true, t.focusIn)
	// The finger that opened the sheet is lifted from it: that is no click on it.
	platform.ListenAll("click", func(e platform.Event) {
		if t.press.open {
			t.press.open = false
			e.PreventDefault()
			e.StopPropagation()
		}
	})
	platform.ListenAll("pointerdown", func(platform.Event) { t.press.open = false })
	t.scroller.Listen("scroll", true, func(platform.Event) {
		t.v.frame.run(t.v, func() {
			t.press.on = false
			t.scrolled()
		})
	})
	t.scroller.Listen("pointerleave", true, func(platform.Event) {
		t.v.frame.run(t.v, func() {
			if !t.rows.Contains(platform.Active()) && t.v.over == nil {
				t.leaveRow()
			}
		})
	})
}

func (t gestures) over(e platform.Event) {
	if e.Touch() {
		return
	}
	if row := e.Target().Closest("#" + logID + " > .msg"); row.OK() {
		t.activate(row)
	}
}

func (t gestures) down(e platform.Event) {
	if !e.Touch() || e.Target().Closest("a,button").OK() {
		return
	}
	row := e.Target().Closest("#" + logID + " > .msg")
	if !row.OK() {
		return
	}
	t.press.n++
	t.press.on = true
	t.press.x, t.press.y = e.Point()
	n := t.press.n
	t.v.later(pressLasts, func() {
		if t.press.on && t.press.n == n {
			t.press.on = false
			t.press.open = true
			t.sheet(row)
		}
	})
}

func (t gestures) moved(e platform.Event) {
	if !t.press.on {
		return
	}
	x, y := e.Point()
	dx, dy := x-t.press.x, y-t.press.y
	if dx*dx+dy*dy > pressMoves*pressMoves {
		t.press.on = false
	}
}

func (t gestures) up(platform.Event) { t.press.on = false }

// context keeps the browser's menu away where a long press opens ours.
func (t gestures) context(e platform.Event) {
	if e.Touch() && !e.Target().Closest("a").OK() {
		e.PreventDefault()
	}
}

// focusIn makes the row that the focus came to the active one.
func (t gestures) focusIn(e platform.Event) {
	if e.Target().Same(t.rows.Element) {
		last := t.rows.At(t.rows.Len() - 1)
		t.focusRow(last)
		return
	}
	if row := e.Target().Closest("#" + logID + " > .msg"); row.OK() {
		t.activate(row)
	}
}

// click does what the button or link under the pointer says.
func (t gestures) click(e platform.Event) {
	target := e.Target().Closest("[data-action]")
	if !target.OK() {
		t.link(e)
		return
	}
	e.PreventDefault()
	e.StopPropagation() // go-app takes every link for a change of page
	it := t.itemAt(target)
	if it != nil {
		t.act(target.Attrs().Get("data-action"), it, target)
	}
}

// link follows a link to a message of this room without changing the page.
func (t gestures) link(e platform.Event) {
	href := e.Target().Closest("a").Attrs().Get("href")
	switch r := parseRoute(href); {
	case href == "#":
		e.PreventDefault()
		e.StopPropagation()
	case r.room == t.room && r.seq > 0 && !e.Command():
		e.PreventDefault()
		e.StopPropagation()
		platform.ReplacePath(href)
		t.jump(r.seq)
	}
}

// act does one of the actions of rowhtml or of messageActions.
func (t gestures) act(action string, it *state.Item, target platform.Element) {
	v, e := t.v, &it.Event
	switch action {
	case "retry":
		v.eng.Outbox().Retry(e.CID)
	case "discard":
		v.eng.Outbox().Discard(e.CID)
	case "react":
		v.react(it, target.Attrs().Get("data-emoji"))
	case "copy":
		v.copy(target.Closest(".code").Query("pre").Text(), text.CodeCopied)
	case "quote":
		if seq, err := strconv.ParseInt(target.Attrs().Get("data-ref"), 10, 64); err == nil {
			t.jump(seq)
		}
	case "author":
		v.personMenu(target, target.Attrs().Get("data-user"))
	default:
		for i := range messageActions {
			if a := &messageActions[i]; a.name == action && v.allows(a, it) {
				a.do(t, it, target)
			}
		}
	}
}

// pickReaction opens the emoji picker for a message.
func (t gestures) pickReaction(it *state.Item, button platform.Element) {
	room, key := it.Event.Room, it.Key
	t.v.openPickerAt(button, func(char string) {
		if now := t.v.itemByKey(room, key); now != nil {
			t.v.react(now, char)
		}
	})
}

// sheet opens the actions of a message, on a phone.
func (t gestures) sheet(row platform.Element) {
	it := t.itemAt(row)
	if it == nil || it.Event.Kind != wire.KindMessage || it.Event.Seq == 0 || it.Deleted() {
		return
	}
	t.v.open(&actionSheet{item: it})
}

// react puts an emoji of the person's on a message or takes it away.
func (v *view) react(it *state.Item, char string) {
	on, me := true, v.me().ID
	for _, r := range it.Reactions() {
		for _, user := range r.Users {
			if r.Emoji == char && user == me {
				on = false
			}
		}
	}
	tell(v, wire.ReactToMessage, &wire.React{Room: it.Event.Room, Seq: it.Event.Seq, Emoji: char, On: on})
}
