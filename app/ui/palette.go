package ui

import (
	"strconv"
	"time"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// searchEvery is how long typing must pause before the server is asked.
const searchEvery = 150 * time.Millisecond

// option is one line of the palette.
type option struct {
	key  string
	icon string
	user wire.User // instead of an icon, if it has an id
	name string
	hint string
	end  string
	act  func()
}

// optionGroup is options under a heading.
type optionGroup struct {
	label   string
	options []option
}

// paletteSource is what a palette chooses from.
type paletteSource interface {
	label() string
	// groups returns what answers the query, from what is known now.
	groups(v *view, query string) []optionGroup
	// search asks the server for more that answers the query, and calls found
	// when it is known. It is called when typing pauses.
	search(v *view, query string, found func(error))
}

// paletteSpec is an open palette.
type paletteSpec struct {
	source paletteSource
	query  string
	active int
	asking bool
	fault  string
}

func (p *paletteSpec) modal() bool { return true }

func (p *paletteSpec) draw(v *view, rev int) app.UI {
	return &palette{V: v, Spec: p, Key: "palette" + strconv.Itoa(v.overID), Rev: rev}
}

// choose opens a palette.
func (v stage) choose(source paletteSource) {
	p := &paletteSpec{source: source}
	v.open(p)
	p.search(v.view)
}

// search asks the server once typing pauses.
func (p *paletteSpec) search(v *view) {
	query := p.query
	p.asking = true
	ask := func() {
		if p.query != query || v.over != p {
			return
		}
		p.source.search(v, query, func(err error) {
			if p.query != query || v.over != p {
				return
			}
			p.asking, p.fault = false, ""
			if err != nil {
				p.fault = words(err)
			}
			v.touch(partOverlay)
		})
	}
	if query == "" {
		ask()
		return
	}
	v.later(searchEvery, ask)
}

// palette shows a paletteSpec: a field and what answers it.
type palette struct {
	app.Compo
	V    *view
	Spec *paletteSpec
	Key  string
	Rev  int

	flat []option // as drawn last
}

// CompoID gives each opening its own component, and so an empty field.
func (p *palette) CompoID() string { return p.Key }

// OnMount enters the field.
func (p *palette) OnMount(app.Context) { platform.ByID("palette-field").Focus() }

// Render draws the field and the list.
func (p *palette) Render() app.UI {
	groups := p.Spec.source.groups(p.V, p.Spec.query)
	p.flat = nil
	var lists []app.UI
	for _, g := range groups {
		if len(g.options) > 0 {
			lists = append(lists, p.group(g))
		}
	}
	people := make([]string, len(p.flat))
	for i, o := range p.flat {
		people[i] = o.user.ID
	}
	p.V.shows(partOverlay, people...)
	active := ""
	if len(p.flat) > 0 {
		p.Spec.active = min(p.Spec.active, len(p.flat)-1)
		active = p.optionID(p.Spec.active)
	}
	lists = append(lists, el("p.palette__note|role=status", p.note()))
	label := p.Spec.source.label()
	return el("div.scrim.scrim--full", on("click", p.away),
		el("div.palette|role=dialog|aria-modal=true", k("aria-label"), label,
			el("div.palette__field",
				iconButton("back", text.Close, class("u-phone"), on("click", p.close)),
				icon("search", "u-wide"),
				el("input|id=palette-field|type=text|role=combobox|aria-expanded=true|aria-controls=palette-list"+
					"|aria-autocomplete=list|autocomplete=off|spellcheck=false",
					k("placeholder"), label, k("aria-label"), label, k("aria-activedescendant"), active,
					on("input", p.input), on("keydown", p.key)),
				el("kbd.u-wide", text.KeyEsc)),
			el("div.palette__list|id=palette-list|role=listbox", k("aria-label"), text.Results, on("click", p.pick), lists),
			el("div.palette__foot",
				el("span", sentence(text.KeysMove("↑", "↓"), "kbd", "up", "down")),
				el("span", sentence(text.KeyChooses("↵"), "kbd", "key")))))
}

// note says why there is nothing, or not more.
func (p *palette) note() string {
	switch {
	case p.Spec.fault != "":
		return p.Spec.fault
	case len(p.flat) > 0:
		return ""
	case p.Spec.asking:
		return said(text.Looking)
	case p.Spec.query == "":
		return said(text.NothingYet)
	}
	return said(text.NothingMatches(p.Spec.query))
}

func (p *palette) group(g optionGroup) app.UI {
	lines := []app.UI{el("p.pop__head|aria-hidden=true", g.label)}
	for _, o := range g.options {
		lines = append(lines, p.line(len(p.flat), o))
		p.flat = append(p.flat, o)
	}
	return el("div|role=group", k("aria-label"), g.label, lines)
}

func (p *palette) line(i int, o option) app.UI {
	var face app.UI
	if o.user.ID != "" {
		face = avatar(o.user, "avatar--sm", p.V.presence(o.user.ID))
	} else {
		face = icon(o.icon)
	}
	end := el("span.opt__end", o.end)
	if i == p.Spec.active && o.end == "" {
		end = el("span.opt__end", el("kbd", "↵"))
	}
	return el("div.opt|role=option", k("id"), p.optionID(i), k("data-i"), i, k("aria-selected"), yes(i == p.Spec.active),
		face, el("span.opt__name", marked(o.name, p.Spec.query)), el("span.opt__hint", el("bdi", o.hint)), end)
}

func (p *palette) optionID(i int) string { return "palette-" + strconv.Itoa(i) }

func (p *palette) input(ctx app.Context, _ app.Event) {
	p.Spec.query, p.Spec.active = ctx.JSSrc().Get("value").String(), 0
	p.Spec.search(p.V)
}

func (p *palette) key(ctx app.Context, e app.Event) {
	n := len(p.flat)
	switch e.Get("key").String() {
	case "ArrowDown":
		p.move(1, n)
	case "ArrowUp":
		p.move(-1, n)
	case "Enter":
		if !e.Get("isComposing").Truthy() {
			p.take(p.Spec.active)
		}
	default:
		ctx.PreventUpdate()
		return
	}
	e.PreventDefault()
}

func (p *palette) move(by, n int) {
	if n == 0 {
		return
	}
	p.Spec.active = (p.Spec.active + by + n) % n
	p.V.afterFrame(func() { platform.ByID(p.optionID(p.Spec.active)).Show("nearest") })
}

func (p *palette) pick(ctx app.Context, e app.Event) {
	line := e.Get("target").Call("closest", "[data-i]")
	if !line.Truthy() {
		ctx.PreventUpdate()
		return
	}
	if i, err := strconv.Atoi(line.Get("dataset").Get("i").String()); err == nil {
		p.take(i)
	}
}

func (p *palette) take(i int) {
	if i >= 0 && i < len(p.flat) && p.flat[i].act != nil {
		p.flat[i].act()
	}
}

func (p *palette) close(app.Context, app.Event) { p.V.close() }

func (p *palette) away(ctx app.Context, e app.Event) {
	if e.Get("target").Equal(ctx.JSSrc()) {
		p.V.close()
		return
	}
	ctx.PreventUpdate()
}
