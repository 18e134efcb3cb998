// Package bench puts load on running servers and measures how fast they are and
// whether anything is lost.
//
// A Load is the number of rooms, members and senders, and their rate. Remote puts
// it on running servers that others may be using, which is what confab bench
// does, and returns a Result: deliveries per second, the time from Send to ack
// and from Send to delivery, the servers' processor time per delivery, memory,
// and the verdict of the history checker.
//
// The packages below are for work on Confab and not part of the product: package
// local puts loads on servers that it starts, command single puts one load there,
// and command standard runs the set of loads that RESULTS.md shows.
//
// In the open loop messages are due at fixed moments, whatever the server does,
// and every time counts from when a message was due. In the closed loop a sender
// continues when it has an answer. The clients are the real client engine, or
// lean ones that cost less than the server they measure; both record the same for
// the history checker.
//
// Absolute times depend on the machine, which the clients of a load may share
// with the server; compare ratios within one run.
//
// # Concurrency
//
// Each client has one voice with goroutines of its own, which call the client's
// methods. The client's mu guards what they and the sender share. It is locked
// before any lock of a voice, never after. The counters of a run are atomic.
// drive starts and ends everything: senders, the meter, progress, and last the
// voices.
package bench
