package chrome

import (
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// Point is a place in the page, in CSS pixels from its corner.
type Point struct{ X, Y float64 }

// Finger puts a finger on the page at the first point, moves it to the others with a pause before each, and
// then does what is asked while it rests there, before it is lifted. By the page's clock the pauses are as long
// as they should be, however slow the machine is.
func Finger(t *Tab, pause time.Duration, rests func(), at ...Point) error {
	now := time.Now()
	for i, p := range at {
		kind := input.DispatchTouchEventTypeTouchMove
		if i == 0 {
			kind = input.DispatchTouchEventTypeTouchStart
		} else if err := t.wait(pause); err != nil {
			return err
		}
		if err := touch(t, kind, now, &input.TouchPoint{X: p.X, Y: p.Y}); err != nil {
			return err
		}
		now = now.Add(pause)
	}
	if rests != nil {
		rests()
		now = time.Now()
	}
	return touch(t, input.DispatchTouchEventTypeTouchEnd, now)
}

func touch(t *Tab, kind input.DispatchTouchEventType, when time.Time, points ...*input.TouchPoint) error {
	if points == nil {
		points = []*input.TouchPoint{}
	}
	at := input.TimeSinceEpoch(float64(when.UnixMicro()) / 1e6)
	_, err := chromedp.Call(t.ctx, input.DispatchTouchEvent,
		input.DispatchTouchEventParams{Type: kind, TouchPoints: points, Timestamp: at})
	return err
}
