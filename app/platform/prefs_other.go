//go:build !js

package platform

// Pref reads a small setting of this browser.
func Pref(string) string { return "" }

// SetPref keeps a small setting.
func SetPref(string, string) {}
