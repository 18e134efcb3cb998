// Package platform is Confab's browser: each API the program uses stands behind
// a small type here, and nothing else imports syscall/js. A file x_js.go talks
// to the browser; its namesake x_other.go lets the same program compile and its
// logic be tested natively, where there is no page: lookups find nothing,
// notices never come, and what needs a browser says ErrNoBrowser.
//
// # Concurrency
//
// A callback given to this package (Listen, OnVisible, Channel.OnMessage ...)
// runs in a goroutine of its own while the browser waits for it. It must not
// block; the ui package hands it over to its one goroutine with a Dispatch,
// which has run before the browser goes on, so that Event.PreventDefault and
// reading the caret work there. Calls that wait for the browser (Fetch, Dial,
// Lock, the Store's methods) block their goroutine only, and must therefore not
// be made inside a callback or on ui's goroutine.
package platform
