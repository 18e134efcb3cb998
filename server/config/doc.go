// Package config holds everything that can be configured about a server: one
// struct, filled in by the command line from flags and CONFAB_* environment
// variables, and directly by tests.
//
// Every value is a string until Check has validated it, so that one message can
// list all problems instead of the first one only.
package config
