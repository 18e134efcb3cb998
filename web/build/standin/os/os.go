// Package os stands in for os in the browser's copy of go-app, which reads the environment of a server with it.
// Whoever imports that has files in the program.
package os

// Getenv returns "". go-app calls it if the page has no environment for it.
func Getenv(string) string { return "" }
