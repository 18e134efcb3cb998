package picture

import (
	"image"
	"image/draw"
)

// fit returns the size of a picture whose longest side is at most longest.
func fit(width, height, longest int) (int, int) {
	if most := max(width, height); most > longest {
		width = max(1, (width*longest+most/2)/most)
		height = max(1, (height*longest+most/2)/most)
	}
	return width, height
}

// share is how one pixel of a longer line is divided among a shorter one: so much
// to the pixel at, the rest to the one after it.
type share struct {
	at          int
	first, rest float32
}

// shares divides a line of from pixels among to pixels, to being at most from, so that each of
// those gets one pixel's worth in all.
func shares(from, to int) []share {
	list := make([]share, from)
	for i := range list {
		// In units of 1/from, this pixel is to long and begins at begin, the next one of the target at (at+1)*from.
		begin := int64(i) * int64(to)
		at := begin / int64(from)
		first := min(int64(to), (at+1)*int64(from)-begin)
		list[i] = share{int(at), float32(first) / float32(from), float32(int64(to)-first) / float32(from)}
	}
	return list
}

// strip is how many rows are turned into RGBA at a time.
const strip = 16

// scale returns a picture made smaller: each of its pixels is the mean of the area
// that it covers. It needs little memory besides the result, whatever kind the picture is of.
func scale(m image.Image, width, height int) *image.RGBA {
	b := m.Bounds()
	if b.Dx() == width && b.Dy() == height {
		return rgba(m)
	}
	to := image.NewRGBA(image.Rect(0, 0, width, height))
	rows := image.NewRGBA(image.Rect(0, 0, b.Dx(), strip))
	across, down := shares(b.Dx(), width), shares(b.Dy(), height)
	line, next := make([]float32, width*4), make([]float32, width*4) // sums for a row of the target and the one after it
	row := make([]float32, (width+1)*4)                              // the last one gets a rest of nothing
	for top := 0; top < b.Dy(); top += strip {
		height := min(strip, b.Dy()-top)
		draw.Draw(rows, image.Rect(0, 0, b.Dx(), height), m, image.Pt(b.Min.X, b.Min.Y+top), draw.Src)
		for y := range height {
			narrow(row, rows.Pix[y*rows.Stride:], across)
			part := down[top+y]
			for i := range line {
				line[i] += row[i] * part.first
				next[i] += row[i] * part.rest
			}
			if top+y+1 == len(down) || down[top+y+1].at != part.at {
				store(to.Pix[part.at*to.Stride:], line)
				line, next = next, line
				clear(next)
			}
		}
	}
	return to
}

// narrow sums one row of pixels.
func narrow(row []float32, pixels []byte, across []share) {
	clear(row)
	for i, part := range across {
		p, r := pixels[i*4:i*4+4:i*4+4], row[part.at*4:part.at*4+8:part.at*4+8]
		r[0] += float32(p[0]) * part.first
		r[1] += float32(p[1]) * part.first
		r[2] += float32(p[2]) * part.first
		r[3] += float32(p[3]) * part.first
		if part.rest > 0 {
			r[4] += float32(p[0]) * part.rest
			r[5] += float32(p[1]) * part.rest
			r[6] += float32(p[2]) * part.rest
			r[7] += float32(p[3]) * part.rest
		}
	}
}

// store writes one row of sums.
func store(pixels []byte, line []float32) {
	for i, sum := range line {
		pixels[i] = uint8(min(255, sum+0.5))
	}
}
