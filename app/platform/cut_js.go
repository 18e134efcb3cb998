package platform

import "syscall/js"

// Cut is a picture out of which a square is cut by web/crop.js, which shows it in the element .cropper.
type Cut struct{ v js.Value }

// NewCut begins with a picture. told is told when something is wrong with it, and what becomes of the square.
func NewCut(f File, told func(what, detail string)) *Cut {
	c := &Cut{}
	UseScript("crop.js", func(err error) {
		if err != nil {
			told(CutRefused, "{}")
			return
		}
		c.v = js.Global().Call("confabCropper", f.v, js.FuncOf(func(_ js.Value, args []js.Value) any {
			told(args[0].String(), args[1].String())
			return nil
		}))
	})
	return c
}

// Done cuts the square out and uploads it.
func (c *Cut) Done() {
	if c.v.Truthy() {
		c.v.Invoke()
	}
}
