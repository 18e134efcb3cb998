package ui

import (
	"strconv"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/shared/text"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// menuItem is one line of a menu. One without a label is a rule between lines.
type menuItem struct {
	icon    string
	label   text.Text
	end     string // at the end of the line: a shortcut or a state
	danger  bool
	choice  bool // one of several that exclude each other
	checked bool // with choice: the one in force
	act     func()
}

// menuSpec is an open menu at a button.
type menuSpec struct {
	label  string
	button string           // id of the button it hangs on
	at     platform.Element // what it hangs on, without a button
	alignE bool             // its end edge stands under the button's
	items  []menuItem
}

func (m *menuSpec) draw(v *view, rev int) app.UI {
	return &menu{V: v, Spec: m, Key: "menu" + strconv.Itoa(v.overID), Rev: rev}
}

func (m *menuSpec) modal() bool { return false }

// menu shows a menuSpec.
type menu struct {
	app.Compo
	V    *view
	Spec *menuSpec
	Key  string
	Rev  int
}

// CompoID gives each opening its own component, and so its own focus.
func (m *menu) CompoID() string { return m.Key }

// OnMount places the menu and enters it.
func (m *menu) OnMount(app.Context) { m.place() }

func (m *menu) place() {
	pop := platform.ByID("menu")
	hook := m.Spec.at
	if m.Spec.button != "" {
		hook = platform.ByID(m.Spec.button)
	}
	at, size := hook.Box(), pop.Box()
	width, height := platform.Viewport()
	w, h := size.Right-size.Left, size.Bottom-size.Top
	left := at.Left
	if m.Spec.alignE != platform.Language().RTL {
		left = at.Right - w
	}
	top := at.Bottom + 4
	if top+h > height-8 {
		top = max(8, at.Top-4-h)
	}
	pop.Place(min(max(8, left), width-8-w), top)
	pop.Query("[role]").Focus()
}

// Render draws the lines.
func (m *menu) Render() app.UI {
	var lines []app.UI
	for i := range m.Spec.items {
		lines = append(lines, m.line(i))
	}
	return el("div",
		el("button.menu__away|type=button|tabindex=-1|aria-hidden=true", on("click", m.away)),
		el("div.pop.menu|id=menu|role=menu", k("aria-label"), m.Spec.label, on("keydown", m.key), lines))
}

func (m *menu) line(i int) app.UI {
	it := m.Spec.items[i]
	if it.label.IsZero() {
		return el("div.pop__sep|role=separator")
	}
	role, checked, end := "menuitem", "", el("span.opt__end", el("bdi", it.end))
	if it.choice {
		role, checked = "menuitemradio", yes(it.checked)
	}
	if it.checked {
		end = el("span.opt__end", icon("check", "icon--sm"))
	}
	danger := class("")
	if it.danger {
		danger = "opt--danger"
	}
	return el("button.opt|type=button|tabindex=-1", danger, k("role"), role, k("aria-checked"), checked, k("data-line"), i,
		on("click", m.pick), icon(it.icon), el("span.u-grow", it.label), end)
}

func (m *menu) pick(ctx app.Context, _ app.Event) {
	i, err := strconv.Atoi(data(ctx, "line"))
	if err != nil || i >= len(m.Spec.items) {
		return
	}
	m.V.close()
	m.Spec.items[i].act()
}

func (m *menu) away(app.Context, app.Event) { m.V.close() }

// key moves between the lines. Tab leaves the menu, as in any desktop program.
func (m *menu) key(ctx app.Context, e app.Event) {
	switch e.Get("key").String() {
	case "ArrowDown":
		m.step(1)
	case "ArrowUp":
		m.step(-1)
	case "Home":
		m.focus(m.lines()[0])
	case "End":
		lines := m.lines()
		m.focus(lines[len(lines)-1])
	case "Tab":
		m.V.close()
	default:
		ctx.PreventUpdate()
		return
	}
	e.PreventDefault()
}

// lines are the indexes of the items that are not rules.
func (m *menu) lines() []int {
	var lines []int
	for i, it := range m.Spec.items {
		if !it.label.IsZero() {
			lines = append(lines, i)
		}
	}
	return lines
}

func (m *menu) step(by int) {
	lines, at := m.lines(), 0
	now := platform.Active().Attrs().Get("data-line")
	for i, line := range lines {
		if strconv.Itoa(line) == now {
			at = (i + by + len(lines)) % len(lines)
		}
	}
	m.focus(lines[at])
}

func (m *menu) focus(line int) {
	platform.Query(`#menu [data-line="` + strconv.Itoa(line) + `"]`).Focus()
}
