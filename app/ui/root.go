package ui

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/text"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Root is the one component that has a route: every address of the program. It
// has no exported fields, so that go-app keeps it, and all below it, from one
// address to the next.
type Root struct {
	app.Compo
	p *page
}

// New makes the component for app.Route.
func New() app.Composer { return &Root{} }

// OnInit makes the page.
func (r *Root) OnInit() { r.p = newPage() }

// OnMount starts the program.
func (r *Root) OnMount(ctx app.Context) { r.p.program.start(ctx) }

// OnNav follows the address.
func (r *Root) OnNav(app.Context) { r.p.guide.arrive(platform.Path()) }

// OnAppUpdate says that a new version waits.
func (r *Root) OnAppUpdate(app.Context) {
	r.p.h.Link.Update = true
	r.p.h.Raise(host.Status)
}

// Render draws the page and what lies over it. It is called whenever anything is raised, so
// there is little in it: each component below it is drawn only if what it shows has changed.
func (r *Root) Render() app.UI {
	h := r.p.h
	r.p.back.follow()
	return kit.El("div",
		r.skipLink(),
		r.p.draw(),
		kit.Overlays(h),
		kit.Toasts(h),
	)
}

// skipLink leads from the top of the page to what people come for.
func (r *Root) skipLink() app.UI {
	to, label := host.ComposerID, text.SkipToComposer
	if !r.p.inRoom() {
		to, label = host.PageID, text.SkipToPage
	}
	return kit.El("a.skip", kit.K("href"), "#"+to, kit.K("inert"), r.p.h.Overlays.Shut(), kit.On("click", r.skip), label)
}

func (r *Root) skip(e platform.Event) {
	e.PreventDefault()
	e.StopPropagation()
	if r.p.inRoom() {
		r.p.write.Focus()
	} else {
		platform.ByID(host.PageID).Focus()
	}
}
