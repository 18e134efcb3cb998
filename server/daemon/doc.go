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
// # Goroutines
//
// Run owns the servers' goroutines and waits for them. The hub's, the store's
// and auth's are their own; the daemon ends them in the order in which they
// depend on one another: sockets, HTTP, auth, hub, presence, broker, Redis, store.
package daemon
