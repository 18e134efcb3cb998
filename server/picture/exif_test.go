package picture

import (
	"encoding/binary"
	"testing"
)

func FuzzOrientation(f *testing.F) {
	for _, orientation := range []uint16{0, 1, 6, 8, 9} {
		f.Add(exif(binary.LittleEndian, orientation))
		f.Add(exif(binary.BigEndian, orientation))
		f.Add(jpegOf(f, corners(8, 8), segment(0xe1, append([]byte("Exif\x00\x00"), exif(binary.BigEndian, orientation)...))))
		f.Add(pngOf(f, corners(8, 8), chunk("eXIf", exif(binary.LittleEndian, orientation))))
		f.Add(webpSolid(riffChunk{"EXIF", exif(binary.BigEndian, orientation)}))
	}
	f.Add(animation())
	f.Add(frames(2, 10, 5, 5))
	f.Add(flat(20, 20, true, 0x22, 0x11, 0x11))
	f.Fuzz(func(t *testing.T, data []byte) {
		for what, o := range map[string]int{"EXIF": exifOrientation(data), "JPEG": scanJPEG(data).orientation,
			"PNG": pngOrientation(data), "WebP": scanWebP(data).orientation} {
			if o < 1 || o > 8 {
				t.Errorf("%s: orientation %d", what, o)
			}
		}
		if head := scanJPEG(data); head.samples < 0 || head.samples > 255 {
			t.Errorf("%v samples a pixel", head.samples)
		}
		if count, area := scanGIF(data); count < 0 || area < 0 || count > len(data) {
			t.Errorf("%d frames of %d pixels", count, area)
		}
		if clean, err := stripWebP(data); err == nil {
			if again, err := stripWebP(clean); err != nil || string(again) != string(clean) {
				t.Errorf("what is clean is not: %v", err)
			}
		}
	})
}
