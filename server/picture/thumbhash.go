package picture

import (
	"image"
	"math"
)

// hashSide is the longest side of a picture of which a ThumbHash is made.
const hashSide = 100

// thumbHash returns the ThumbHash of a picture, at most hashSide long and wide, about 25 bytes from which
// a blurred picture of it can be drawn; and its mean colour, each of red, green, blue and opacity from 0 to 1.
// The form is that of https://evanw.github.io/thumbhash/: the lowest frequencies of a cosine transform of its
// lightness, two differences of colours and its opacity.
func thumbHash(m *image.RGBA) (hash []byte, mean [4]float64) {
	width, height := m.Rect.Dx(), m.Rect.Dy()
	var channels [4][]float64 // lightness, yellow against blue, red against green, opacity
	mean = meanColour(m)
	for c := range channels {
		channels[c] = make([]float64, width*height)
	}
	for y := range height {
		for x := range width {
			p := m.Pix[y*m.Stride+x*4:]
			under := 1 - float64(p[3])/255 // where it is transparent, it shows its mean
			r := float64(p[0])/255 + mean[0]*under
			g := float64(p[1])/255 + mean[1]*under
			b := float64(p[2])/255 + mean[2]*under
			at := y*width + x
			channels[0][at], channels[1][at], channels[2][at], channels[3][at] = (r+g+b)/3, (r+g)/2-b, r-g, 1-under
		}
	}
	hasAlpha, longest := mean[3] < 1, float64(max(width, height))
	most := 7.0
	if hasAlpha {
		most = 5 // lightness makes room for opacity
	}
	lx := max(1, int(math.Round(most*float64(width)/longest)))
	ly := max(1, int(math.Round(most*float64(height)/longest)))
	l := transform(channels[0], width, max(3, lx), max(3, ly))
	p := transform(channels[1], width, 3, 3)
	q := transform(channels[2], width, 3, 3)
	first := step(l.mean, 63) | signed(p.mean, 63)<<6 | signed(q.mean, 63)<<12 | step(l.scale, 31)<<18 | flag(hasAlpha)<<23
	side := lx
	if width > height {
		side = ly
	}
	second := side | step(p.scale, 63)<<3 | step(q.scale, 63)<<9 | flag(width > height)<<15
	hash = []byte{byte(first), byte(first >> 8), byte(first >> 16), byte(second), byte(second >> 8)}
	waves := append(append(l.waves, p.waves...), q.waves...)
	if hasAlpha {
		a := transform(channels[3], width, 5, 5)
		hash = append(hash, byte(step(a.mean, 15)|step(a.scale, 15)<<4))
		waves = append(waves, a.waves...)
	}
	for i, wave := range waves {
		if i%2 == 0 {
			hash = append(hash, byte(step(wave, 15)))
		} else {
			hash[len(hash)-1] |= byte(step(wave, 15) << 4)
		}
	}
	return hash, mean
}

// meanColour returns the mean of a picture's colours, by how opaque they are, and of its opacity.
func meanColour(m *image.RGBA) (mean [4]float64) {
	for y := range m.Rect.Dy() {
		row := m.Pix[y*m.Stride : y*m.Stride+m.Rect.Dx()*4]
		for i, value := range row {
			mean[i%4] += float64(value) / 255
		}
	}
	if mean[3] > 0 {
		for c := range 3 {
			mean[c] /= mean[3]
		}
	}
	mean[3] /= float64(m.Rect.Dx() * m.Rect.Dy())
	return mean
}

// frequencies are the lowest ones of a channel: its mean, and the others as parts of their largest, from 0 to 1
// where 0.5 is none.
type frequencies struct {
	mean, scale float64
	waves       []float64
}

// transform returns the frequencies of a channel that are in the triangle of nx by ny.
func transform(channel []float64, width, nx, ny int) (f frequencies) {
	height := len(channel) / width
	wave := make([]float64, width)
	for cy := range ny {
		for cx := 0; cx*ny < nx*(ny-cy); cx++ {
			for x := range wave {
				wave[x] = math.Cos(math.Pi / float64(width) * float64(cx) * (float64(x) + 0.5))
			}
			sum := 0.0
			for y := range height {
				row := 0.0
				for x, value := range channel[y*width : (y+1)*width] {
					row += value * wave[x]
				}
				sum += row * math.Cos(math.Pi/float64(height)*float64(cy)*(float64(y)+0.5))
			}
			sum /= float64(width * height)
			if cx == 0 && cy == 0 {
				f.mean = sum
				continue
			}
			f.waves = append(f.waves, sum)
			f.scale = max(f.scale, math.Abs(sum))
		}
	}
	for i := range f.waves {
		if f.scale > 0 {
			f.waves[i] /= f.scale
		}
		f.waves[i] = 0.5 + 0.5*f.waves[i]
	}
	return f
}

// step returns a value from 0 to 1 as a whole number from 0 to most.
func step(value float64, most int) int {
	return min(most, max(0, int(math.Round(value*float64(most)))))
}

// signed is step for a value from -1 to 1.
func signed(value float64, most int) int { return step(0.5+0.5*value, most) }

func flag(is bool) int {
	if is {
		return 1
	}
	return 0
}
