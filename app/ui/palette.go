package ui

import (
	"strconv"
	"time"

	"github.com/confab/confab/app/platform"
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
func (v *view) choose(source paletteSource) {
	p := &paletteSpec{source: source}
	v.open(p)
	p.search(v)
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
	active := ""
	if len(p.flat) > 0 {
		p.Spec.active = min(p.Spec.active, len(p.flat)-1)
		active = p.optionID(p.Spec.active)
	}
	lists = append(lists, app.P().Class("palette__note").Role("status").Text(p.note()))
	label := p.Spec.source.label()
	return app.Div().Class("scrim", "scrim--full").OnClick(p.away).Body(
		app.Div().Class("palette").Role("dialog").Aria("modal", "true").Aria("label", label).Body(
			app.Div().Class("palette__field").Body(
				iconButton("back", "Close").Class("u-phone").OnClick(p.close),
				icon("search", "u-wide"),
				app.Input().ID("palette-field").Type("text").Placeholder(label).Role("combobox").Aria("expanded", "true").
					Aria("controls", "palette-list").Aria("activedescendant", active).Aria("label", label).Aria("autocomplete", "list").
					AutoComplete(false).Spellcheck(false).OnInput(p.input).OnKeyDown(p.key),
				app.Kbd().Class("u-wide").Text("Esc")),
			app.Div().Class("palette__list").ID("palette-list").Role("listbox").Aria("label", "Results").OnClick(p.pick).Body(lists...),
			app.Div().Class("palette__foot").Body(
				app.Span().Body(app.Kbd().Text("↑"), app.Kbd().Text("↓"), app.Text(" move")),
				app.Span().Body(app.Kbd().Text("↵"), app.Text(" choose")))))
}

// note says why there is nothing, or not more.
func (p *palette) note() string {
	switch {
	case p.Spec.fault != "":
		return p.Spec.fault
	case len(p.flat) > 0:
		return ""
	case p.Spec.asking:
		return "Looking …"
	case p.Spec.query == "":
		return "Nothing to choose from yet."
	}
	return "Nothing matches “" + p.Spec.query + "”."
}

func (p *palette) group(g optionGroup) app.UI {
	lines := []app.UI{app.P().Class("pop__head").Aria("hidden", "true").Text(g.label)}
	for _, o := range g.options {
		lines = append(lines, p.line(len(p.flat), o))
		p.flat = append(p.flat, o)
	}
	return app.Div().Role("group").Aria("label", g.label).Body(lines...)
}

func (p *palette) line(i int, o option) app.UI {
	var face app.UI
	if o.user.ID != "" {
		face = avatar(o.user, "avatar--sm", p.V.presence(o.user.ID))
	} else {
		face = icon(o.icon)
	}
	end := app.UI(app.Span().Class("opt__end").Text(o.end))
	if i == p.Spec.active && o.end == "" {
		end = app.Span().Class("opt__end").Body(app.Kbd().Text("↵"))
	}
	return app.Div().Class("opt").ID(p.optionID(i)).Role("option").DataSet("i", i).Aria("selected", i == p.Spec.active).Body(
		face, app.Span().Class("opt__name").Body(marked(o.name, p.Spec.query)...),
		app.Span().Class("opt__hint").Text(o.hint), end)
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
