// Package socket is a minimal client of Confab's socket: it only sends and
// receives text frames, so that a load generator costs less than the server it
// measures. People and programs use app/engine/dial.
//
// It requests no compression, ignores WebSocket pings (Confab has its own), masks
// with a key of zeros (the mask protects caches of browsers, which are not used
// here), and reads into one buffer.
//
// # Concurrency
//
// Read and Write may be called at the same time, each by one goroutine; Close by
// any. There are no goroutines here.
package socket
