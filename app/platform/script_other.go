//go:build !js

package platform

// UseScript calls done when one of the page's scripts that are not needed at first is there.
func UseScript(string, func(error)) {}
