package platform

import "syscall/js"

// NextFrame runs f when the browser is about to paint, once.
func NextFrame(f func()) {
	var run js.Func
	run = js.FuncOf(func(js.Value, []js.Value) any {
		run.Release()
		f()
		return nil
	})
	global("requestAnimationFrame").Invoke(run)
}
