// Package socket is the barest client of Confab's socket: it moves text frames
// and nothing else, so that a load generator costs less than the server it
// measures. People and programs use app/engine/dial.
//
// It asks for no compression, passes over the pings of WebSocket (Confab has its
// own), masks with a key of zeros (the mask guards caches of browsers, which
// are not here), and reads into one buffer.
//
// # Concurrency
//
// Read and Write may be called at the same time, each by one goroutine; Close by
// any. There are no goroutines here.
package socket
