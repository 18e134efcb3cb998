// Package cluster is this node's connection to Redis. What Redis is used for, and
// what happens without it, is the business of broker, presence and ratelimit.
//
// A Link watches whether Redis answers, and reports when that changes. Its
// timeouts are short, one second: a Redis that is stopped, paused or cut off is
// noticed within two seconds, and nobody waits longer for it.
//
// # Goroutines and locks
//
// A Link has one goroutine, the prober. It pings Redis each second on connections
// of its own, and whenever a user of the link asks for it. Only the prober
// changes the state and calls the watchers, one at a time, in order; Close waits
// for it. Link.mu protects the list of watchers and the state that was reported
// to them. It is held while they are called, so that a watcher registered
// meanwhile misses nothing: watchers must not block or call the link.
package cluster
