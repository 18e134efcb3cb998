// Package service starts real servers of others for tests: Redis, PostgreSQL and
// nginx, each on a free port of 127.0.0.1 and in a directory of its own, from the
// programs of the distribution's packages, and Pebble, a certificate authority, and
// versitygw, a server of S3, from bin/tools. It is imported by tests and by the standard benchmarks, never
// by the product.
//
// A server ends with the test that started it, and with the process if that dies:
// none is left behind. Its output is added to the log of a test that fails. A
// program that is not installed fails the test.
//
// # Concurrency
//
// A server belongs to the goroutine of its test, as testing.TB.Fatal does. The
// methods that end or stop a server and return nothing (Kill, Pause, Resume) may
// be called from other goroutines, one at a time. Each process has one goroutine
// that waits for its end, and a method that ends the process waits for that
// goroutine.
package service
