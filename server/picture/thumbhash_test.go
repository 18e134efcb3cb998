package picture

import (
	"image"
	"image/color"
	"math"
)

// drawn draws a ThumbHash, as pages do.
func drawn(hash []byte, width, height int) *image.RGBA {
	at := func(i int) int { return int(hash[i]) }
	first, second := at(0)|at(1)<<8|at(2)<<16, at(3)|at(4)<<8
	hasAlpha, landscape := first>>23 == 1, second>>15 == 1
	most := 7
	if hasAlpha {
		most = 5
	}
	lx, ly := max(3, second&7), max(3, most)
	if landscape {
		lx, ly = ly, lx
	}
	next, alpha, alphaScale := 10, 1.0, 0.0 // in halves of bytes
	if hasAlpha {
		alpha, alphaScale, next = float64(at(5)&15)/15, float64(at(5)>>4)/15, 12
	}
	waves := func(nx, ny int, scale float64) (all []float64) {
		for cy := range ny {
			for cx := 0; cx*ny < nx*(ny-cy); cx++ {
				if cx == 0 && cy == 0 {
					continue
				}
				half := at(next/2) >> (next % 2 * 4) & 15
				next++
				all = append(all, (float64(half)/7.5-1)*scale)
			}
		}
		return all
	}
	const more = 1.25 // what pages add to colours, which have lost some
	l := waves(lx, ly, float64(first>>18&31)/31)
	p := waves(3, 3, float64(second>>3&63)/63*more)
	q := waves(3, 3, float64(second>>9&63)/63*more)
	var a []float64
	if hasAlpha {
		a = waves(5, 5, alphaScale)
	}
	m := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			sum := func(mean float64, waves []float64, nx, ny int) float64 {
				for cy := range ny {
					for cx := 0; cx*ny < nx*(ny-cy); cx++ {
						if cx == 0 && cy == 0 || len(waves) == 0 {
							continue
						}
						mean += 2 * waves[0] * math.Cos(math.Pi/float64(width)*float64(cx)*(float64(x)+0.5)) *
							math.Cos(math.Pi/float64(height)*float64(cy)*(float64(y)+0.5))
						waves = waves[1:]
					}
				}
				return mean
			}
			light := sum(float64(first&63)/63, l, lx, ly)
			yellow := sum(float64(first>>6&63)/31.5-1, p, 3, 3)
			reddish := sum(float64(first>>12&63)/31.5-1, q, 3, 3)
			b := light - 2.0/3*yellow
			r := (3*light - b + reddish) / 2
			g := r - reddish
			c := color.NRGBA{byteOf(r), byteOf(g), byteOf(b), byteOf(sum(alpha, a, 5, 5))}
			m.Set(x, y, c)
		}
	}
	return m
}

func byteOf(value float64) uint8 { return uint8(math.Round(255 * min(1, max(0, value)))) }
