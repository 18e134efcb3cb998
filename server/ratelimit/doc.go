// Package ratelimit says when someone has done something often enough. Each
// key has a token bucket; a bucket nobody draws from costs nothing.
//
// Memory counts within one process. Its one mutex is held for the length of a
// map look-up and never while anything else is called.
//
// Redis counts for all nodes together: however many there are, no more than
// burst + rate * t tokens are given out in any time t, by Redis's clock. Each
// Take asks Redis, 0.1 to 0.2 ms away, in one atomic step. A node also keeps a
// Memory of what it took itself. A bucket that is empty by that is empty for
// all, so whoever goes on asking is refused without a question to Redis; and
// when Redis does not answer, the node goes on counting from there, by itself:
// each node then gives out as much as the limit allows.
//
// Nobody waits longer than 50 ms for Redis: after that the node's own count
// decides, and for a second Redis is not asked at all. A token may then have
// been taken from the bucket in Redis that was counted here too; it comes back
// at the rate's pace.
//
// Redis has no goroutine; its locks are those of its Memory.
package ratelimit
