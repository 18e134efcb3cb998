// Package daemon is the server as a value: New opens everything, Run serves until
// its context ends and then drains, Close closes what is left. The command line,
// the end-to-end tests and the benchmarks all start it.
//
// It connects the layers and contains no rules:
//
//	store -> chat -> httpapi, hub         commands
//	store.OnCommit -> broker -> hub       what was committed
//	auth -> hub, httpapi, webui           authentication
//
// Type backing has what it stands on: the store, SQLite or PostgreSQL, and what
// is shared with other nodes through Redis or belongs to this process.
//
// A server is a list of parts (partsOf). Each has functions that open it, add its
// routes, run its background work, and close it. The parts are opened in the
// order of the list and closed in reverse, so that a part may use those before
// it: sockets end before auth, and auth before the store.
//
// # Goroutines
//
// Run owns the goroutines of the servers and of the parts (part.run), and waits
// for them before it closes what they use. The hub and the store own theirs.
package daemon
