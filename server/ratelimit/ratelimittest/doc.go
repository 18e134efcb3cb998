// Package ratelimittest is the suite that each implementation of
// ratelimit.Limiter passes.
package ratelimittest
