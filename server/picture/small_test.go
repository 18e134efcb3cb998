package picture

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"image/png"
	"testing"
)

// shapes is a GIF whose frames cover parts of it, let others through and take themselves away.
func shapes() *gif.GIF {
	colours := color.Palette{color.Transparent, color.RGBA{200, 0, 0, 255}, color.RGBA{0, 200, 0, 255}, color.RGBA{0, 0, 200, 255}}
	g := &gif.GIF{Config: image.Config{Width: 300, Height: 200, ColorModel: colours}}
	for i, r := range []image.Rectangle{
		image.Rect(0, 0, 300, 200), image.Rect(13, 7, 120, 99), image.Rect(250, 150, 251, 151), image.Rect(100, 50, 290, 190),
	} {
		m := image.NewPaletted(r, colours)
		for y := r.Min.Y; y < r.Max.Y; y++ {
			for x := r.Min.X; x < r.Max.X; x++ {
				m.SetColorIndex(x, y, uint8((x/9+y/7+i)%4))
			}
		}
		g.Image, g.Delay = append(g.Image, m), append(g.Delay, 5+i)
		g.Disposal = append(g.Disposal, []byte{gif.DisposalNone, gif.DisposalBackground, gif.DisposalNone, gif.DisposalNone}[i])
	}
	return g
}

// shownAt is what a GIF shows at its end, and for how long it is shown in all.
func shownAt(g *gif.GIF) (m *image.RGBA, lasts int) {
	m = image.NewRGBA(image.Rect(0, 0, g.Config.Width, g.Config.Height))
	for i, frame := range g.Image {
		draw.Draw(m, frame.Rect, frame, frame.Rect.Min, draw.Over)
		if g.Disposal[i] == gif.DisposalBackground {
			draw.Draw(m, frame.Rect, image.Transparent, image.Point{}, draw.Src)
		}
		lasts += g.Delay[i]
	}
	return m, lasts
}

func TestAGIFThatIsMadeSmallerShowsTheSame(t *testing.T) {
	var given bytes.Buffer
	if err := gif.EncodeAll(&given, shapes()); err != nil {
		t.Fatal(err)
	}
	r, err := worker("serve").MakeSmall(t.Context(), bytes.NewReader(given.Bytes()), 128)
	if err != nil || r.Type != "image/gif" || !r.Animated || r.Width != 128 || r.Height != 85 || len(r.Thumbs) != 1 {
		t.Fatalf("%s, %d by %d, %d thumbnails, %v", r.Type, r.Width, r.Height, len(r.Thumbs), err)
	}
	if still := r.Thumbs[0]; still.Type != "image/png" || still.Width != 128 || still.Height != 85 {
		t.Errorf("standing still: %s, %d by %d", still.Type, still.Width, still.Height)
	}
	g, err := gif.DecodeAll(bytes.NewReader(r.Content))
	if err != nil {
		t.Fatal(err)
	}
	want, lasted := shownAt(shapes())
	got, lasts := shownAt(g)
	if lasts != lasted {
		t.Errorf("it lasts %d, and did %d", lasts, lasted)
	}
	for y := range 85 {
		for x := range 128 {
			if was := want.RGBAAt((2*x+1)*300/256, (2*y+1)*200/170); got.RGBAAt(x, y) != was {
				t.Fatalf("at %d, %d it shows %v, and did %v", x, y, got.RGBAAt(x, y), was)
			}
		}
	}
}

func TestASmallPictureIsAPNG(t *testing.T) {
	for _, c := range []struct{ width, height, wide, high int }{{300, 100, 128, 43}, {20, 30, 20, 30}, {1, 5000, 1, 128}} {
		var given bytes.Buffer
		if err := png.Encode(&given, image.NewNRGBA(image.Rect(0, 0, c.width, c.height))); err != nil {
			t.Fatal(err)
		}
		r, err := worker("serve").MakeSmall(t.Context(), &given, 128)
		if err != nil || r.Type != "image/png" || r.Width != c.wide || r.Height != c.high || r.Animated || len(r.Thumbs) > 0 {
			t.Errorf("%+v became %s, %d by %d, %v", c, r.Type, r.Width, r.Height, err)
		}
	}
}

func TestWhatMovesAndIsNoGIFDoesNotBecomeSmall(t *testing.T) {
	for what, data := range map[string][]byte{
		"an animated WebP": animation(), "a page": []byte("<svg onload=alert(1)>"), "half a GIF": []byte("GIF89a\x10\x00"), "nothing": nil,
	} {
		_, err := worker("serve").MakeSmall(t.Context(), bytes.NewReader(data), 128)
		if !errors.Is(err, ErrNotPicture) && !errors.Is(err, ErrBroken) {
			t.Errorf("%s: %v", what, err)
		}
	}
}
