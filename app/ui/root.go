package ui

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/shared/text"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Root is the one component that has a route: every address of the program. It
// has no exported fields, so that go-app keeps it, and all below it, from one
// address to the next.
type Root struct {
	app.Compo
	v *view
}

// New makes the component for app.Route.
func New() app.Composer { return &Root{} }

// OnInit makes what the components share.
func (r *Root) OnInit() { r.v = newView() }

// OnMount starts the program.
func (r *Root) OnMount(ctx app.Context) { r.v.start(ctx) }

// OnNav follows the address.
func (r *Root) OnNav(app.Context) { r.v.arrive(platform.Path()) }

// OnAppUpdate says that a new version waits.
func (r *Root) OnAppUpdate(app.Context) {
	r.v.update = true
	r.v.touch(partShell)
}

// Render draws the page and what lies over it.
func (r *Root) Render() app.UI {
	v := r.v
	all := 0
	for _, rev := range v.revs {
		all += rev
	}
	return el("div",
		el("a.skip|href=#"+composerID, on("click", r.skip), text.SkipToComposer),
		&shell{V: v, Rev: all},
		&overlayHost{V: v, Rev: v.revs[partOverlay]},
		&toasts{V: v, Rev: v.revs[partToasts]},
	)
}

func (r *Root) skip(_ app.Context, e app.Event) {
	e.PreventDefault()
	e.Call("stopPropagation")
	r.v.focusComposer()
}
