// Package limits is the one place for sizes, rates and timeouts that both the
// server and its clients keep to. An operator cannot change them one by one; --limits off
// (server/config) lifts those on rates and sockets, for tests and benchmarks.
package limits
