// Package faults does to the built program what happens to programs: it is
// killed, its connections are cut, its answers are lost, it is given bad input
// of every sort. The history checker says whether anything was lost.
//
// The tests of this package need bin/confab (make build), and no browser.
package faults
