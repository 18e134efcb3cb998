//go:build !js

package platform

// MarkPictures gives links below e whose picture cannot be loaded the attribute data-broken.
func MarkPictures(Element, func() string) (remove func()) { return func() {} }

// LoadPictures tries again to load the pictures that could not be loaded.
func LoadPictures() {}
