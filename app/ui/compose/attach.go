package compose

import (
	"strconv"
	"strings"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/text"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Attach is the part of a composer that takes files.
type Attach struct{ c *Composer }

// Files returns the part that takes files.
func (c *Composer) Files() Attach { return Attach{c} }

// tray is that of what is being written.
func (a Attach) tray() *tray { return a.c.drafts.trays.at(a.c.to) }

// Take adds files to what is being written. There is nowhere to add them to while another page
// is shown, or something lies over this one.
func (a Attach) Take(files []platform.File) {
	if !a.possible() {
		return
	}
	var list []picked
	for _, f := range files {
		list = append(list, pick(f))
	}
	a.add(list)
	if !host.Touch() {
		a.c.field.Focus() // on a touch screen the keyboard would cover the page
	}
}

func (a Attach) add(files []picked) {
	c := a.c
	if c.edit != "" {
		c.keepDraft()
		c.edit = ""
		c.fill()
		c.marks(false)
	}
	if len(files) > 0 {
		c.drafts.trays.add(c.to, files)
		c.h.Raise(host.Drafts)
	}
}

func (a Attach) possible() bool {
	c := a.c
	return c.mounted && c.to.Room != "" && c.h.Eng != nil && !c.h.Overlays.Modal()
}

// dropping is what changes when files are dragged over the page.
const dropping host.Thing = "dropping"

// Over is told whether files are dragged over the page.
func (a Attach) Over(over bool) {
	a.c.over = over && a.possible()
	a.c.h.Raise(dropping)
}

// Sheet covers the window while files are dragged over it, and says where they will go.
func (a Attach) Sheet() app.UI { return &sheet{Of: a.c, Rev: a.c.h.Rev(dropping)} }

type sheet struct {
	app.Compo
	Of  *Composer
	Rev int
}

// Render draws the sheet.
func (s *sheet) Render() app.UI {
	r, ok := s.Of.h.State.Room(s.Of.to.Room)
	if !s.Of.over || !ok {
		return kit.None()
	}
	return kit.El("div.drop|role=status", art(),
		kit.El("p.display.display--xl", text.DropHere(host.RoomName(r))), kit.El("p", text.DropWhy))
}

// art is a sheaf of sheets with an arrow.
func art() app.UI {
	draw := func(tag, attrs string) app.UI {
		e := app.Elem(tag).XMLNS("http://www.w3.org/2000/svg")
		for _, a := range strings.Split(attrs, "|") {
			name, value, _ := strings.Cut(a, "=")
			e.Attr(name, value)
		}
		return e
	}
	svg := app.Elem("svg").XMLNS("http://www.w3.org/2000/svg").Class("drop__art")
	return svg.Attr("viewBox", "0 0 136 112").Attr("aria-hidden", "true").Body(
		draw("rect", "x=20|y=18|width=60|height=78|rx=7|transform=rotate(-11 50 57)"),
		draw("rect", "x=56|y=18|width=60|height=78|rx=7|transform=rotate(10 86 57)"),
		draw("rect", "x=36|y=12|width=64|height=84|rx=7"),
		draw("path", "d=M68 66V36M56 47l12-12 12 12"), draw("path", "d=M52 80h32"))
}

// ask opens the browser's list of files, on a phone with the camera and the gallery.
func (a Attach) ask(platform.Event) { platform.Pick(platform.ByID(a.c.to.id("files"))) }

// asked takes what was chosen there.
func (a Attach) asked(e platform.Event) { a.Take(platform.TakeFiles(e.Target())) }

func (a Attach) removed(e platform.Event) {
	if i, err := strconv.Atoi(kit.Data(e, "i")); err == nil {
		a.remove(i)
	}
}

// remove takes a file away. The focus goes to the one in its place.
func (a Attach) remove(i int) {
	a.c.drafts.trays.remove(a.c.to, i)
	a.c.h.Raise(host.Drafts)
	a.focus(min(i, len(a.tray().files)-1))
}

// focus gives a file the focus when it is drawn, or the field if there is none.
func (a Attach) focus(i int) {
	a.c.h.AfterFrame(func() {
		if i < 0 {
			a.c.field.Focus()
			return
		}
		platform.ByID(a.id(i)).Focus()
	})
}

func (a Attach) id(i int) string { return a.c.to.id("file-" + strconv.Itoa(i)) }

func (a Attach) retried(e platform.Event) {
	i, err := strconv.Atoi(kit.Data(e, "i"))
	if files := a.tray().files; err == nil && i < len(files) {
		a.c.drafts.trays.uploads.Retry(files[i].upload)
		a.c.changed()
		a.focus(i)
	}
}

// chose chooses the file whose caption is to be written, or none again if it is the only one.
func (a Attach) chose(e platform.Event) {
	i, err := strconv.Atoi(kit.Data(e, "i"))
	in := a.tray()
	if err != nil || i >= len(in.files) {
		return
	}
	if upload := in.files[i].upload; in.chosen != upload {
		in.chosen = upload
		a.c.h.AfterFrame(func() { platform.ByID(a.c.to.id("caption")).Focus() })
	} else {
		in.chosen = ""
	}
	a.c.changed()
}

func (a Attach) earlier(e platform.Event) { a.moves(e, -1) }
func (a Attach) later(e platform.Event)   { a.moves(e, 1) }

// moves puts the file that is chosen by a step to the front or the back.
func (a Attach) moves(e platform.Event, by int) {
	i, err := strconv.Atoi(kit.Data(e, "i"))
	files := a.tray().files
	if err != nil || i >= len(files) {
		return
	}
	a.tray().chosen = files[i].upload
	a.c.drafts.trays.move(a.c.to, i, by)
}

// key chooses, moves and removes files: the arrows, with Alt, and Delete.
func (a Attach) key(e platform.Event) {
	i, err := strconv.Atoi(kit.Data(e, "i"))
	if err != nil || e.Command() || e.Shift() {
		return
	}
	by := 0
	switch e.Key() {
	case "ArrowLeft":
		by = -1
	case "ArrowRight":
		by = 1
	case "Delete", "Backspace":
		e.PreventDefault()
		a.remove(i)
		return
	default:
		return
	}
	if platform.Language().RTL {
		by = -by
	}
	e.PreventDefault()
	if e.Alt() && !a.c.drafts.trays.move(a.c.to, i, by) {
		return
	}
	if i+by >= 0 && i+by < len(a.tray().files) {
		a.focus(i + by)
	}
}
