package picture

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"strings"
	"testing"
)

// spec is how EXIF describes each orientation (EXIF 2.3, 4.6.4.A): which side of the picture its row 0 and its
// column 0 are.
var spec = [9]struct{ row, column string }{
	1: {"top", "left"}, 2: {"top", "right"}, 3: {"bottom", "right"}, 4: {"bottom", "left"},
	5: {"left", "top"}, 6: {"right", "top"}, 7: {"right", "bottom"}, 8: {"left", "bottom"},
}

// stored is a picture as a camera stores it in an orientation.
func stored(m *image.RGBA, orientation int) *image.RGBA {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	s := spec[orientation]
	if s.row == "left" || s.row == "right" {
		w, h = h, w
	}
	to := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			var at image.Point
			for side, index := range map[string]int{s.row: y, s.column: x} {
				switch side {
				case "top":
					at.Y = index
				case "bottom":
					at.Y = m.Rect.Dy() - 1 - index
				case "left":
					at.X = index
				case "right":
					at.X = m.Rect.Dx() - 1 - index
				}
			}
			to.SetRGBA(x, y, m.RGBAAt(at.X, at.Y))
		}
	}
	return to
}

func TestPicturesAreTurnedAsTheyAreToBeSeen(t *testing.T) {
	for orientation := 1; orientation <= 8; orientation++ {
		for _, size := range []image.Point{{64, 48}, {51, 37}, {220, 150}} {
			m := stored(corners(size.X, size.Y), orientation)
			little, big := exif(binary.LittleEndian, uint16(orientation)), exif(binary.BigEndian, uint16(orientation))
			for what, data := range map[string][]byte{
				"JPEG": jpegOf(t, m, segment(0xe1, append([]byte("Exif\x00\x00"), little...))),
				"PNG":  pngOf(t, m, chunk("eXIf", big)),
			} {
				what = fmt.Sprintf("%s, orientation %d, %v", what, orientation, size)
				r := remade(t, data)
				full := seen(t, r.Content)
				if r.Width != size.X || r.Height != size.Y || full.Bounds().Dx() != size.X || full.Bounds().Dy() != size.Y {
					t.Errorf("%s: %d by %d, its content %v", what, r.Width, r.Height, full.Bounds())
				}
				isUpright(t, what, full)
				for _, thumb := range r.Thumbs {
					isUpright(t, what+", thumbnail", seen(t, thumb.Content))
				}
				if decoded := drawn(r.Hash, size.X, size.Y); !near(decoded.At(size.X/8, size.Y/8), red, 90) {
					t.Errorf("%s: the ThumbHash begins with %v", what, decoded.At(size.X/8, size.Y/8))
				}
			}
		}
	}
	for orientation := 1; orientation <= 8; orientation++ { // 40 by 24, so that it is seen by its sides that it was turned
		r := remade(t, webpSolid(riffChunk{"EXIF", exif(binary.BigEndian, uint16(orientation))}))
		if turns[orientation].exchange != (r.Width == 24 && r.Height == 40) || seen(t, r.Content).Bounds().Dx() != r.Width {
			t.Errorf("WebP, orientation %d: %d by %d", orientation, r.Width, r.Height)
		}
	}
}

func TestKindsOfPicturesAreTurnedAlike(t *testing.T) {
	upright := corners(30, 20)
	from := stored(upright, 6)
	kinds := map[string]func(r image.Rectangle) draw.Image{
		"paletted": func(r image.Rectangle) draw.Image {
			return image.NewPaletted(r, color.Palette{red, green, blue, white})
		},
		"16 bits": func(r image.Rectangle) draw.Image { return image.NewNRGBA64(r) },
		"NRGBA":   func(r image.Rectangle) draw.Image { return image.NewNRGBA(r) },
		"CMYK":    func(r image.Rectangle) draw.Image { return image.NewCMYK(r) },
	}
	for what, empty := range kinds {
		m := empty(from.Rect)
		for y := range from.Rect.Dy() {
			for x := range from.Rect.Dx() {
				m.Set(x, y, from.At(x, y))
			}
		}
		to := turn(m, 6)
		if to.Bounds() != upright.Rect {
			t.Errorf("%s: %v", what, to.Bounds())
		}
		isUpright(t, what, to)
	}
	for _, ratio := range []image.YCbCrSubsampleRatio{image.YCbCrSubsampleRatio444, image.YCbCrSubsampleRatio422,
		image.YCbCrSubsampleRatio420, image.YCbCrSubsampleRatio440, image.YCbCrSubsampleRatio411, image.YCbCrSubsampleRatio410} {
		m := image.NewYCbCr(from.Rect, ratio)
		for y := range from.Rect.Dy() {
			for x := range from.Rect.Dx() {
				c := color.YCbCrModel.Convert(from.At(x, y)).(color.YCbCr)
				m.Y[m.YOffset(x, y)], m.Cb[m.COffset(x, y)], m.Cr[m.COffset(x, y)] = c.Y, c.Cb, c.Cr
			}
		}
		isUpright(t, ratio.String(), turn(m, 6))
	}
	gray := image.NewGray(image.Rect(0, 0, 2, 1))
	gray.Pix = []byte{10, 20}
	if to := turn(gray, 8).(*image.Gray); !bytes.Equal(to.Pix, []byte{20, 10}) || to.Rect.Dy() != 2 {
		t.Errorf("gray: %v", to)
	}
}

func TestNothingButPixelsIsLeft(t *testing.T) {
	place := append([]byte("Exif\x00\x00"), exif(binary.LittleEndian, 1)...)
	m := corners(200, 100)
	web := []byte("<html><script>" + gps + "</script>")
	zip := []byte("PK\x03\x04" + gps)
	moving := gifOf(t, 3, 20, 10)
	comment := append(append([]byte("\x21\xfe"), byte(len(gps))), gps+"\x00"...)
	gifWith := append(append(bytes.Clone(moving[:13+table(moving[10])]), comment...), moving[13+table(moving[10]):]...)
	for what, data := range map[string][]byte{
		"JPEG with EXIF": jpegOf(t, m, segment(0xe1, place), segment(0xe1, []byte("http://ns.adobe.com/xap/1.0/\x00"+gps)),
			segment(0xe2, []byte("ICC_PROFILE\x00\x01\x01"+gps)), segment(0xfe, []byte(gps)), segment(0xed, []byte(gps))),
		"JPEG that is a zip, too":      append(jpegOf(t, m), zip...),
		"JPEG that is a web page, too": append(jpegOf(t, m, segment(0xfe, web)), web...),
		"PNG with text": pngOf(t, m, chunk("tEXt", []byte("Comment\x00"+gps)), chunk("eXIf", exif(binary.BigEndian, 1)),
			chunk("iTXt", []byte(gps)), chunk("prVt", web)),
		"PNG that is a zip, too":        append(pngOf(t, m), zip...),
		"GIF with a comment":            gifWith,
		"GIF that is a web page, too":   append(bytes.Clone(gifWith), web...),
		"WebP with EXIF":                webpSolid(riffChunk{"EXIF", place}, riffChunk{"XMP ", []byte(gps)}),
		"WebP that is a zip, too":       append(webpClear(), zip...),
		"WebP that moves, and all that": append(animation(), zip...),
	} {
		if !bytes.Contains(data, []byte(gps)) {
			t.Errorf("%s: the test proves nothing", what)
		}
		r := remade(t, data)
		contents := [][]byte{r.Content}
		for _, thumb := range r.Thumbs {
			contents = append(contents, thumb.Content)
		}
		for _, content := range contents {
			for _, trace := range []string{gps, "Exif", "eXIf", "ICC", "<html", "PK\x03\x04", "adobe"} {
				if bytes.Contains(content, []byte(trace)) {
					t.Errorf("%s: %q is still there", what, trace)
				}
			}
		}
		if got := TypeOf(r.Content); got != r.Type {
			t.Errorf("%s: it is %s, and called %s", what, got, r.Type)
		}
		if r.Type == typeWebP { // it must not announce what was taken out
			if flags := r.Content[20]; flags != webpAnimated|webpAlpha || len(webpBody(r.Content)) != len(r.Content)-12 {
				t.Errorf("%s: flags %x, %d bytes of %d", what, flags, len(webpBody(r.Content)), len(r.Content))
			}
		}
	}
}

func TestKindsOfPictures(t *testing.T) {
	deep := image.NewNRGBA64(image.Rect(0, 0, 300, 200))
	for i := range deep.Pix {
		deep.Pix[i] = byte(i * 7)
	}
	for what, c := range map[string]struct {
		data          []byte
		kind          string
		width, height int
		thumbs        string
		animated      bool
	}{
		"JPEG":             {jpegOf(t, corners(1400, 700)), typeJPEG, 1400, 700, "160x80 480x240 1280x640", false},
		"small JPEG":       {jpegOf(t, corners(160, 20)), typeJPEG, 160, 20, "", false},
		"tall PNG":         {pngOf(t, corners(200, 500)), typePNG, 200, 500, "64x160 192x480", false},
		"a line":           {pngOf(t, corners(10_000, 1)), typePNG, 10_000, 1, "160x1 480x1 1280x1", false},
		"one pixel":        {pngOf(t, corners(1, 1)), typePNG, 1, 1, "", false},
		"PNG of 16 bits":   {pngOf(t, deep), typePNG, 300, 200, "160x107", false},
		"progressive JPEG": {flat(500, 300, true, 0x22, 0x11, 0x11), typeJPEG, 500, 300, "160x96 480x288", false},
		"grey JPEG":        {flat(500, 300, false, 0x11), typeJPEG, 500, 300, "160x96 480x288", false},
		"CMYK JPEG":        {flat(500, 300, false, 0x11, 0x11, 0x11, 0x11), typeJPEG, 500, 300, "160x96 480x288", false},
		"GIF":              {gifOf(t, 1, 200, 100), typeGIF, 200, 100, "160x80", false},
		"GIF that moves":   {gifOf(t, 5, 200, 100), typeGIF, 200, 100, "160x80", true},
		"WebP":             {webpSolid(), typeJPEG, 40, 24, "", false},
		"WebP with alpha":  {webpClear(), typePNG, 40, 24, "", false},
		"lossless WebP": {riffOf(riffChunk{"VP8L", lossless(300, 200, color.NRGBA{9, 8, 7, 255})}), typePNG, 300, 200,
			"160x107", false},
		"WebP that moves": {animation(), typeWebP, 40, 24, "", true},
	} {
		r := remade(t, c.data)
		if r.Type != c.kind || r.Width != c.width || r.Height != c.height || r.Animated != c.animated {
			t.Errorf("%s: %s, %d by %d, animated: %v", what, r.Type, r.Width, r.Height, r.Animated)
		}
		var thumbs []string
		for _, thumb := range r.Thumbs {
			thumbs = append(thumbs, fmt.Sprintf("%dx%d", thumb.Width, thumb.Height))
			m := seen(t, thumb.Content)
			if m.Bounds() != image.Rect(0, 0, thumb.Width, thumb.Height) || TypeOf(thumb.Content) != thumb.Type {
				t.Errorf("%s: a thumbnail of %v that is %s", what, m.Bounds(), TypeOf(thumb.Content))
			}
		}
		if got := strings.Join(thumbs, " "); got != c.thumbs {
			t.Errorf("%s: thumbnails of %s, want %s", what, got, c.thumbs)
		}
		if want := what != "WebP that moves"; want != (r.Hash != nil) || want && (len(r.Hash) < 5 || len(r.Hash) > 30) {
			t.Errorf("%s: a ThumbHash of %d bytes", what, len(r.Hash))
		}
		if r.Type != typeWebP {
			if m := seen(t, r.Content); m.Bounds() != image.Rect(0, 0, c.width, c.height) {
				t.Errorf("%s: the content is of %v", what, m.Bounds())
			}
		}
	}
}

func TestAnAnimationKeepsItsFramesAndTheirTimes(t *testing.T) {
	data := gifOf(t, 4, 30, 20)
	before, err := gif.DecodeAll(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	after, err := gif.DecodeAll(bytes.NewReader(remade(t, data).Content))
	if err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(before.Delay, before.Disposal, before.LoopCount) != fmt.Sprint(after.Delay, after.Disposal, after.LoopCount) {
		t.Errorf("%v %v %d, before %v %v %d", after.Delay, after.Disposal, after.LoopCount, before.Delay, before.Disposal,
			before.LoopCount)
	}
	for i := range before.Image {
		if !bytes.Equal(before.Image[i].Pix, after.Image[i].Pix) || before.Image[i].Rect != after.Image[i].Rect {
			t.Errorf("frame %d is another one", i)
		}
	}
}

func TestThePlaceholderAndTheColour(t *testing.T) {
	one := image.NewRGBA(image.Rect(0, 0, 90, 60))
	for i := range one.Pix {
		one.Pix[i] = []byte{0x20, 0x40, 0x60, 0xff}[i%4]
	}
	r := remade(t, pngOf(t, one))
	if r.Colour != 0x204060 || r.Alpha != 255 {
		t.Errorf("colour %06x, alpha %d", r.Colour, r.Alpha)
	}
	isNear := func(what string, m *image.RGBA, x, y int, want color.RGBA) {
		t.Helper()
		if got := m.RGBAAt(x, y); !near(got, want, 40) {
			t.Errorf("%s: at %d, %d the placeholder is %v, want about %v", what, x, y, got, want)
		}
	}
	isNear("one colour", drawn(r.Hash, 90, 60), 45, 30, color.RGBA{0x20, 0x40, 0x60, 0xff})
	half := image.NewNRGBA(image.Rect(0, 0, 60, 90))
	for y := range 45 {
		for x := range 60 {
			half.SetNRGBA(x, y, color.NRGBA{200, 40, 40, 255})
		}
	}
	r = remade(t, pngOf(t, half))
	if r.Colour != 0xc82828 || r.Alpha != 128 {
		t.Errorf("half transparent: colour %06x, alpha %d", r.Colour, r.Alpha)
	}
	m := drawn(r.Hash, 60, 90)
	isNear("half transparent, top", m, 30, 15, red)
	isNear("half transparent, below", m, 30, 75, color.RGBA{})
}
