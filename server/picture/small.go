package picture

import (
	"bytes"
	"fmt"
	"image"
	"image/gif"
	"image/png"
)

// small makes a picture at most side pixels wide and high. One that moves has a second part, which stands still.
func small(d decoded, side int) (answer, error) {
	if d.still == nil {
		return answer{}, fmt.Errorf("%w: an animation that is no GIF", ErrNotPicture)
	}
	m, bounds := d.still, d.still.Bounds()
	width, height := bounds.Dx(), bounds.Dy()
	shrinks := max(width, height) > side
	if shrinks {
		width, height = fit(width, height, side)
		m = scale(m, width, height)
	}
	still, err := pngPart(turn(m, d.orientation))
	a := answer{Animated: d.animated, Alpha: 255, Parts: []part{still}}
	if err != nil || d.frames == nil {
		return a, err
	}
	if shrinks {
		shrinkFrames(d.frames, width, height)
	}
	var b bytes.Buffer
	err = gif.EncodeAll(&b, d.frames)
	moving := part{Type: typeGIF, Width: width, Height: height, Size: b.Len(), content: b.Bytes()}
	a.Parts = []part{moving, still}
	return a, err
}

func pngPart(m image.Image) (part, error) {
	var b bytes.Buffer
	err := png.Encode(&b, m)
	return part{Type: typePNG, Width: m.Bounds().Dx(), Height: m.Bounds().Dy(), Size: b.Len(), content: b.Bytes()}, err
}

// shrinkFrames makes an animation smaller. Each pixel that is left is one of those that were there, in all frames
// the same one: so what a frame covers, lets through or takes away stays right, and the colours are its own.
func shrinkFrames(g *gif.GIF, width, height int) {
	from := func(to, of, was int) int { return (2*to + 1) * was / (2 * of) }
	var images []*image.Paletted
	var delays []int
	var disposals []byte
	for i, old := range g.Image {
		var r image.Rectangle
		for x := range width {
			for y := range height {
				if image.Pt(from(x, width, g.Config.Width), from(y, height, g.Config.Height)).In(old.Rect) {
					r = r.Union(image.Rect(x, y, x+1, y+1))
				}
			}
		}
		if r.Empty() && len(images) > 0 { // of what it shows nothing is left but its time
			delays[len(delays)-1] += g.Delay[i]
			continue
		}
		m := image.NewPaletted(r, old.Palette)
		for y := r.Min.Y; y < r.Max.Y; y++ {
			for x := r.Min.X; x < r.Max.X; x++ {
				m.SetColorIndex(x, y, old.ColorIndexAt(from(x, width, g.Config.Width), from(y, height, g.Config.Height)))
			}
		}
		images, delays, disposals = append(images, m), append(delays, g.Delay[i]), append(disposals, g.Disposal[i])
	}
	g.Image, g.Delay, g.Disposal = images, delays, disposals
	g.Config.Width, g.Config.Height = width, height
}
