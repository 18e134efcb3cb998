package platform

import (
	"context"
	"syscall/js"
)

// Lock waits until this tab holds the named lock, which all tabs of the site share; with
// steal it takes the lock from the tab that holds it. lost is closed if another tab
// takes the lock. release gives it up and must be called once. The browser gives it up
// when the tab is closed. Without Web Locks the tab behaves as if it were the only one.
func Lock(ctx context.Context, name string, steal bool) (lost <-chan struct{}, release func(), err error) {
	if ctx.Err() != nil {
		return nil, nil, ctx.Err()
	}
	gone := make(chan struct{})
	locks := global("navigator").Get("locks")
	if !locks.Truthy() {
		return gone, func() {}, nil
	}
	// The lock is held for as long as the promise made here is not settled.
	var giveBack js.Value
	held := make(chan struct{})
	executor := js.FuncOf(func(_ js.Value, args []js.Value) any {
		giveBack = first(args)
		return nil
	})
	granted := js.FuncOf(func(js.Value, []js.Value) any {
		promise := global("Promise").New(executor)
		close(held)
		return promise
	})
	options := map[string]any{"steal": true}
	if !steal { // the API does not allow both, because stealing never waits
		abort := global("AbortController").New()
		options = map[string]any{"signal": abort.Get("signal")}
		stop := context.AfterFunc(ctx, func() { abort.Call("abort") })
		defer stop()
	}
	request := locks.Call("request", name, options, granted)
	refused := make(chan error, 1)
	go func() {
		if _, err := await(request); err != nil {
			refused <- err
		}
		close(gone)
		executor.Release()
		granted.Release()
	}()
	select {
	case <-held:
		if ctx.Err() != nil { // not wanted any more
			giveBack.Invoke()
			return nil, nil, ctx.Err()
		}
		return gone, func() { giveBack.Invoke() }, nil
	case <-gone:
	}
	if ctx.Err() != nil {
		return nil, nil, ctx.Err()
	}
	return nil, nil, <-refused
}
