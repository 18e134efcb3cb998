package kit

import (
	"strconv"
	"time"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// SearchEvery is how long typing must pause before the server is asked.
const SearchEvery = 150 * time.Millisecond

// Option is one line of the palette.
type Option struct {
	Key  string
	Icon string
	User wire.User // instead of an icon, if it has an id
	Name string
	Hint string
	End  string
	Act  func()
}

// OptionGroup is options under a heading.
type OptionGroup struct {
	Label   string
	Options []Option
}

// Source is what a palette chooses from.
type Source interface {
	Label() string
	// Groups returns what answers the query, from what is known now.
	Groups(query string) []OptionGroup
	// Search asks the server for more that answers the query, and calls found
	// when it is known. It is called when typing pauses.
	Search(query string, found func(error))
}

// Palette is an open palette: a field and what answers it.
type Palette struct {
	Source Source
	Query  string

	active int
	asking bool
	fault  string
}

// Modal reports that a palette keeps the page out of reach.
func (p *Palette) Modal() bool { return true }

// Draw shows the palette.
func (p *Palette) Draw(at host.Layer) app.UI {
	return &palette{H: at.H, Of: p, ID: at.ID("palette"), Key: at.Key, Rev: at.Rev + at.H.Rev(host.Presence, host.List, host.People)}
}

// Choose opens a palette.
func Choose(h *host.Host, source Source) *Palette {
	p := &Palette{Source: source}
	h.Overlays.Open(p)
	p.search(h)
	return p
}

// search asks the server once typing pauses.
func (p *Palette) search(h *host.Host) {
	query := p.Query
	p.asking = true
	ask := func() {
		if p.Query != query || !h.Overlays.Has(p) {
			return
		}
		p.Source.Search(query, func(err error) {
			if p.Query != query || !h.Overlays.Has(p) {
				return
			}
			p.asking, p.fault = false, ""
			if err != nil {
				p.fault = host.Why(err)
			}
			h.Raise(host.Layers)
		})
	}
	if query == "" {
		ask()
		return
	}
	h.Later(SearchEvery, ask)
}

// palette shows a Palette.
type palette struct {
	app.Compo
	H       *host.Host
	Of      *Palette
	ID, Key string
	Rev     int

	flat []Option // as drawn last
}

// CompoID gives each opening its own component, and so an empty field.
func (p *palette) CompoID() string { return p.Key }

// OnMount enters the field.
func (p *palette) OnMount(app.Context) { platform.ByID(p.ID + "-field").Focus() }

// Render draws the field and the list.
func (p *palette) Render() app.UI {
	groups := p.Of.Source.Groups(p.Of.Query)
	p.flat = nil
	var lists []app.UI
	for _, g := range groups {
		if len(g.Options) > 0 {
			lists = append(lists, p.group(g))
		}
	}
	people := make([]string, len(p.flat))
	for i, o := range p.flat {
		people[i] = o.User.ID
	}
	p.H.Watching.Show(host.WatchOverlay, people...)
	active := ""
	if len(p.flat) > 0 {
		p.Of.active = min(p.Of.active, len(p.flat)-1)
		active = p.optionID(p.Of.active)
	}
	label := p.Of.Source.Label()
	return El("div.scrim.scrim--full", On("click", p.away),
		El("div.palette|role=dialog|aria-modal=true", K("aria-label"), label,
			El("div.palette__field",
				IconButton("back", text.Close, Class("u-phone"), On("click", p.close)),
				Icon("search", "u-wide"),
				Search(p.ID+"-field", label, p.input, K("type"), "text", K("role"), "combobox", K("aria-expanded"), Yes(len(p.flat) > 0),
					K("aria-autocomplete"), "list", K("spellcheck"), "false", K("aria-controls"), p.ID+"-list",
					K("aria-activedescendant"), active, OnKey(p.key)),
				El("kbd.u-wide", text.KeyEsc)),
			El("div.palette__list|role=listbox", K("id"), p.ID+"-list", K("aria-label"), text.Results,
				On("pointerdown", stay), On("click", p.pick), lists),
			El("p.palette__note|role=status", p.note()), // not in the list, which has only options
			El("div.palette__foot",
				El("span", Sentence(text.KeysMove("↑", "↓"), "kbd", "up", "down")),
				El("span", Sentence(text.KeyChooses("↵"), "kbd", "key")))))
}

// OnDismount is told that the palette is closed.
func (p *palette) OnDismount() { p.H.Watching.Show(host.WatchOverlay) }

// note says why there is nothing, or not more.
func (p *palette) note() string {
	switch {
	case p.Of.fault != "":
		return p.Of.fault
	case len(p.flat) > 0:
		return ""
	case p.Of.asking:
		return host.Said(text.Looking)
	case p.Of.Query == "":
		return host.Said(text.NothingYet)
	}
	return host.Said(text.NothingMatches(p.Of.Query))
}

func (p *palette) group(g OptionGroup) app.UI {
	lines := []app.UI{El("p.pop__head|aria-hidden=true", g.Label)}
	for _, o := range g.Options {
		lines = append(lines, p.line(len(p.flat), o))
		p.flat = append(p.flat, o)
	}
	return El("div|role=group", K("aria-label"), g.Label, lines)
}

func (p *palette) line(i int, o Option) app.UI {
	var face app.UI
	if o.User.ID != "" {
		face = Avatar(o.User, "avatar--sm", p.H.State.Presence(o.User.ID))
	} else {
		face = Icon(o.Icon)
	}
	end := El("span.opt__end", o.End)
	if i == p.Of.active && o.End == "" {
		end = El("span.opt__end", El("kbd", "↵"))
	}
	return El("div.opt|role=option", K("id"), p.optionID(i), K("data-i"), i, K("aria-selected"), Yes(i == p.Of.active),
		face, El("span.opt__name", Marked(o.Name, p.Of.Query)), El("span.opt__hint", El("bdi", o.Hint)), end)
}

func (p *palette) optionID(i int) string { return p.ID + "-" + strconv.Itoa(i) }

func (p *palette) input(e platform.Event) {
	p.Of.Query, p.Of.active = Typed(e), 0
	p.Of.search(p.H)
	p.H.Raise(host.Layers)
}

func (p *palette) key(e platform.Event) {
	switch e.Key() {
	case "ArrowDown":
		p.move(1)
	case "ArrowUp":
		p.move(-1)
	case "Enter":
		p.take(p.Of.active)
	default:
		return
	}
	e.PreventDefault()
}

func (p *palette) move(by int) {
	n := len(p.flat)
	if n == 0 {
		return
	}
	p.Of.active = (p.Of.active + by + n) % n
	p.H.Raise(host.Layers)
	p.H.AfterFrame(func() { platform.ByID(p.optionID(p.Of.active)).Show("nearest") })
}

func (p *palette) pick(e platform.Event) {
	if i, err := strconv.Atoi(Data(e, "i")); err == nil {
		p.take(i)
	}
}

func (p *palette) take(i int) {
	if i >= 0 && i < len(p.flat) && p.flat[i].Act != nil {
		p.flat[i].Act()
	}
}

// stay leaves the focus in the field.
func stay(e platform.Event) { e.PreventDefault() }

func (p *palette) close(platform.Event) { p.H.Overlays.Close() }

func (p *palette) away(e platform.Event) {
	if Aside(e) {
		p.H.Overlays.Close()
	}
}
