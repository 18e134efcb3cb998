package platform

// Early is what somebody did at the composer of the first screen, before the program's
// page took its place.
type Early struct {
	Text     string
	From, To int  // the selection, in UTF-16 units
	Focus    bool // the composer has the focus
	Away     bool // something else has it, which has it on the program's page, too
}
