// Package workspace creates a workspace with people and rooms in an empty
// database, without a server, and reads what servers have stored. Tests and
// benchmarks begin and end with it.
package workspace
