package chrome

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Patience is how long a step may take before it fails. Only a failure takes that
// long.
const Patience = 30 * time.Second

// Screen is the size and kind of a screen.
type Screen struct {
	Name          string
	Width, Height int64
	Touch         bool
}

// The screens on which pages are tested.
var (
	Desktop = Screen{Name: "desktop", Width: 1440, Height: 900}
	Tablet  = Screen{Name: "tablet", Width: 900, Height: 1100, Touch: true}
	Phone   = Screen{Name: "phone", Width: 390, Height: 844, Touch: true}
)

// Tab is one page of one person.
type Tab struct {
	ctx      context.Context
	pause    time.Duration // see Browser
	close    context.CancelFunc
	problems *problems
}

// Person opens a tab with cookies and storage of its own.
func (b *Browser) Person(screen Screen) (*Tab, error) {
	ctx, cancel := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext())
	return open(ctx, cancel, b.pause, screen)
}

// Another opens one more tab of the same person.
func (t *Tab) Another(screen Screen) (*Tab, error) {
	ctx, cancel := chromedp.NewContext(t.ctx)
	return open(ctx, cancel, t.pause, screen)
}

func open(ctx context.Context, cancel context.CancelFunc, pause time.Duration, screen Screen) (*Tab, error) {
	t := &Tab{ctx: ctx, pause: pause, close: cancel, problems: &problems{}}
	if err := t.prepare(screen); err != nil {
		cancel()
		return nil, err
	}
	return t, nil
}

func (t *Tab) prepare(screen Screen) error {
	if err := chromedp.Listen(t.ctx, t.problems.listen); err != nil {
		return err
	}
	if _, err := chromedp.Call(t.ctx, network.Enable, network.EnableParams{}); err != nil {
		return err
	}
	if _, err := chromedp.Call(t.ctx, runtime.Enable, struct{}{}); err != nil {
		return err
	}
	if _, err := chromedp.Call(t.ctx, log.Enable, struct{}{}); err != nil {
		return err
	}
	if _, err := chromedp.Call(t.ctx, emulation.SetTimezoneOverride,
		emulation.SetTimezoneOverrideParams{TimezoneID: "Europe/London"}); err != nil {
		return err
	}
	if _, err := chromedp.Call(t.ctx, emulation.SetLocaleOverride, emulation.SetLocaleOverrideParams{Locale: "en-GB"}); err != nil {
		return err
	}
	return t.Resize(screen)
}

// Resize changes the tab's screen.
func (t *Tab) Resize(screen Screen) error {
	options := []chromedp.EmulateViewportOption{chromedp.EmulateScale(1)}
	if screen.Touch {
		options = append(options, chromedp.EmulateTouch, chromedp.EmulateMobile)
	}
	return t.Do(chromedp.EmulateViewport(screen.Width, screen.Height, options...))
}

// Dark switches the preferred colour scheme.
func (t *Tab) Dark(on bool) error {
	scheme := "light"
	if on {
		scheme = "dark"
	}
	return t.Prefer(map[string]string{"prefers-color-scheme": scheme})
}

// Prefer sets media features that a person chooses in their system, such as forced-colors, and resets all others.
func (t *Tab) Prefer(features map[string]string) error {
	params := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{}}
	for name, value := range features {
		params.Features = append(params.Features, &emulation.MediaFeature{Name: name, Value: value})
	}
	_, err := chromedp.Call(t.ctx, emulation.SetEmulatedMedia, params)
	return err
}

// Slow makes the processor look slower by a factor; 1 is unchanged.
func (t *Tab) Slow(times float64) error {
	_, err := chromedp.Call(t.ctx, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: times})
	return err
}

// Do runs steps, each within Patience.
func (t *Tab) Do(steps ...chromedp.Action[chromedp.Void]) error {
	for _, step := range steps {
		if t.pause > 0 {
			select {
			case <-time.After(t.pause):
			case <-t.ctx.Done():
			}
		}
		ctx, cancel := context.WithTimeout(t.ctx, Patience)
		err := chromedp.Do(ctx, step)
		cancel()
		if err != nil {
			return err
		}
	}
	return nil
}

// Value runs one step that returns a value, within Patience.
func Value[T any](t *Tab, step chromedp.Action[T]) (T, error) {
	ctx, cancel := context.WithTimeout(t.ctx, Patience)
	defer cancel()
	return chromedp.Run(ctx, step)
}

// Eval returns the value of a JavaScript expression; a promise is awaited.
func Eval[T any](t *Tab, expression string) (T, error) {
	return Value(t, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// lookEvery is how often Until looks at the page.
const lookEvery = 30 * time.Millisecond

// Until waits until a JavaScript expression, or the promise it returns, is true,
// within Patience. It tolerates a page that is being loaded meanwhile, and an
// expression that cannot be evaluated yet.
func (t *Tab) Until(expression string) error {
	_, err := wait(t, expression, "(async () => !!await ("+expression+"))()", func(is bool) bool { return is })
	return err
}

// wait evaluates a JavaScript expression until its value will do, within
// Patience, and returns that. An error says what was waited for.
func wait[T any](t *Tab, what, expression string, will func(T) bool) (value T, err error) {
	ctx, cancel := context.WithTimeout(t.ctx, Patience)
	defer cancel()
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	look := chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise)
	var last error
	for {
		value, err = chromedp.Run(ctx, look)
		if err == nil && will(value) {
			return value, nil
		}
		if ctx.Err() == nil {
			last = err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return value, fmt.Errorf("not true within %v: %s: %w", Patience, what, errors.Join(last, ctx.Err()))
		}
	}
}

// Shot writes a picture of the visible page to path.
func (t *Tab) Shot(path string) error {
	png, err := Value(t, chromedp.CaptureScreenshot())
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, png, 0o644)
}

// Problems returns the errors in the page so far: uncaught exceptions, console
// errors, failed requests and answers of 400 and above, except those tolerated.
func (t *Tab) Problems() []string { return t.problems.list() }

// Tolerate leaves out problems that contain text, earlier ones as well: those
// that a story causes on purpose.
func (t *Tab) Tolerate(text string) { t.problems.tolerate(text) }

// Close closes the tab.
func (t *Tab) Close() { t.close() }
