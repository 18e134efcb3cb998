// Package uuid stands in for google/uuid in the browser's copy of go-app, which numbers devices with it.
// Confab does not.
package uuid

// NewString panics.
func NewString() string {
	panic("app: device ids are left out of this build, see web/build/module.go")
}
