package timeline

import (
	"slices"
	"strconv"
	"strings"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/markup"
	"github.com/confab/confab/shared/route"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// pressMoves is how far, in CSS pixels, it may move meanwhile.
const pressMoves = 10

// reactionPath selects the reactions of a message.
const reactionPath = ".reaction[data-emoji]"

// press is a finger on a message.
type press struct {
	on   bool
	open bool // the sheet it asked for is open, and the finger not lifted yet
	n    int  // counts presses, so that a late timer knows its own
	x, y float64
}

// gestures does what pointers and fingers ask of the rows.
type gestures struct {
	t     *Timeline
	press press
	pull  pull

	x, y  float64 // where the mouse was last
	still bool    // a row came under the mouse since, which did not move: nobody points at it
}

// listen hears everything that happens to the rows in one place, until the functions that it
// returns are called.
func (g *gestures) listen() (removers []func()) {
	t := g.t
	heard := func(remove func()) { removers = append(removers, remove) }
	on := func(kind string, passive bool, f func(platform.Event)) {
		heard(t.rows.Listen(kind, passive, func(e platform.Event) { t.h.Post(func() { f(e) }) }))
	}
	on("click", false, g.click)
	on("keydown", false, t.keys.key)
	on("pointerover", true, g.over)
	on("pointerdown", true, g.down)
	on("pointermove", true, g.moved)
	on("pointerup", true, g.up)
	on("pointercancel", true, g.cancelled)
	on("contextmenu", false, g.context)
	on("focusin", true, g.focusIn)
	heard(platform.MarkPictures(t.rows.Element, func() string { return host.Said(text.PictureNotLoaded) }))
	// The finger that opened the sheet is lifted from it: that is no click on it.
	heard(platform.ListenAll("click", func(e platform.Event) {
		if g.press.open {
			g.press.open = false
			e.PreventDefault()
			e.StopPropagation()
		}
	}))
	heard(platform.ListenAll("pointerdown", func(platform.Event) { g.press.open = false }))
	for _, e := range []platform.Element{t.scroller, t.rows.Element} {
		heard(platform.OnResize(e, t.at.aim.resized))
	}
	heard(t.scroller.Listen("scroll", true, func(platform.Event) {
		t.at.aim.scrolled() // before heights change
		t.h.Post(func() {
			g.press.on = false
			t.at.scrolled()
		})
	}))
	heard(t.scroller.Listen("pointerleave", true, func(platform.Event) {
		t.h.Post(func() {
			if !t.rows.Contains(platform.Active()) && !t.h.Overlays.Any() {
				t.focus.leaveRow()
			}
		})
	}))
	return removers
}

// over is told that the mouse is over something else, which may have come to it: messages arrive, and the list is
// scrolled. The tools stay where they are then, until the mouse moves.
func (g *gestures) over(e platform.Event) {
	if e.Touch() {
		return
	}
	x, y := e.Point()
	if g.still = x == g.x && y == g.y; g.still {
		return
	}
	g.x, g.y = x, y
	if row := e.Target().Closest(g.t.rowPath); row.OK() {
		g.t.focus.activate(row)
	}
	if at := e.Target().Closest("time"); at.OK() {
		saidWhen(at, g.t.itemAt(at))
	}
}

func (g *gestures) down(e platform.Event) {
	reaction := e.Target().Closest(reactionPath)
	if !e.Touch() || !e.Primary() || e.Target().Closest("a,button,input").OK() && !reaction.OK() {
		return
	}
	row := e.Target().Closest(g.t.rowPath)
	if !row.OK() {
		return
	}
	g.pull.begin(g.t, row, e)
	g.press.n++
	g.press.on = true
	g.press.x, g.press.y = e.Point()
	n := g.press.n
	g.t.h.Later(host.PressLasts, func() {
		if g.press.on && g.press.n == n {
			g.press.on = false
			g.press.open = true
			if reaction.OK() {
				g.who(reaction)
				return
			}
			g.sheet(row)
		}
	})
}

func (g *gestures) moved(e platform.Event) {
	g.pull.move(e)
	if g.still {
		g.over(e)
	} else {
		g.x, g.y = e.Point()
	}
	if !g.press.on {
		return
	}
	x, y := e.Point()
	dx, dy := x-g.press.x, y-g.press.y
	if dx*dx+dy*dy > pressMoves*pressMoves {
		g.press.on = false
	}
}

func (g *gestures) up(platform.Event) {
	g.press.on = false
	g.pull.end(true)
}

// cancelled is told that the browser scrolls instead.
func (g *gestures) cancelled(platform.Event) {
	g.press.on = false
	g.pull.end(false)
}

// context opens the menu of a message, and at a reaction the list of those who reacted, in the place
// of the browser's menu, which stays where it offers something: at links, fields and text that is
// selected. A long press opens our sheet.
func (g *gestures) context(e platform.Event) {
	row, reaction := e.Target().Closest(g.t.rowPath), e.Target().Closest(reactionPath)
	switch {
	case e.Target().Closest("a,input,textarea").OK():
	case e.Touch():
		e.PreventDefault()
	case reaction.OK():
		e.PreventDefault()
		g.who(reaction)
	case !platform.Selected():
		if g.menu(row, e) {
			e.PreventDefault()
		}
	}
}

// who lists those who reacted.
func (g *gestures) who(reaction platform.Element) {
	if it := g.t.itemAt(reaction); it != nil {
		whoReacted(g.t.h, it, reaction)
	}
}

// focusIn makes the row that the focus came to the active one.
func (g *gestures) focusIn(e platform.Event) {
	if e.Target().Same(g.t.rows.Element) {
		last := g.t.rows.At(g.t.rows.Len() - 1)
		g.t.focus.focusRow(last)
		return
	}
	if row := e.Target().Closest(g.t.rowPath); row.OK() {
		g.t.focus.activate(row)
	}
}

// click does what the button or link under the pointer says.
func (g *gestures) click(e platform.Event) {
	target := e.Target().Closest("[data-action]")
	if face := e.Target().Closest(".msg > .avatar"); face.OK() {
		target = face.Closest(".msg").Query(".msg__author") // whose picture it is
	}
	if !target.OK() {
		g.link(e)
		return
	}
	if e.Command() && target.Attrs().Get("data-file") != "" {
		return // to see the picture in a tab of its own
	}
	e.PreventDefault()
	e.StopPropagation() // go-app takes every link for a change of page
	it := g.t.itemAt(target)
	if it != nil {
		g.act(target.Attrs().Get("data-action"), it, target)
	}
}

// link follows a link within the page: to a message of this room, and to any room if it
// is the whole address, as people copy and send it.
func (g *gestures) link(e platform.Event) {
	href := e.Target().Closest("a").Attrs().Get("href")
	path := inside(href, platform.Origin())
	r := route.Parse(path)
	switch {
	case href == "#":
		e.PreventDefault()
		e.StopPropagation()
	case r.Room == "" || e.Command():
	case r.Room == g.t.src.Room() && r.Seq > 0:
		e.PreventDefault()
		e.StopPropagation()
		g.t.h.Replace(path) // the message may be in another timeline than the link
	case path != href:
		e.PreventDefault()
		e.StopPropagation()
		g.t.h.Go(path)
	}
}

// inside returns the path of an address of the workspace at origin. Others stay as they are.
func inside(href, origin string) string {
	if path, ours := strings.CutPrefix(href, origin+"/"); ours && origin != "" {
		return "/" + path
	}
	return href
}

// act does one of the actions of rowhtml or of messageActions.
func (g *gestures) act(action string, it *state.Item, target platform.Element) {
	h, e := g.t.h, &it.Event
	switch action {
	case "retry":
		h.Eng.Outbox().Retry(e.CID)
	case "discard":
		h.Eng.Outbox().Discard(e.CID)
	case "react":
		char := target.Attrs().Get("data-emoji")
		h.Emoji.Use(char)
		react(h, it, char)
	case "copy":
		h.Copy(target.Closest(".code").Query("pre").Text(), text.CodeCopied)
	case "vote":
		g.vote(it, target)
	case "voters":
		whoVoted(h, it)
	case "close-poll":
		host.Tell(h, wire.ClosePoll, &wire.PollClose{Room: e.Room, Seq: e.Seq})
	case "tick":
		g.tick(it, target)
	case "quote":
		seq, err := strconv.ParseInt(target.Attrs().Get("data-ref"), 10, 64)
		switch {
		case err != nil:
		case g.t.src.Name() == host.PanelThread:
			g.t.at.jump(seq)
		default:
			h.Replace(route.To(e.Room, seq)) // in the room's own timeline, where there is more around it
		}
	case "edits":
		h.Overlays.Open(newEdits(h, it))
	case "undelete":
		undelete(h, it)
	case "dismiss", "undismiss":
		host.Tell(h, wire.DismissPreview, &wire.PreviewDismiss{Room: e.Room, Seq: e.Seq, Address: target.Attrs().Get("data-ref"),
			Undo: action == "undismiss"})
	case "joins":
		g.unfold(target)
	case "picture":
		h.Overlays.Open(&lightbox{t: g.t, at: target.Attrs().Get("data-file")})
	case "thread":
		h.Verbs.Thread(it)
	case "author":
		h.Verbs.Person(target, target.Attrs().Get("data-user"))
	default:
		for i := range messageActions {
			if a := &messageActions[i]; a.name == action && allows(h, a, it) {
				a.do(h, it, target)
			}
		}
	}
}

// vote chooses in a poll: what is chosen already is taken back by choosing it again.
func (g *gestures) vote(it *state.Item, target platform.Element) {
	n, err := strconv.Atoi(target.Attrs().Get("data-ref"))
	poll, ok := effect.PollOf(&it.Event)
	if err != nil || !ok || n >= len(poll.Choices) {
		return
	}
	chosen, choice := effect.Chosen(&it.Event), 0
	switch {
	case n < 0:
	case poll.Many:
		choice = chosen ^ 1<<n
	case chosen != 1<<n:
		choice = 1 << n
	}
	g.t.h.Change(func(b engine.Outbox) error { return b.Vote(host.Target(it), choice) })
}

// tick marks a task as done, or as not done: an edit of the message.
func (g *gestures) tick(it *state.Item, box platform.Element) {
	n, err := strconv.Atoi(box.Attrs().Get("data-ref"))
	if body, ok := markup.Tick(it.Event.Body, n); err == nil && ok {
		g.t.h.Change(func(b engine.Outbox) error { return b.Edit(host.Target(it), body) })
	}
}

// unfold shows who joined, or folds them again. It reports whether the row is of people who joined.
func (g *gestures) unfold(row platform.Element) bool {
	t := g.t
	it := t.itemAt(row)
	for _, line := range t.lines {
		if line.kind == rowJoins && it != nil && line.has(it.Event.Seq) {
			t.open[line.key] = !t.open[line.key]
			t.Refresh()
			return true
		}
	}
	return false
}

// sheet opens the actions of a message, on a phone.
func (g *gestures) sheet(row platform.Element) {
	if it := g.t.itemAt(row); canBeActedOn(it) {
		g.t.h.Overlays.Open(&actionSheet{t: g.t, item: it})
	}
}

// menu opens the actions of a message where the mouse is, or at the row for the keyboard. It reports
// whether there are any.
func (g *gestures) menu(row platform.Element, e platform.Event) bool {
	it := g.t.itemAt(row)
	if !canBeActedOn(it) {
		return false
	}
	m := &kit.Menu{Label: host.Said(text.MessageActions), Items: g.t.menuItems(it, row)}
	m.X, m.Y = e.Point()
	g.t.h.Overlays.Open(m)
	return true
}

// pickReaction opens the emoji picker for a message.
func pickReaction(h *host.Host, it *state.Item, button platform.Element) {
	room, key := it.Event.Room, it.Key
	h.Overlays.Open(kit.NewPicker(button, false, func(char string) {
		if now := itemByKey(h, room, key); now != nil {
			react(h, now, char)
		}
	}))
}

// itemByKey returns the item with a key as it is now.
func itemByKey(h *host.Host, room, key string) (found *state.Item) {
	h.State.See(func(s *state.State) {
		if r := s.Rooms[room]; r != nil {
			for _, it := range r.Timeline() {
				if it.Key == key {
					found = it
				}
			}
		}
	})
	return found
}

// react puts an emoji of the person's on a message or takes it away.
func react(h *host.Host, it *state.Item, char string) {
	on := !slices.ContainsFunc(it.Reactions(), func(r wire.Reaction) bool { return r.Me && effect.SameEmoji(r.Emoji, char) })
	h.Change(func(b engine.Outbox) error { return b.React(host.Target(it), char, on) })
}
