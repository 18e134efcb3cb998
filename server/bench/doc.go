// Package bench drives a running server with the real client engine and tells
// how fast it is and whether anything was lost.
//
// A Load says how many rooms, members and senders there are and how fast they
// send. Local puts it on a server of its own, Remote on a running one that
// others may be using; both give a Result: deliveries a second, the time from
// Send to ack and from Send to delivery, the server's processor time per
// delivery, and the verdict of the history checker. Idles measures what
// connections cost that do nothing. Command standard, below, runs the set of
// loads that RESULTS.md shows.
//
// Absolute times depend on the machine, which the clients of a load share with
// the server; ratios within one run are what to compare.
package bench
