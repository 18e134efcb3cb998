package platform

import (
	"errors"
	"syscall/js"
)

// await waits until a promise is settled. A rejection comes back as an error
// with the browser's own name and message in it.
func await(promise js.Value) (js.Value, error) {
	type outcome struct {
		value js.Value
		err   error
	}
	settled := make(chan outcome, 1)
	done := js.FuncOf(func(_ js.Value, args []js.Value) any {
		settled <- outcome{value: first(args)}
		return nil
	})
	failed := js.FuncOf(func(_ js.Value, args []js.Value) any {
		settled <- outcome{err: jsError(first(args))}
		return nil
	})
	defer done.Release()
	defer failed.Release()
	promise.Call("then", done, failed)
	got := <-settled
	return got.value, got.err
}

func first(args []js.Value) js.Value {
	if len(args) == 0 {
		return js.Undefined()
	}
	return args[0]
}

// jsError turns what a promise was rejected with, or what was thrown, into an
// error: "QuotaExceededError: ...".
func jsError(v js.Value) error {
	if v.Type() != js.TypeObject {
		return errors.New("platform: " + v.String())
	}
	return errors.New("platform: " + v.Get("name").String() + ": " + v.Get("message").String())
}

// try calls a function that may throw and returns what it threw as an error.
func try(f func()) (err error) {
	defer func() {
		if thrown, ok := recover().(js.Error); ok {
			err = jsError(thrown.Value)
		}
	}()
	f()
	return nil
}
