package picture

import "errors"

// Result is what becomes of a picture.
type Result struct {
	Type          string // content type of Content
	Content       []byte // the picture in its full size, anew
	Width, Height int    // as it is seen, in pixels
	Animated      bool   // it moves
	Thumbs        []Thumb
	Hash          []byte // a ThumbHash; nil where there are no thumbnails
	Colour        uint32 // the mean one, 0xRRGGBB
	Alpha         uint8  // the mean opacity; 255: opaque
}

// Thumb is a thumbnail: the picture, or the first frame of one that moves, smaller.
type Thumb struct {
	Type          string // image/jpeg, or image/png if something of it is transparent
	Content       []byte
	Width, Height int
}

// thumbSides are the longest sides of thumbnails in pixels, largest first. A picture has those that are smaller than itself.
var thumbSides = []int{1280, 480, 160}

// MaxPixels is how many pixels a picture may have: more than the largest photographs of telephones
// that are common, of 50 million.
const MaxPixels = 64 << 20

// maxFrames is how many pixels all frames of an animation may have.
const maxFrames = 128 << 20

// The bounds on bytes: of a picture's file, and of all that becomes of it.
const (
	maxInput  = 64 << 20
	maxOutput = 128 << 20
)

// The errors that callers tell apart.
var (
	// ErrNotPicture means that it is none of the kinds of pictures that are made anew.
	ErrNotPicture = errors.New("picture: not a picture")
	// ErrTooLarge means that it has too many pixels or bytes, or needs too much memory.
	ErrTooLarge = errors.New("picture: too large")
	// ErrBroken means that it is a picture that cannot be decoded.
	ErrBroken = errors.New("picture: broken")
	// ErrTimeout means that it took too long.
	ErrTimeout = errors.New("picture: it took too long")
)
