package platform

import "syscall/js"

// ShowLayers tells the browser how much lies over the page that Back closes, one after another, before it
// leaves the page (web/back.js).
func ShowLayers(n int) {
	if over := global("confabOver"); over.Truthy() {
		over.Call("shows", n)
	}
}

// OnBack calls f with the number of layers that the person has closed by going back.
func OnBack(f func(n int)) {
	if over := global("confabOver"); over.Truthy() {
		over.Call("closes", js.FuncOf(func(_ js.Value, args []js.Value) any {
			f(first(args).Int())
			return nil
		}))
	}
}
