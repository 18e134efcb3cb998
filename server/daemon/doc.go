// Package daemon is the server as a value: New opens everything, Run serves
// until its context ends and then drains, Close lets go of what is left. The
// command line, the end-to-end tests and the benchmarks all start it.
//
// It wires the layers and holds no rules:
//
//	store -> chat -> httpapi, hub         commands
//	store.OnCommit -> broker -> hub       what was committed
//	auth -> hub, httpapi, webui           who asks
//
// What it rests on is in type backing: the store, SQLite or PostgreSQL, and what
// is shared with other nodes through Redis or is this process's own.
//
// A server is a list of parts (partsOf). Each says what opens it, which routes it
// answers, what it works on in the background, and what closes it. They are
// opened in the order of the list and closed in the opposite one, so that a part
// may use those before it: sockets end before auth, and that before the store.
//
// # Goroutines
//
// Run owns the goroutines of the servers and of the parts (part.run), and waits
// for them before it closes what they use. The hub's and the store's are their
// own.
package daemon
