// Package platform wraps the APIs of the browser that the program uses in small types;
// no other package imports syscall/js. A file x_js.go uses the browser. Its counterpart
// x_other.go lets the program compile natively, so that its logic can be tested without
// a page: there lookups find nothing, callbacks are never called, and functions that
// need a browser return ErrNoBrowser.
//
// # Concurrency
//
// A callback given to this package (Listen, OnVisible, Channel.Listen ...) runs in a
// goroutine of its own while the browser waits for it. It must not block. Package ui
// passes it on to its one goroutine with a Dispatch, which runs before the browser goes
// on, so that Event.PreventDefault and reading the caret work there. Calls that wait
// for the browser (Fetch, Dial, Lock, the Store's methods) block only their goroutine,
// and must therefore not be made in a callback or on ui's goroutine.
package platform
