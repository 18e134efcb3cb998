package picture

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"slices"
	"testing"
)

// The colours of corners, from left to right and from top to bottom.
var (
	red   = color.RGBA{200, 40, 40, 255}
	green = color.RGBA{40, 160, 60, 255}
	blue  = color.RGBA{40, 60, 200, 255}
	white = color.RGBA{255, 255, 255, 255}
)

// corners is a picture whose quarters tell how it is turned.
func corners(width, height int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			switch {
			case x < width/2 && y < height/2:
				m.SetRGBA(x, y, red)
			case y < height/2:
				m.SetRGBA(x, y, green)
			case x < width/2:
				m.SetRGBA(x, y, blue)
			default:
				m.SetRGBA(x, y, white)
			}
		}
	}
	return m
}

// isUpright fails the test if a picture is not of corners.
func isUpright(t *testing.T, what string, m image.Image) {
	t.Helper()
	w, h := m.Bounds().Dx(), m.Bounds().Dy()
	for _, c := range []struct {
		x, y int
		want color.RGBA
	}{{w / 4, h / 4, red}, {3 * w / 4, h / 4, green}, {w / 4, 3 * h / 4, blue}, {3 * w / 4, 3 * h / 4, white}} {
		if got := m.At(c.x, c.y); !near(got, c.want, 24) {
			t.Errorf("%s: at %d, %d of %d by %d it is %v, want %v", what, c.x, c.y, w, h, got, c.want)
		}
	}
}

// near tells whether each channel of two colours is nearly the same.
func near(a, b color.Color, most int) bool {
	ar, ag, ab, aa := a.RGBA()
	br, bg, bb, ba := b.RGBA()
	for i, x := range []uint32{ar, ag, ab, aa} {
		if d := int(x>>8) - int([]uint32{br, bg, bb, ba}[i]>>8); d > most || d < -most {
			return false
		}
	}
	return true
}

func jpegOf(t testing.TB, m image.Image, segments ...[]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 92}); err != nil {
		t.Fatal(err)
	}
	return slices.Concat(b.Bytes()[:2], slices.Concat(segments...), b.Bytes()[2:])
}

func pngOf(t testing.TB, m image.Image, chunks ...[]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return slices.Concat(b.Bytes()[:33], slices.Concat(chunks...), b.Bytes()[33:]) // behind IHDR
}

func gifOf(t testing.TB, frames int, width, height int) []byte {
	t.Helper()
	g := &gif.GIF{LoopCount: 3}
	for i := range frames {
		m := image.NewPaletted(image.Rect(0, 0, width, height), color.Palette{color.Transparent, red, green, blue, white})
		for at := range m.Pix {
			m.Pix[at] = uint8(1 + (i+at/width)%4)
		}
		g.Image, g.Delay, g.Disposal = append(g.Image, m), append(g.Delay, 5+i), append(g.Disposal, gif.DisposalBackground)
	}
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, g); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// segment is a segment of a JPEG.
func segment(marker byte, content []byte) []byte {
	return slices.Concat([]byte{0xff, marker}, binary.BigEndian.AppendUint16(nil, uint16(len(content)+2)), content)
}

// chunk is a chunk of a PNG.
func chunk(name string, content []byte) []byte {
	named := append([]byte(name), content...)
	b := binary.BigEndian.AppendUint32(nil, uint32(len(content)))
	return binary.BigEndian.AppendUint32(append(b, named...), crc32.ChecksumIEEE(named))
}

// gps is what must not be found in a picture that was made anew.
const gps = "48 51 30 N, 2 17 40 E"

// exif is EXIF data with an orientation and the place, in one order of bytes or the other.
func exif(order binary.AppendByteOrder, orientation uint16) []byte {
	b := []byte("II*\x00")
	if order == binary.AppendByteOrder(binary.BigEndian) {
		b = []byte("MM\x00*")
	}
	b = order.AppendUint32(b, 8)
	b = order.AppendUint16(b, 2)
	b = order.AppendUint16(order.AppendUint16(b, 0x010e), 2) // a description: text that is elsewhere
	b = order.AppendUint32(order.AppendUint32(b, uint32(len(gps))), 8+2+2*12+4)
	b = order.AppendUint16(order.AppendUint16(b, orientationTag), 3)
	b = order.AppendUint16(order.AppendUint16(order.AppendUint32(b, 1), orientation), 0)
	return append(order.AppendUint32(b, 0), gps...)
}

// The lossy pictures of corners of 40 by 24, as a browser makes them. Of the second, the last quarter is
// transparent, which its first part says.
var (
	lossySolid = decode64("UAUAnQEqKAAYAD6NOJZIJSOiITVIAKARiWIAwBvW+QSYD+q3H/doH6wAnq680AMJgfIAAP7uE9y+vr9x/9eEAPUbG49Rs//0JP1k7Ivxy/3ZZp" +
		"q/zrd6f/0lxjH7MVh9NQ1BL/4EVO5vktfmyOXU/+VB/aIquvxWYHFuWCZg4r6wmiHQAAA=")
	lossyAlpha = decode64("AQ8w/xERQiBAOPBfK8BARP8noLmwAQ==")
	lossyClear = decode64("sAUAnQEqKAAYAD6RNJRIJaKiITVb/ACwEgliALEakEmA/qtx/3aB+sAF/rNsuNK/lm104SYAAP7YhjosHzfr3Dxi57eekf/z0z+5UupodIFYLg" +
		"59u2YftMV2v2YrD6ah4JR/28x7m/n9/1+Fl1P/lQf2iKrr8VsomiE4K0P7Tf/3BSjDJUblkXUAAAA=")
)

func decode64(text string) []byte {
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		panic(err)
	}
	return data
}

// webpSolid and webpClear are files of them, with more chunks.
func webpSolid(more ...riffChunk) []byte {
	return riffOf(append([]riffChunk{canvas(0x2c, 40, 24), {"VP8 ", lossySolid}}, more...)...)
}

func webpClear(more ...riffChunk) []byte {
	return riffOf(append([]riffChunk{canvas(0x2c|webpAlpha, 40, 24), {"ALPH", lossyAlpha}, {"VP8 ", lossyClear}}, more...)...)
}

// bits writes bits as WebP's lossless form has them, the lowest first.
type bits struct {
	b []byte
	n int
}

func (w *bits) put(value uint32, count int) {
	for i := range count {
		if w.n%8 == 0 {
			w.b = append(w.b, 0)
		}
		w.b[len(w.b)-1] |= byte(value>>i&1) << (w.n % 8)
		w.n++
	}
}

// lossless is a lossless WebP's picture of one colour, whatever its size is: each channel has a code of one symbol,
// which takes no bits.
func lossless(width, height uint32, c color.NRGBA) []byte {
	w := &bits{}
	w.put(0x2f, 8)
	w.put(width-1, 14)
	w.put(height-1, 14)
	w.put(1, 1) // opacity is used
	w.put(0, 3+1+1+1)
	for _, symbol := range []uint8{c.G, c.R, c.B, c.A, 0} {
		w.put(0b101, 3) // simple, of one symbol, of eight bits
		w.put(uint32(symbol), 8)
	}
	return w.b
}

// riffOf is a WebP of chunks.
func riffOf(chunks ...riffChunk) []byte {
	b := bytes.NewBufferString("RIFF....WEBP")
	for _, c := range chunks {
		c.put(b)
	}
	binary.LittleEndian.PutUint32(b.Bytes()[4:], uint32(b.Len()-8))
	return b.Bytes()
}

// canvas is the chunk that says how large a WebP is.
func canvas(flags byte, width, height int) riffChunk {
	b := binary.LittleEndian.AppendUint32(nil, uint32(flags))
	for _, side := range []int{width - 1, height - 1} {
		b = append(b, byte(side), byte(side>>8), byte(side>>16))
	}
	return riffChunk{"VP8X", b}
}

// animation is a WebP that moves, with all that does not belong into one.
func animation() []byte {
	frame := func(c color.NRGBA) riffChunk {
		var b bytes.Buffer
		b.Write(make([]byte, 16))
		riffChunk{"VP8L", lossless(1, 1, c)}.put(&b)
		riffChunk{"EXIF", []byte(gps)}.put(&b)
		return riffChunk{"ANMF", b.Bytes()}
	}
	return riffOf(canvas(webpAnimated|webpAlpha|0x20|0x08|0x04, 40, 24), riffChunk{"ICCP", []byte(gps)},
		riffChunk{"ANIM", make([]byte, 6)}, frame(color.NRGBA{255, 0, 0, 255}), riffChunk{"junk", []byte(gps)},
		frame(color.NRGBA{0, 0, 255, 255}), riffChunk{"EXIF", exif(binary.LittleEndian, 6)}, riffChunk{"XMP ", []byte(gps)})
}

// flat is a grey JPEG of any size and kind: one code of one bit says that nothing changes. Of each component it is
// given how often it is there, across and down.
func flat(width, height int, progressive bool, components ...byte) []byte {
	sof, coefficients := byte(0xc0), byte(63)
	if progressive {
		sof, coefficients = 0xc2, 0
	}
	frame := []byte{8, byte(height >> 8), byte(height), byte(width >> 8), byte(width), byte(len(components))}
	scan := []byte{byte(len(components))}
	across, down, blocks := 1, 1, 0
	for i, c := range components {
		frame = append(frame, byte(i+1), c, 0)
		scan = append(scan, byte(i+1), 0)
		across, down = max(across, int(c>>4)), max(down, int(c&0xf))
		blocks += int(c>>4) * int(c&0xf)
	}
	if len(components) == 1 {
		across, down, blocks = 1, 1, 1
	}
	units := ((width + 8*across - 1) / (8 * across)) * ((height + 8*down - 1) / (8 * down))
	one := slices.Concat([]byte{0, 1}, make([]byte, 15), []byte{0}) // a table whose only code is 0 of one bit
	codes := units * blocks
	if !progressive {
		codes *= 2
	}
	table := make([]byte, 65)
	for i := range table[1:] {
		table[1+i] = 1
	}
	var adobe []byte
	if len(components) == 4 { // CMYK
		adobe = segment(0xee, []byte("Adobe\x00\x64\x00\x00\x00\x00\x00"))
	}
	data := slices.Concat([]byte{0xff, 0xd8}, adobe, segment(0xdb, table), segment(sof, frame),
		segment(0xc4, slices.Concat(one, []byte{0x10}, one[1:])), segment(0xda, append(scan, 0, coefficients, 0)),
		make([]byte, (codes+7)/8))
	return append(data, 0xff, 0xd9)
}
