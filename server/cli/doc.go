// Package cli is Confab's command line: one file a command. It parses, says
// all that is wrong with what was typed at once, and turns the outcome of a
// command into an exit code: 0 done, 1 failed, 2 typed wrong.
package cli
