package ui

import (
	"strconv"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/shared/text"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// pickerColumns is how many emoji stand in a row of the picker.
const pickerColumns = 8

// pickerSpec is an open emoji picker.
type pickerSpec struct {
	at     platform.Element // what it hangs on
	picked func(char string)
	query  string
	active int
}

func (p *pickerSpec) draw(v *view, rev int) app.UI {
	return &picker{V: v, Spec: p, Key: "picker" + strconv.Itoa(v.overID), Rev: rev}
}

func (p *pickerSpec) modal() bool { return false }

// openPicker opens the picker at a button of a component.
func (v stage) openPicker(button string, picked func(string)) {
	v.openPickerAt(platform.ByID(button), picked)
}

func (v stage) openPickerAt(at platform.Element, picked func(string)) {
	v.open(&pickerSpec{at: at, picked: picked})
}

// chars are the emoji that are shown now.
func (p *pickerSpec) chars() []string {
	if p.query == "" {
		return everyday
	}
	var chars []string
	for _, e := range findEmojis(p.query, 5*pickerColumns) {
		chars = append(chars, e.char)
	}
	return chars
}

// picker shows a pickerSpec.
type picker struct {
	app.Compo
	V    *view
	Spec *pickerSpec
	Key  string
	Rev  int
}

// CompoID gives each opening its own component.
func (p *picker) CompoID() string { return p.Key }

// OnMount places the picker and enters its field.
func (p *picker) OnMount(app.Context) { p.place() }

func (p *picker) place() {
	pop := platform.ByID("picker")
	at, size := p.Spec.at.Box(), pop.Box()
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
	if !touch() {
		platform.ByID("picker-search").Focus()
	}
}

// Render draws the field and the emoji.
func (p *picker) Render() app.UI {
	head, chars := text.OftenUsed, p.Spec.chars()
	if p.Spec.query != "" {
		head = text.Found
	}
	if len(chars) == 0 {
		head = text.NoSuchEmoji
	}
	active := ""
	var grid []app.UI
	for i, char := range chars {
		id, at := "emoji-"+strconv.Itoa(i), class("")
		if i == p.Spec.active {
			active, at = id, "is-active"
		}
		grid = append(grid, el("button|type=button|role=option|tabindex=-1", at, k("id"), id,
			k("aria-selected"), yes(i == p.Spec.active), k("aria-label"), emojiLabel(char), k("title"), emojiLabel(char),
			k("data-char"), char, on("click", p.pick), char))
	}
	return el("div",
		el("button.menu__away|type=button|tabindex=-1|aria-hidden=true", on("click", p.away)),
		el("div.pop.emojipick.emojipick--at|id=picker|role=dialog", k("aria-label"), text.Emoji,
			el("div.input.input--soft.input--group",
				icon("search", "icon--sm", "u-muted"),
				el("input|id=picker-search|type=text|role=combobox"+
					"|aria-expanded=true|aria-controls=emoji-grid|autocomplete=off",
					k("placeholder"), text.SearchEmoji, k("aria-label"), text.SearchEmoji,
					k("aria-activedescendant"), active, on("input", p.search), on("keydown", p.key))),
			el("p.pop__head|role=status", head),
			el("div.emojipick__grid|id=emoji-grid|role=listbox", k("aria-label"), head, grid)))
}

func (p *picker) away(app.Context, app.Event) { p.V.close() }

func (p *picker) pick(ctx app.Context, _ app.Event) { p.choose(data(ctx, "char")) }

func (p *picker) choose(char string) {
	p.V.close()
	if char != "" {
		p.Spec.picked(char)
	}
}

func (p *picker) search(ctx app.Context, _ app.Event) {
	p.Spec.query, p.Spec.active = ctx.JSSrc().Get("value").String(), 0
}

// key moves among the emoji while the focus stays in the field.
func (p *picker) key(ctx app.Context, e app.Event) {
	chars := p.Spec.chars()
	by := 0
	switch e.Get("key").String() {
	case "ArrowRight":
		by = rightward()
	case "ArrowLeft":
		by = -rightward()
	case "ArrowDown":
		by = pickerColumns
	case "ArrowUp":
		by = -pickerColumns
	case "Enter":
		e.PreventDefault()
		if p.Spec.active < len(chars) {
			p.choose(chars[p.Spec.active])
		}
		return
	default:
		ctx.PreventUpdate()
		return
	}
	e.PreventDefault()
	if to := p.Spec.active + by; to >= 0 && to < len(chars) {
		p.Spec.active = to
	}
}
