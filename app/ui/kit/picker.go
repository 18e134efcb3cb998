package kit

import (
	"strings"
	"time"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

const (
	pickerID = "picker"
	listID   = "picker-list"
	searchID = "picker-search"
	ownID    = "picker-own"
)

// pickerHigh and pickerLow are how high the picker is, in CSS pixels, if there is room, and at least.
const pickerHigh, pickerLow = 432, 200

// shelfEvery is how long the page has between two shelves that are filled.
const shelfEvery = 16 * time.Millisecond

// Picker is an open emoji picker: a popover at what it hangs on, which it does not cover, or on a phone a
// sheet.
type Picker struct {
	At     platform.Element  // what it hangs on
	Write  bool              // it is for a text, which stays in view
	Picked func(char string) // is told each emoji that is chosen

	Query string

	sheet  bool
	stock  []shelf // what is shown
	filled int     // how many of them are in the page
	run    int     // counts what is filled, so that what is late knows that it is
	active int     // the cell that Enter takes
	inside bool    // the arrow keys are among the cells, not in the field
	of     int     // the shelf at the top of the view
	over   int     // the cell under the pointer; -1: none
	press  int     // counts fingers put down, so that a late timer knows its own
	held   bool    // the finger that is down has opened the colours: lifting it is no click
}

// NewPicker returns a picker for a reaction, or, if write is set, for a text.
func NewPicker(at platform.Element, write bool, picked func(char string)) *Picker {
	return &Picker{At: at, Write: write, Picked: picked, sheet: host.Narrow(), over: -1}
}

// Draw shows the picker.
func (p *Picker) Draw(at host.Layer) app.UI {
	if p.stock == nil {
		p.stock = stockFor(at.H, p.Query)
	}
	return &picker{H: at.H, Of: p, Key: at.Key, Rev: at.Rev}
}

// Modal reports that the page is out of reach below a sheet. Below a popover it is within reach.
func (p *Picker) Modal() bool { return p.sheet }

// picker shows a Picker.
type picker struct {
	app.Compo
	H   *host.Host
	Of  *Picker
	Key string
	Rev int

	removers []func()
}

// CompoID gives each opening its own component.
func (p *picker) CompoID() string { return p.Key }

// OnMount places the picker, fills it and enters its field.
func (p *picker) OnMount(app.Context) {
	list := platform.ByID(listID)
	on := func(kind string, passive bool, f func(platform.Event)) {
		p.removers = append(p.removers, list.Listen(kind, passive, func(e platform.Event) { p.H.Post(func() { f(e) }) }))
	}
	on("click", false, cells{p}.click)
	on("mousedown", false, func(e platform.Event) { e.PreventDefault() }) // the focus stays in the field
	on("pointerover", true, cells{p}.hover)
	on("pointerdown", true, cells{p}.down)
	on("pointerup", true, func(platform.Event) { p.Of.press++ })
	on("pointercancel", true, func(platform.Event) { p.Of.press++ })
	on("contextmenu", false, cells{p}.context)
	on("scroll", true, cells{p}.scrolled)
	p.H.Emoji.Load(p.restock)
	p.restock()
	p.place()
	if p.Of.sheet && p.Of.Write {
		platform.Root().Attrs().Set("data-picker", "under")
		p.removers = append(p.removers, func() { platform.Root().Attrs().Remove("data-picker") })
	}
	if !host.Touch() {
		platform.ByID(searchID).Focus()
	}
}

// OnDismount hears nothing more.
func (p *picker) OnDismount() {
	for _, remove := range p.removers {
		remove()
	}
	p.removers = nil
}

// place puts a popover above what it hangs on, or below, where there is more room.
func (p *picker) place() {
	if p.Of.sheet {
		return
	}
	pop := platform.ByID(pickerID)
	at, size := p.Of.At.Box(), pop.Box()
	width, height := platform.Viewport()
	above, below := at.Top-16, height-at.Bottom-16
	h := min(pickerHigh, max(above, below, pickerLow))
	top := at.Top - 8 - h
	if above < h && below > above {
		top = at.Bottom + 8
	}
	w, left := size.Right-size.Left, at.Left
	if platform.Language().RTL {
		left = at.Right - w
	}
	platform.SetHeight(pop, h)
	pop.Place(max(8, min(left, width-8-w)), max(8, min(top, height-8-h)))
}

// restock shows what there is now.
func (p *picker) restock() {
	if !p.H.Overlays.Has(p.Of) {
		return
	}
	of := p.Of
	of.stock = stockFor(p.H, of.Query)
	of.run++
	of.filled, of.active, of.of, of.over, of.inside = 0, 0, 0, -1, false
	platform.RowsOf(platform.ByID(listID)).Clear()
	platform.ByID(listID).Scroll().SetTop(0)
	cells{p}.fill(of.run)
	cells{p}.mark(true)
	p.H.Raise(host.Layers)
}

// fill puts the next two shelves into the page, and the others one after the other: all at once would
// keep the page from being painted.
// put puts one more shelf into the page.
// mark shows which cell is the active one, or no longer.
// columns is how many cells are in a row.
// to makes a cell the active one, and shows it.
// choose takes a cell. The picker stays open if keep is set.
func (p *picker) take(char string, keep bool) {
	p.H.Emoji.Use(char)
	switch {
	case keep && !p.Of.sheet:
		p.Of.Picked(char)
		p.H.AfterFrame(func() {
			p.place()
			platform.ByID(searchID).Focus()
		})
	case p.Of.sheet:
		p.H.Overlays.Drop(p.Of)
		p.H.AfterFrame(func() { p.Of.Picked(char) }) // once the page can be reached
	default:
		p.H.Overlays.Drop(p.Of)
		p.Of.Picked(char)
	}
}

// cellOf returns the cell that an event happened to.
// down opens the colours of an emoji that a finger rests on.
// context opens the colours of an emoji in the place of the browser's menu.
// scrolled finds out which shelf is at the top of the view.
// show scrolls to a shelf.
func (p *picker) search(e platform.Event) {
	p.Of.Query = strings.TrimSpace(Typed(e))
	p.restock()
}

func (p *picker) away(e platform.Event) {
	if Aside(e) {
		p.H.Overlays.Close()
	}
}

// key is told the keys of the field: the focus stays there while they move among the cells.
func (p *picker) key(e platform.Event) {
	if e.Command() {
		return
	}
	switch key := e.Key(); {
	case key == "Enter":
		e.PreventDefault()
		cells{p}.choose(p.Of.active, e.Shift())
	case key == "ArrowDown" && e.Alt():
		e.PreventDefault()
		cells{p}.tonesOf(p.Of.active)
	case e.Alt():
	case key == "ArrowDown" || key == "ArrowUp" || key == "PageDown" || key == "PageUp",
		(key == "ArrowLeft" || key == "ArrowRight" || key == "Home" || key == "End") && (p.Of.inside || p.Of.Query == ""):
		e.PreventDefault()
		p.Of.inside = true
		cells{p}.to(stepFrom(p.Of.stock, cells{p}.columns(), p.Of.active, key))
	}
}

// tab keeps the focus in the picker.
func (p *picker) tab(e platform.Event) {
	if e.Key() != "Tab" {
		return
	}
	first, last := platform.ByID(searchID), platform.ByID(ownID)
	if p.Of.sheet { // which has no foot
		last = platform.ByID(pickerID).Query(`.picker__cat[tabindex="0"]`)
	}
	switch now := platform.Active(); {
	case e.Shift() && now.Same(first):
		last.Focus()
	case !e.Shift() && now.Same(last):
		first.Focus()
	default:
		return
	}
	e.PreventDefault()
}
