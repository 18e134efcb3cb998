// Package instance starts the built program as its own process, for tests and
// benchmarks: the end-to-end stories, the kill tests, the load runs.
package instance
