package picture

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"runtime/debug"

	"golang.org/x/image/webp"
)

// decoded is a picture before it is written anew.
type decoded struct {
	still       image.Image // what thumbnails show; nil: there are none
	orientation int
	write       func(b *bytes.Buffer) (kind string, err error) // writes it in full, upright
	frames      *gif.GIF                                       // of one that moves, if it can be made smaller
	animated    bool
	width       int // upright
	height      int
}

// decoder decodes pictures of one kind, once they are known to fit into memory.
type decoder struct {
	config func(data []byte) (image.Config, error)
	bytes  func(data []byte, pixels float64) float64 // of memory that decoding and writing take at most, the files apart
	decode func(data []byte) (decoded, error)
}

// decoders are the kinds of pictures that there are.
var decoders = map[string]decoder{
	typeJPEG: {config: configOf(jpeg.DecodeConfig), bytes: jpegBytes, decode: decodeJPEG},
	typePNG:  {config: configOf(png.DecodeConfig), bytes: pngBytes, decode: decodePNG},
	typeGIF:  {config: configOf(gif.DecodeConfig), bytes: gifBytes, decode: decodeGIF},
	typeWebP: {config: webpConfig, bytes: webpBytes, decode: decodeWebP},
}

// open decodes a picture that takes no more than memory bytes.
func open(data []byte, memory int64) (decoded, error) {
	d, ok := decoders[TypeOf(data)]
	if !ok {
		return decoded{}, ErrNotPicture
	}
	config, err := d.config(data)
	if err != nil {
		return decoded{}, fmt.Errorf("%w: %w", ErrBroken, err)
	}
	pixels := int64(config.Width) * int64(config.Height)
	if config.Width <= 0 || config.Height <= 0 {
		return decoded{}, ErrBroken
	}
	if config.Width > MaxPixels || config.Height > MaxPixels || pixels > MaxPixels {
		return decoded{}, fmt.Errorf("%w: %d by %d pixels", ErrTooLarge, config.Width, config.Height)
	}
	if need := d.bytes(data, float64(pixels)); need > float64(memory) {
		return decoded{}, fmt.Errorf("%w: it needs %.0f MB of memory", ErrTooLarge, need/1e6)
	}
	picture, err := d.decode(data)
	if err != nil {
		return decoded{}, fmt.Errorf("%w: %w", ErrBroken, err)
	}
	debug.FreeOSMemory() // what only the decoder needed; the bound is on what is taken, used or not
	picture.width, picture.height = config.Width, config.Height
	if turns[picture.orientation].exchange {
		picture.width, picture.height = picture.height, picture.width
	}
	return picture, nil
}

func configOf(decode func(io.Reader) (image.Config, error)) func([]byte) (image.Config, error) {
	return func(data []byte) (image.Config, error) { return decode(bytes.NewReader(data)) }
}

// jpegBytes: while it is decoded, the samples, their coefficients of 4 bytes if they come little by little, and
// 4 bytes for colours that are not a JPEG's own; or afterwards, that twice, to turn it or to have RGBA of it.
func jpegBytes(data []byte, pixels float64) float64 {
	head := scanJPEG(data)
	decoding, after := head.samples, head.samples
	if head.progressive {
		decoding += 4 * head.samples
	}
	if head.adobe || head.components == 4 {
		decoding, after = decoding+4, max(4, after)
	}
	if head.orientation != upright || head.components == 4 {
		after += max(4, head.samples)
	}
	return max(decoding, after) * pixels
}

func decodeJPEG(data []byte) (decoded, error) {
	m, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		return decoded{}, err
	}
	if _, ok := m.(*image.CMYK); ok {
		m = rgba(m)
	}
	return still(m, scanJPEG(data).orientation, writeJPEG), nil
}

// pngBytes: up to 8 bytes a pixel, twice if they come in passes, and once more to turn them.
func pngBytes(data []byte, pixels float64) float64 {
	each := 4.0
	if len(data) > 24 && data[24] == 16 { // bits
		each = 8
	}
	copies := 1.0
	if pngInterlaced(data) {
		copies++
	}
	if pngOrientation(data) != upright {
		copies++
	}
	return each * copies * pixels
}

func decodePNG(data []byte) (decoded, error) {
	m, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return decoded{}, err
	}
	return still(m, pngOrientation(data), writePNG), nil
}

// still is a picture that does not move.
func still(m image.Image, orientation int, write func(*bytes.Buffer, image.Image) (string, error)) decoded {
	return decoded{still: m, orientation: orientation, write: func(b *bytes.Buffer) (string, error) {
		return write(b, turn(m, orientation))
	}}
}

// The qualities of JPEG: of pictures in full, and of thumbnails.
const (
	fullQuality  = 90
	thumbQuality = 80
)

func writeJPEG(b *bytes.Buffer, m image.Image) (string, error) {
	return typeJPEG, jpeg.Encode(b, m, &jpeg.Options{Quality: fullQuality})
}

// fastPNG is how many pixels a PNG has that is worth less time for each.
const fastPNG = 4 << 20

func writePNG(b *bytes.Buffer, m image.Image) (string, error) {
	e := png.Encoder{}
	if m.Bounds().Dx()*m.Bounds().Dy() > fastPNG {
		e.CompressionLevel = png.BestSpeed
	}
	return typePNG, e.Encode(b, m)
}

// gifBytes: all frames, and what the first one is drawn on.
func gifBytes(data []byte, pixels float64) float64 {
	frames, area := scanGIF(data)
	if area > maxFrames {
		area = 1 << 60
	}
	const each = 2 << 10 // palette and the rest of a frame
	return float64(area) + float64(frames)*each + 4*pixels
}

func decodeGIF(data []byte) (decoded, error) {
	g, err := gif.DecodeAll(bytes.NewReader(data))
	if err != nil {
		return decoded{}, err
	}
	first := image.NewRGBA(image.Rect(0, 0, g.Config.Width, g.Config.Height))
	draw.Draw(first, g.Image[0].Rect, g.Image[0], g.Image[0].Rect.Min, draw.Src)
	write := func(b *bytes.Buffer) (string, error) { return typeGIF, gif.EncodeAll(b, g) }
	d := decoded{still: first, orientation: upright, animated: len(g.Image) > 1, write: write}
	if d.animated {
		d.frames = g
	}
	return d, nil
}

func webpConfig(data []byte) (image.Config, error) {
	if head := scanWebP(data); head.animated {
		return image.Config{Width: head.width, Height: head.height}, nil
	}
	return webp.DecodeConfig(bytes.NewReader(data))
}

// webpBytes: the pixels, what the decoder works with, and RGBA to write and to turn. An animated one is not decoded.
func webpBytes(data []byte, pixels float64) float64 {
	head := scanWebP(data)
	switch {
	case head.animated:
		return 0
	case head.orientation != upright:
		return 14 * pixels
	}
	return 10 * pixels
}

func decodeWebP(data []byte) (decoded, error) {
	head := scanWebP(data)
	if head.animated {
		clean, err := stripWebP(data)
		write := func(b *bytes.Buffer) (string, error) {
			b.Write(clean)
			return typeWebP, nil
		}
		return decoded{orientation: upright, animated: true, write: write}, err
	}
	m, err := webp.Decode(bytes.NewReader(data))
	if err != nil {
		return decoded{}, err
	}
	if head.lossless || !opaque(m) {
		return still(m, head.orientation, writePNG), nil
	}
	return still(m, head.orientation, writeJPEG), nil
}

// opaque tells whether nothing of a picture is transparent.
func opaque(m image.Image) bool {
	is, ok := m.(interface{ Opaque() bool })
	return ok && is.Opaque()
}
