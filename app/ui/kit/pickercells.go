package kit

import (
	"strconv"
	"strings"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
)

// cells are the emoji of an open picker, in the page.
type cells struct{ p *picker }

func (g cells) fill(run int) {
	of := g.p.Of
	if of.run != run || !g.p.H.Overlays.Has(of) {
		return
	}
	for n := 0; of.filled < len(of.stock) && (n == 0 || of.filled < 2); n++ {
		g.put()
	}
	if of.filled < len(of.stock) {
		g.p.H.Later(shelfEvery, func() { g.fill(run) })
	}
}

func (g cells) put() {
	of := g.p.Of
	rows := platform.RowsOf(platform.ByID(listID))
	rows.Insert(rows.Len(), of.stock[of.filled].html(g.p.H, firstOf(of.stock, of.filled)))
	of.filled++
}

func (g cells) mark(on bool) {
	cell := platform.ByID(cellID(g.p.Of.active))
	cell.Attrs().SetClass("is-active", on)
	cell.Attrs().Set("aria-selected", Yes(on))
}

func (g cells) columns() int {
	cell := platform.ByID(cellID(0)).Box()
	grid := platform.ByID(listID).Query(".picker__grid").Box()
	if w := cell.Right - cell.Left; w > 0 {
		return max(1, int((grid.Right-grid.Left)/w+0.5))
	}
	return 1
}

func (g cells) to(n int) {
	_, shelf, ok := cellAt(g.p.Of.stock, n)
	if !ok {
		return
	}
	for g.p.Of.filled <= shelf {
		g.put()
	}
	g.mark(false)
	g.p.Of.active, g.p.Of.over = n, -1
	g.mark(true)
	platform.ByID(cellID(n)).Show("nearest")
	g.p.H.Raise(host.Layers)
}

func (g cells) choose(n int, keep bool) {
	if c, _, ok := cellAt(g.p.Of.stock, n); ok {
		g.p.take(c.char, keep)
	}
}

func cellOf(e platform.Event) (n int, ok bool) {
	number, ok := strings.CutPrefix(e.Target().Closest("button").Attrs().Get("id"), cellPrefix)
	n, err := strconv.Atoi(number)
	return n, ok && err == nil
}

func (g cells) click(e platform.Event) {
	if g.p.Of.held {
		g.p.Of.held = false
		return
	}
	if n, ok := cellOf(e); ok {
		g.choose(n, e.Shift())
	}
}

func (g cells) hover(e platform.Event) {
	if n, ok := cellOf(e); ok && !e.Touch() && n != g.p.Of.over {
		g.p.Of.over = n
		g.p.H.Raise(host.Layers)
	}
}

func (g cells) down(e platform.Event) {
	g.p.Of.press++
	g.p.Of.held = false
	n, ok := cellOf(e)
	if press := g.p.Of.press; ok && e.Touch() {
		g.p.H.Later(host.PressLasts, func() {
			if g.p.Of.press == press {
				g.p.Of.held = g.tonesOf(n)
			}
		})
	}
}

func (g cells) context(e platform.Event) {
	e.PreventDefault()
	if n, ok := cellOf(e); ok && !e.Touch() && !g.p.Of.held {
		g.tonesOf(n)
	}
}

func (g cells) scrolled(platform.Event) {
	g.p.Of.press++
	list := platform.ByID(listID)
	top, of := list.Box().Top+8, 0
	rows := platform.RowsOf(list)
	for i := range rows.Len() {
		if rows.At(i).Box().Top <= top {
			of = i
		}
	}
	if of != g.p.Of.of {
		g.p.Of.of = of
		g.raise()
	}
}

// raise has the picker drawn again, with the tab of the shelf in view.
func (g cells) raise() {
	g.p.H.Raise(host.Layers)
	g.p.H.AfterFrame(func() { platform.ByID(pickerID).Query(`.picker__cat[aria-selected="true"]`).Show("nearest") })
}

func (g cells) show(of int) {
	if g.p.Of.Query != "" {
		g.p.Of.Query = ""
		platform.Field{Element: platform.ByID(searchID)}.SetValue("")
		g.p.restock()
	}
	for g.p.Of.filled < len(g.p.Of.stock) {
		g.put()
	}
	list := platform.ByID(listID)
	rows := platform.RowsOf(list)
	if of >= rows.Len() {
		return
	}
	list.Scroll().SetTop(list.Scroll().Top() + rows.At(of).Box().Top - list.Box().Top)
	g.mark(false)
	g.p.Of.of, g.p.Of.active, g.p.Of.inside = of, firstOf(g.p.Of.stock, of), true
	g.mark(true)
	g.raise()
}
