package kit

import (
	"strconv"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/shared/text"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// MenuItem is one line of a menu. One without a label is a rule between lines, and one
// without Act a heading over those that follow.
type MenuItem struct {
	Icon    string
	Label   text.Text
	End     string // at the end of the line: a shortcut or a state
	Danger  bool
	Choice  bool // one of several that exclude each other
	Checked bool // with Choice: the one in force
	Act     func()
}

// Menu is an open menu at a button.
type Menu struct {
	Label  string
	Button string           // id of the button it hangs on
	At     platform.Element // what it hangs on, without a button
	AlignE bool             // its end edge stands under the button's
	Items  []MenuItem
}

// MenuOpen reports whether the menu of a button is open.
func MenuOpen(h *host.Host, button string) bool {
	m, ok := h.Overlays.Top().(*Menu)
	return ok && m.Button == button
}

// ToggleMenu opens a menu, or closes it if its button is pressed again.
func ToggleMenu(h *host.Host, m *Menu) {
	if MenuOpen(h, m.Button) {
		h.Overlays.Close()
		return
	}
	h.Overlays.Open(m)
}

// Draw shows the menu.
func (m *Menu) Draw(at host.Layer) app.UI { return &menu{H: at.H, Of: m, Key: at.Key, Rev: at.Rev} }

// Modal reports that what is below a menu is within reach.
func (m *Menu) Modal() bool { return false }

// menu shows a Menu.
type menu struct {
	app.Compo
	H   *host.Host
	Of  *Menu
	Key string
	Rev int
}

// CompoID gives each opening its own component, and so its own focus.
func (m *menu) CompoID() string { return m.Key }

// OnMount places the menu and enters it.
func (m *menu) OnMount(app.Context) { m.place() }

func (m *menu) place() {
	pop := platform.ByID("menu")
	hook := m.Of.At
	if m.Of.Button != "" {
		hook = platform.ByID(m.Of.Button)
	}
	at, size := hook.Box(), pop.Box()
	width, height := platform.Viewport()
	w, h := size.Right-size.Left, size.Bottom-size.Top
	left := at.Left
	if m.Of.AlignE != platform.Language().RTL {
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
	for i := range m.Of.Items {
		lines = append(lines, m.line(i))
	}
	return El("div|role=region", K("aria-label"), m.Of.Label,
		El("button.menu__away|type=button|tabindex=-1|aria-hidden=true", On("click", m.away)),
		El("div.pop.menu|id=menu|role=menu", K("aria-label"), m.Of.Label, On("keydown", m.key), lines))
}

func (m *menu) line(i int) app.UI {
	it := m.Of.Items[i]
	if it.Label.IsZero() {
		return El("div.pop__sep|role=separator")
	}
	if it.Act == nil {
		return El("p.pop__head|role=presentation", it.Label)
	}
	role, checked, end := "menuitem", "", El("span.opt__end", El("bdi", it.End))
	if it.Choice {
		role, checked = "menuitemradio", Yes(it.Checked)
	}
	if it.Checked {
		end = El("span.opt__end", Icon("check", "icon--sm"))
	}
	danger := Class("")
	if it.Danger {
		danger = "opt--danger"
	}
	return El("button.opt|type=button|tabindex=-1", danger, K("role"), role, K("aria-checked"), checked, K("data-line"), i,
		On("click", m.pick), Icon(it.Icon), El("span.u-grow", it.Label), end)
}

func (m *menu) pick(e platform.Event) {
	i, err := strconv.Atoi(Data(e, "line"))
	if err != nil || i >= len(m.Of.Items) {
		return
	}
	m.H.Overlays.Close()
	m.Of.Items[i].Act()
}

func (m *menu) away(platform.Event) { m.H.Overlays.Close() }

// key moves between the lines. Tab leaves the menu, as in any desktop program.
func (m *menu) key(e platform.Event) {
	switch e.Key() {
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
		m.H.Overlays.Close()
	default:
		return
	}
	e.PreventDefault()
}

// lines are the indexes of the items that can be chosen.
func (m *menu) lines() []int {
	var lines []int
	for i, it := range m.Of.Items {
		if it.Act != nil {
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
