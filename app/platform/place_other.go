//go:build !js

package platform

// Place moves a floating element to a corner at left and top.
func (e Element) Place(left, top float64) {}
