// Package uuid stands in for google/uuid in the browser's copy of go-app, which numbers devices and
// broadcast states with it. Confab has neither.
package uuid

// NewString panics.
func NewString() string {
	panic("app: device ids and broadcast states are left out of this build, see web/build/module.go")
}
