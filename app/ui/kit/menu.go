package kit

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

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
	X, Y   float64          // where it hangs, with neither
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

	typed string    // to go to the line that begins so
	last  time.Time // when the last letter of it was typed
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
	at := hook.Box()
	if !hook.OK() {
		at = platform.Box{Left: m.Of.X, Top: m.Of.Y, Right: m.Of.X, Bottom: m.Of.Y}
	}
	Below(pop, at, m.Of.AlignE)
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
		if !m.seek(e) {
			return
		}
	}
	e.PreventDefault()
}

// seekWithin is how soon after another a letter belongs to the same word.
const seekWithin = time.Second

// seek goes to the line that begins with what is typed, and reports whether the key was part of it.
func (m *menu) seek(e platform.Event) bool {
	key, now := e.Key(), time.Now()
	if utf8.RuneCountInString(key) != 1 || e.Command() || e.Alt() || e.Composing() {
		return false
	}
	if now.Sub(m.last) > seekWithin {
		m.typed = ""
	}
	if key == " " && m.typed == "" {
		return false // it presses the button that has the focus
	}
	m.typed, m.last = m.typed+key, now
	labels := make([]string, 0, len(m.Of.Items))
	lines, at := m.lines(), m.at()
	for _, line := range lines {
		labels = append(labels, host.Said(m.Of.Items[line].Label))
	}
	if found := beginning(labels, at, m.typed); found >= 0 {
		m.focus(lines[found])
	}
	return true
}

// beginning returns the label that begins with what was typed, from the one at a place on; -1: none does.
// The same letter over and over goes from one that begins with it to the next.
func beginning(labels []string, at int, typed string) int {
	first, size := utf8.DecodeRuneInString(typed)
	if strings.Trim(typed, string(first)) == "" {
		typed = typed[:size]
		at++
	}
	typed = Fold(typed)
	for i := range labels {
		if n := (at + i) % len(labels); strings.HasPrefix(Fold(labels[n]), typed) {
			return n
		}
	}
	return -1
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
	lines := m.lines()
	m.focus(lines[(m.at()+by+len(lines))%len(lines)])
}

// at is the place among lines of the one that has the focus.
func (m *menu) at() int {
	now := platform.Active().Attrs().Get("data-line")
	for i, line := range m.lines() {
		if strconv.Itoa(line) == now {
			return i
		}
	}
	return 0
}

func (m *menu) focus(line int) {
	platform.Query(`#menu [data-line="` + strconv.Itoa(line) + `"]`).Focus()
}
