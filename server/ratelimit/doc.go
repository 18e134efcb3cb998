// Package ratelimit limits how often something may be done. Each key has a token
// bucket; an unused bucket costs nothing.
//
// Memory counts within one process. Its one mutex is held for the length of a map
// look-up and never while anything else is called.
//
// Redis counts for all nodes together: however many there are, no more than burst
// + rate * t tokens are granted in any time t, by Redis's clock. Each Take asks
// Redis, 0.1 to 0.2 ms away, in one atomic step. A node also keeps a Memory of
// what it took itself. A bucket that is empty by that count is empty for all, so
// repeated requests are refused without asking Redis. When Redis does not answer,
// the node continues with that count: each node then grants as much as the limit
// allows.
//
// A Take waits for Redis for at most 50 ms. After that the node's own count
// decides, and Redis is not asked for a second. Then a token may have been taken
// both in Redis and here; it comes back at the bucket's rate.
//
// Redis has no goroutine; its locks are those of its Memory.
package ratelimit
