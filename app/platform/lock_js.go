package platform

import (
	"context"
	"syscall/js"
)

// Lock waits until this tab alone holds the named lock of all tabs of this
// site, and returns what gives it back. The browser gives it back by itself
// when the tab goes away. Without Web Locks the tab is taken to be the only one.
func Lock(ctx context.Context, name string) (release func(), err error) {
	locks := global("navigator").Get("locks")
	if !locks.Truthy() {
		return func() {}, nil
	}
	held := make(chan struct{}, 1)
	refused := make(chan error, 1)
	abort := global("AbortController").New()
	stop := context.AfterFunc(ctx, func() { abort.Call("abort") })
	defer stop()

	// The lock is held for as long as the promise made here is not settled.
	var giveBack js.Value
	executor := js.FuncOf(func(_ js.Value, args []js.Value) any {
		giveBack = first(args)
		return nil
	})
	granted := js.FuncOf(func(js.Value, []js.Value) any {
		promise := global("Promise").New(executor)
		held <- struct{}{}
		return promise
	})
	request := locks.Call("request", name, map[string]any{"signal": abort.Get("signal")}, granted)
	go func() {
		if _, err := await(request); err != nil {
			refused <- err
		}
		executor.Release()
		granted.Release()
	}()
	select {
	case <-held:
		return func() { giveBack.Invoke() }, nil
	case err := <-refused:
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, err
	}
}
