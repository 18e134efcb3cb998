package platform

// What a Cut tells.
const (
	CutDone    = "done"    // the square is uploaded: the id of the file
	CutRefused = "refused" // what the server says instead, as JSON
	CutLarge   = "large"   // the file has more than CutMost
	CutBroken  = "broken"  // the browser cannot show the file as a picture
)

// CutMost is how large a file with a picture may be, in MB: web/crop.js has the same number.
const CutMost = 50
