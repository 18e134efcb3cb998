package picture

import (
	"image"
	"image/draw"
)

// turned is how a picture is turned: first its sides are exchanged along the
// diagonal, then it is mirrored.
type turned struct{ exchange, left, down bool }

// turns are the orientations of EXIF, from 1 on (EXIF 2.3, 4.6.4.A).
var turns = [9]turned{
	2: {left: true},
	3: {left: true, down: true},
	4: {down: true},
	5: {exchange: true},
	6: {exchange: true, left: true},
	7: {exchange: true, left: true, down: true},
	8: {exchange: true, down: true},
}

// turn returns a picture as it is to be seen.
func turn(m image.Image, orientation int) image.Image {
	if orientation == upright {
		return m
	}
	t := turns[orientation]
	switch m := m.(type) {
	case *image.YCbCr:
		if to, ok := t.chroma(m); ok {
			return to
		}
	case *image.Gray:
		to := image.NewGray(t.bounds(m.Rect))
		t.plane(to.Pix, to.Stride, m.Pix, m.Stride, m.Rect.Dx(), m.Rect.Dy(), 1)
		return to
	case *image.Paletted:
		to := image.NewPaletted(t.bounds(m.Rect), m.Palette)
		t.plane(to.Pix, to.Stride, m.Pix, m.Stride, m.Rect.Dx(), m.Rect.Dy(), 1)
		return to
	case *image.NRGBA:
		to := image.NewNRGBA(t.bounds(m.Rect))
		t.plane(to.Pix, to.Stride, m.Pix, m.Stride, m.Rect.Dx(), m.Rect.Dy(), 4)
		return to
	case *image.NRGBA64:
		to := image.NewNRGBA64(t.bounds(m.Rect))
		t.plane(to.Pix, to.Stride, m.Pix, m.Stride, m.Rect.Dx(), m.Rect.Dy(), 8)
		return to
	}
	from := rgba(m)
	to := image.NewRGBA(t.bounds(from.Rect))
	t.plane(to.Pix, to.Stride, from.Pix, from.Stride, from.Rect.Dx(), from.Rect.Dy(), 4)
	return to
}

// rgba returns a picture as RGBA, which may be itself.
func rgba(m image.Image) *image.RGBA {
	if m, ok := m.(*image.RGBA); ok {
		return m
	}
	to := image.NewRGBA(image.Rect(0, 0, m.Bounds().Dx(), m.Bounds().Dy()))
	draw.Draw(to, to.Rect, m, m.Bounds().Min, draw.Src)
	return to
}

// bounds returns those of the turned picture.
func (t turned) bounds(r image.Rectangle) image.Rectangle {
	if t.exchange {
		return image.Rect(0, 0, r.Dy(), r.Dx())
	}
	return image.Rect(0, 0, r.Dx(), r.Dy())
}

// chroma turns what a JPEG holds, colours at their own resolution. It cannot where turned sides would
// have a resolution that there is no name for.
func (t turned) chroma(m *image.YCbCr) (*image.YCbCr, bool) {
	ratio := m.SubsampleRatio
	if t.exchange {
		switch ratio {
		case image.YCbCrSubsampleRatio422:
			ratio = image.YCbCrSubsampleRatio440
		case image.YCbCrSubsampleRatio440:
			ratio = image.YCbCrSubsampleRatio422
		case image.YCbCrSubsampleRatio411, image.YCbCrSubsampleRatio410:
			return nil, false
		}
	}
	to := image.NewYCbCr(t.bounds(m.Rect), ratio)
	t.plane(to.Y, to.YStride, m.Y, m.YStride, m.Rect.Dx(), m.Rect.Dy(), 1)
	width, height := chromaSize(m)
	t.plane(to.Cb, to.CStride, m.Cb, m.CStride, width, height, 1)
	t.plane(to.Cr, to.CStride, m.Cr, m.CStride, width, height, 1)
	return to, true
}

// chromaSize returns how many samples of colour a picture has.
func chromaSize(m *image.YCbCr) (width, height int) {
	width, height = m.Rect.Dx(), m.Rect.Dy()
	switch m.SubsampleRatio {
	case image.YCbCrSubsampleRatio422:
		width = (width + 1) / 2
	case image.YCbCrSubsampleRatio420:
		width, height = (width+1)/2, (height+1)/2
	case image.YCbCrSubsampleRatio440:
		height = (height + 1) / 2
	case image.YCbCrSubsampleRatio411:
		width = (width + 3) / 4
	case image.YCbCrSubsampleRatio410:
		width, height = (width+3)/4, (height+1)/2
	}
	return width, height
}

// plane turns width by height pixels of some bytes each.
func (t turned) plane(to []byte, toStride int, from []byte, fromStride, width, height, bytes int) {
	start, right, below := 0, bytes, toStride // where the first pixel goes, and those to its right and below it
	if t.exchange {
		right, below = below, right
		width, height = height, width // of the target
	}
	if t.left {
		start += (width - 1) * bytes
	}
	if t.down {
		start += (height - 1) * toStride
	}
	if t.exchange {
		if t.left {
			below = -below
		}
		if t.down {
			right = -right
		}
		width, height = height, width
	} else {
		if t.left {
			right = -right
		}
		if t.down {
			below = -below
		}
	}
	for y := range height {
		at := start + y*below
		row := from[y*fromStride : y*fromStride+width*bytes]
		if bytes == 1 {
			for _, pixel := range row {
				to[at] = pixel
				at += right
			}
			continue
		}
		for ; len(row) > 0; row = row[bytes:] {
			copy(to[at:at+bytes], row)
			at += right
		}
	}
}
