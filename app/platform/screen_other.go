//go:build !js

package platform

// TakeScreen puts the program's page in the place of the first screen.
func TakeScreen(bool) (early Early, ok bool) { return Early{}, true }

// KeepScreen has the browser keep what the page shows.
func KeepScreen(bool) {}

// ForgetScreen deletes what KeepScreen kept.
func ForgetScreen() {}
