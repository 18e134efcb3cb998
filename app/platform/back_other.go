//go:build !js

package platform

// ShowLayers tells the browser how much lies over the page that Back closes.
func ShowLayers(int) {}

// OnBack calls f with the number of layers that the person has closed by going back.
func OnBack(func(n int)) {}
