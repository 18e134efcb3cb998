package kit

import (
	"strconv"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/shared/text"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// pickerColumns is how many emoji stand in a row of the picker.
const pickerColumns = 8

// Picker is an open emoji picker.
type Picker struct {
	At     platform.Element // what it hangs on
	Picked func(char string)

	Query  string
	active int
}

// Draw shows the picker.
func (p *Picker) Draw(at host.Layer) app.UI { return &picker{H: at.H, Of: p, Key: at.Key, Rev: at.Rev} }

// Modal reports that what is below a picker is within reach.
func (p *Picker) Modal() bool { return false }

// chars are the emoji that are shown now.
func (p *Picker) chars() []string {
	if p.Query == "" {
		return everyday
	}
	var chars []string
	for _, e := range FindEmojis(p.Query, 5*pickerColumns) {
		chars = append(chars, e.Char)
	}
	return chars
}

// picker shows a Picker.
type picker struct {
	app.Compo
	H   *host.Host
	Of  *Picker
	Key string
	Rev int
}

// CompoID gives each opening its own component.
func (p *picker) CompoID() string { return p.Key }

// OnMount places the picker and enters its field.
func (p *picker) OnMount(app.Context) { p.place() }

func (p *picker) place() {
	pop := platform.ByID("picker")
	at, size := p.Of.At.Box(), pop.Box()
	width, height := platform.Viewport()
	w, h := size.Right-size.Left, size.Bottom-size.Top
	top := at.Top - 8 - h
	if top < 8 {
		top = min(at.Bottom+8, height-8-h)
	}
	left := at.Left
	if platform.Language().RTL {
		left = at.Right - w
	}
	pop.Place(max(8, min(left, width-8-w)), max(8, top))
	if !host.Touch() {
		platform.ByID("picker-search").Focus()
	}
}

// Render draws the field and the emoji.
func (p *picker) Render() app.UI {
	head, chars := text.OftenUsed, p.Of.chars()
	if p.Of.Query != "" {
		head = text.Found
	}
	if len(chars) == 0 {
		head = text.NoSuchEmoji
	}
	active := ""
	var grid []app.UI
	for i, char := range chars {
		id, at := "emoji-"+strconv.Itoa(i), Class("")
		if i == p.Of.active {
			active, at = id, "is-active"
		}
		grid = append(grid, El("button|type=button|role=option|tabindex=-1", at, K("id"), id,
			K("aria-selected"), Yes(i == p.Of.active), K("aria-label"), EmojiLabel(char), K("title"), EmojiLabel(char),
			K("data-char"), char, char))
	}
	return El("div",
		El("button.menu__away|type=button|tabindex=-1|aria-hidden=true", On("click", p.away)),
		El("div.pop.emojipick.emojipick--at|id=picker|role=dialog", K("aria-label"), text.Emoji,
			El("div.input.input--soft.input--group",
				Icon("search", "icon--sm", "u-muted"),
				Search("picker-search", text.SearchEmoji, p.search, K("type"), "text", K("role"), "combobox", K("aria-expanded"), true,
					K("aria-controls"), "emoji-grid", K("aria-activedescendant"), active, OnKey(p.key))),
			El("p.pop__head|role=status", head),
			El("div.emojipick__grid|id=emoji-grid|role=listbox", K("aria-label"), head, On("click", p.pick), grid)))
}

func (p *picker) away(platform.Event) { p.H.Overlays.Close() }

func (p *picker) pick(e platform.Event) {
	if char := Data(e, "char"); char != "" {
		p.choose(char)
	}
}

func (p *picker) choose(char string) {
	p.H.Overlays.Close()
	p.Of.Picked(char)
}

func (p *picker) search(e platform.Event) {
	p.Of.Query, p.Of.active = Typed(e), 0
	p.H.Raise(host.Layers)
}

// key moves among the emoji while the focus stays in the field.
func (p *picker) key(e platform.Event) {
	chars := p.Of.chars()
	by := 0
	switch e.Key() {
	case "ArrowRight":
		by = host.Rightward()
	case "ArrowLeft":
		by = -host.Rightward()
	case "ArrowDown":
		by = pickerColumns
	case "ArrowUp":
		by = -pickerColumns
	case "Enter":
		e.PreventDefault()
		if p.Of.active < len(chars) {
			p.choose(chars[p.Of.active])
		}
		return
	default:
		return
	}
	e.PreventDefault()
	if to := p.Of.active + by; to >= 0 && to < len(chars) {
		p.Of.active = to
		p.H.Raise(host.Layers)
	}
}
