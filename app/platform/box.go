package platform

// Box is a rectangle in the window, in CSS pixels.
type Box struct{ Left, Top, Right, Bottom float64 }
