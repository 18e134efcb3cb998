package picture

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"math"
	"slices"
	"strings"
)

// answer is what Serve writes first, as one line of JSON. The contents follow it.
type answer struct {
	Failed   string // one of failures, or empty
	Detail   string
	Animated bool
	Hash     []byte
	Colour   uint32
	Alpha    uint8
	Parts    []part // the picture in full, then its thumbnails, smallest first
}

// part is a picture that is written.
type part struct {
	Type          string
	Width, Height int
	Size          int
	content       []byte
}

// failures are the errors that cross over from one process to the other, by name.
var failures = map[string]error{"not a picture": ErrNotPicture, "too large": ErrTooLarge, "broken": ErrBroken}

// Serve reads a picture and writes what becomes of it, or why nothing does. It is
// what runs in a process of its own, which it bounds first: to memory bytes above what it has at first,
// and to so many seconds of a processor's time. With side, it is made at most as many pixels wide and high: see
// Worker.MakeSmall. An error means that nobody reads.
func Serve(in io.Reader, out io.Writer, memory int64, seconds uint64, side int) error {
	if err := confine(memory, seconds); err != nil {
		return fmt.Errorf("picture: confine the process: %w", err)
	}
	a, err := remake(in, memory, side)
	if err != nil {
		a = answer{Failed: "broken", Detail: err.Error()}
		for name, failure := range failures {
			if errors.Is(err, failure) {
				a.Failed, a.Detail = name, strings.TrimPrefix(err.Error(), failure.Error()+": ")
			}
		}
	}
	head, err := json.Marshal(a)
	if err != nil {
		return err
	}
	if _, err := out.Write(append(head, '\n')); err != nil {
		return err
	}
	for _, p := range a.Parts {
		if _, err := out.Write(p.content); err != nil {
			return err
		}
	}
	return nil
}

// remake reads a picture and makes it anew.
func remake(in io.Reader, memory int64, side int) (answer, error) {
	data, err := io.ReadAll(io.LimitReader(in, maxInput+1))
	if err != nil {
		return answer{}, err
	}
	if len(data) > maxInput {
		return answer{}, fmt.Errorf("%w: more than %d bytes", ErrTooLarge, maxInput)
	}
	d, err := open(data, memory/4*3) // the rest is for what is read and written
	if err != nil {
		return answer{}, err
	}
	if side > 0 {
		return small(d, side)
	}
	a := answer{Animated: d.animated}
	var thumbs []part
	if d.still != nil {
		if thumbs, err = a.shrink(d); err != nil {
			return answer{}, err
		}
	}
	var b bytes.Buffer
	kind, err := d.write(&b)
	if err != nil {
		return answer{}, err
	}
	a.Parts = append([]part{{Type: kind, Width: d.width, Height: d.height, Size: b.Len(), content: b.Bytes()}}, thumbs...)
	return a, nil
}

// shrink makes the thumbnails, smallest first, and what is known of the colours.
func (a *answer) shrink(d decoded) (thumbs []part, err error) {
	bounds, solid, m := d.still.Bounds(), opaque(d.still), d.still
	for _, side := range thumbSides {
		if max(bounds.Dx(), bounds.Dy()) <= side {
			continue
		}
		width, height := fit(bounds.Dx(), bounds.Dy(), side)
		small := scale(m, width, height)
		m = small // the next one is made of it
		p, err := thumbnail(turn(small, d.orientation), solid)
		if err != nil {
			return nil, err
		}
		thumbs = append(thumbs, p)
	}
	slices.Reverse(thumbs)
	width, height := fit(bounds.Dx(), bounds.Dy(), hashSide)
	hash, mean := thumbHash(rgba(turn(scale(m, width, height), d.orientation)))
	a.Hash = hash
	for _, value := range mean[:3] {
		a.Colour = a.Colour<<8 | uint32(step(value, math.MaxUint8))
	}
	a.Alpha = uint8(step(mean[3], math.MaxUint8))
	return thumbs, nil
}

// thumbnail writes a small picture.
func thumbnail(m image.Image, solid bool) (part, error) {
	var b bytes.Buffer
	kind, err := typeJPEG, error(nil)
	if solid {
		err = jpeg.Encode(&b, m, &jpeg.Options{Quality: thumbQuality})
	} else {
		kind, err = typePNG, png.Encode(&b, m)
	}
	return part{Type: kind, Width: m.Bounds().Dx(), Height: m.Bounds().Dy(), Size: b.Len(), content: b.Bytes()}, err
}
