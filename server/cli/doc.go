// Package cli is Confab's command line: one file per command. It parses the
// arguments, reports everything that is wrong with them at once, and turns the
// outcome of a command into an exit code: 0 done, 1 failed, 2 wrong usage.
package cli
