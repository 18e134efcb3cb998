// Package limits has all sizes, rates and timeouts that both the server and its
// clients observe. An operator cannot change them one by one; the flag --limits off
// (server/config) disables those on rates and sockets, for tests and benchmarks.
package limits
