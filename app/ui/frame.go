package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// frame wraps the root component's app.Context: it runs functions on go-app's
// goroutine, now or after the next rendering.
type frame struct {
	ctx app.Context // the root component's
	on  bool
}

// enter stores the context.
func (f *frame) enter(ctx app.Context, v *view) {
	f.ctx, f.on = ctx, true
	v.post = func(do func()) { f.run(v, do) }
}

// run runs a function on go-app's goroutine. The parts that it touches are rendered in
// the next frame; if it touches none, as with most keys and scrolling, none is.
func (f *frame) run(v *view, do func()) {
	f.ctx.Dispatch(func(ctx app.Context) {
		was := v.revs
		do()
		if v.revs == was {
			ctx.PreventUpdate()
		}
	})
}

// after runs a function when the parts that were touched so far have been rendered. The
// parts that the function touches are rendered in the following frame.
func (f *frame) after(v *view, do func()) {
	if !f.on {
		return
	}
	f.ctx.Defer(func(ctx app.Context) {
		was := v.revs
		do()
		if v.revs != was {
			ctx.Update()
		}
	})
}

func (f *frame) navigate(path string) {
	if f.on {
		f.ctx.Navigate(path)
	}
}
