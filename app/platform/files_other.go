//go:build !js

package platform

// ListenFiles calls found when files are pasted or dropped anywhere on the page.
func ListenFiles(func()) (remove func()) { return func() {} }
