//go:build !js

package platform

// NextFrame runs f at once: nothing is painted.
func NextFrame(f func()) { f() }
