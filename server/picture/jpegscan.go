package picture

import (
	"bytes"
	"encoding/binary"
)

// jpegHead is what the segments before a JPEG's picture say.
type jpegHead struct {
	orientation int
	progressive bool
	samples     float64 // for each pixel
	components  int
	adobe       bool // its colours may be others than a JPEG's own
}

// scanJPEG reads the segments up to the first scan. It believes what it finds; whether the decoder finds the
// same is found out by decoding.
func scanJPEG(data []byte) jpegHead {
	head := jpegHead{orientation: upright, samples: 3, components: 3}
	data = data[min(2, len(data)):]
	for {
		start := bytes.IndexByte(data, 0xff)
		if start < 0 {
			return head
		}
		data = data[start:]
		for len(data) > 1 && data[1] == 0xff { // fill bytes
			data = data[1:]
		}
		if len(data) < 4 {
			return head
		}
		marker := data[1]
		if marker == 0 || marker == 1 || marker >= 0xd0 && marker <= 0xd8 { // they have no length
			data = data[2:]
			continue
		}
		length := int(binary.BigEndian.Uint16(data[2:]))
		if marker == 0xda || marker == 0xd9 || length < 2 || length+2 > len(data) { // the scan, or the end
			return head
		}
		head.take(marker, data[4:length+2])
		data = data[length+2:]
	}
}

// take reads a segment.
func (h *jpegHead) take(marker byte, segment []byte) {
	switch {
	case marker == 0xe1:
		if tiff, ok := bytes.CutPrefix(segment, []byte("Exif\x00\x00")); ok {
			h.orientation = exifOrientation(tiff)
		}
	case marker == 0xee:
		h.adobe = h.adobe || bytes.HasPrefix(segment, []byte("Adobe"))
	case marker >= 0xc0 && marker <= 0xc2 && len(segment) >= 6:
		h.progressive = marker == 0xc2
		h.components = int(segment[5])
		var most, sum int
		for c := segment[6:]; len(c) >= 3; c = c[3:] {
			area := int(c[1]>>4) * int(c[1]&0xf)
			most, sum = max(most, area), sum+area
		}
		if most > 0 {
			h.samples = float64(sum) / float64(most)
		}
	}
}
