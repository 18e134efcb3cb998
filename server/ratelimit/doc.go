// Package ratelimit says when someone has done something often enough. Each
// key has a token bucket; a bucket nobody draws from costs nothing.
//
// Memory counts within one process. Its one mutex is held for the length of a
// map look-up and never while anything else is called.
package ratelimit
