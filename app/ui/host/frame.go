package host

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// frame is the root component's app.Context.
type frame struct {
	ctx app.Context
	on  bool
}

// Enter is told the root component's context, once it is in the page.
func (h *Host) Enter(ctx app.Context) { h.frame = frame{ctx, true} }

// Post runs a function on go-app's goroutine. What it raises is drawn in the next frame; if
// it raises nothing, as with most keys and scrolling, nothing is.
func (h *Host) Post(do func()) {
	if !h.frame.on {
		do()
		return
	}
	h.frame.ctx.Dispatch(func(ctx app.Context) { Handle(ctx, do) })
}

// Handle runs what an event asks for, and has nothing drawn if that raises nothing.
func Handle(ctx app.Context, do func()) {
	was := raised
	do()
	if raised == was {
		ctx.PreventUpdate()
	}
}

// AfterFrame runs a function when what was raised so far has been drawn. What the function
// raises is drawn in the frame that follows. Outside of a browser nothing is drawn, and the
// function does not run.
func (h *Host) AfterFrame(do func()) {
	if !h.frame.on {
		return
	}
	h.frame.ctx.Defer(func(ctx app.Context) {
		was := raised
		do()
		if raised != was {
			ctx.Update()
		}
	})
}
