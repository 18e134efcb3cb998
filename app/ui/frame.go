package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// frame is the root component's hold on go-app: entering its goroutine, and
// being told when it has rendered.
type frame struct {
	ctx app.Context // the root component's
	on  bool
}

// enter takes hold.
func (f *frame) enter(ctx app.Context, v *view) {
	f.ctx, f.on = ctx, true
	v.post = func(do func()) { f.run(v, do) }
}

// run runs a function on go-app's goroutine. What it touched is rendered in the
// next frame; if that is nothing, as with most keys and scrolling, nothing is.
func (f *frame) run(v *view, do func()) {
	f.ctx.Dispatch(func(ctx app.Context) {
		was := v.revs
		do()
		if v.revs == was {
			ctx.PreventUpdate()
		}
	})
}

// after runs a function when what has been touched so far is rendered. What
// the function touches is rendered in the frame behind that.
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
