// Package cluster is this node's connection to Redis, and nothing of what it
// is for: broker, presence and ratelimit know that, and how to do without.
//
// A Link watches whether Redis answers, and says so when that changes. Its
// timeouts are short, one second: a Redis that is stopped, paused or cut off is
// noticed within two seconds, and nobody waits longer for it.
//
// # Goroutines and locks
//
// A Link has one goroutine, the prober, which pings Redis each second on
// connections of its own and whenever a user of the link asks for it. It is the
// only one that changes the state and calls the watchers, one at a time, in
// order; Close waits for it. Link.mu protects the list of watchers and the state
// they have been told; it is held while they are called, so that a watcher
// registered meanwhile misses nothing: they must not block or call back.
package cluster
