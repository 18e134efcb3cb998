// Package config is everything a person can set about a server: one struct,
// read from flags and CONFAB_* environment variables by the command line and
// filled in directly by tests.
//
// Every value is a string until Check has looked at it, so that one message
// can list all that is wrong instead of the first thing only.
package config
