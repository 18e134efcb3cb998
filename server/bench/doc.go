// Package bench drives running servers and tells how fast they are and whether
// anything was lost.
//
// A Load says how many rooms, members and senders there are and how fast they
// send. Remote puts it on running servers that others may be using, which is what
// confab bench does, and gives a Result: deliveries a second, the time from Send to
// ack and from Send to delivery, the servers' processor time per delivery,
// memory, and the verdict of the history checker.
//
// What is for work on Confab lies below and is no part of the product: package
// local puts loads on servers that it starts, command single puts one there, and
// command standard runs the set of loads that RESULTS.md shows.
//
// In the open loop messages are due at fixed moments, whatever the server does,
// and every time counts from when a message was due; in the closed loop a
// sender goes on when it has an answer. The clients are the real client engine,
// or lean ones that cost less than the server they measure; both give the
// history checker the same account.
//
// Absolute times depend on the machine, which the clients of a load may share with
// the server; ratios within one run are what to compare.
//
// # Concurrency
//
// Each client has one voice with goroutines of its own, which call the client's
// methods; its mu guards what they and the sender share, and is taken before any
// lock of a voice, never after. The counters of a run are atomic. drive starts
// and ends everything: senders, the meter, progress, and last the voices.
package bench
