// Command single puts one load on servers of its own, which it starts and ends, with an empty
// workspace and without limits on rates.
//
//	go run ./server/bench/single --rooms 1 --members 1000 --senders 4 --duration 10s --pin
//
// It is a tool for work on Confab, needs bin/confab (make build), and is not part of it: confab bench
// drives a server that runs.
package main
