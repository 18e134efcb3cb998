package chrome

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/chromedp/chromedp"
)

// Visible is the environment variable that makes the browser open windows on the
// screen, to watch a story. Its value is the pause before each step, such as
// 300ms.
const Visible = "CONFAB_VISIBLE"

// Browser is a running Chromium with an empty profile.
type Browser struct {
	ctx   context.Context
	pause time.Duration // before each step, for somebody who watches
	close []func()
}

// names are the names of the program on known systems.
var names = []string{"chromium", "chromium-browser", "google-chrome"}

// Launch starts Chromium, headless unless Visible is set. In it, the names in
// hosts resolve to 127.0.0.1, as in a network with its own DNS. It fails if
// Chromium is not installed.
func Launch(ctx context.Context, hosts ...string) (*Browser, error) {
	path, err := find()
	if err != nil {
		return nil, err
	}
	pause, seen, err := watched(os.Getenv(Visible))
	if err != nil {
		return nil, err
	}
	profile, err := os.MkdirTemp("", "confab-chrome-")
	if err != nil {
		return nil, err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.Flag("headless", !seen),
		chromedp.Flag("hide-scrollbars", !seen),
		chromedp.ExecPath(path),
		chromedp.UserDataDir(profile),
		chromedp.NoSandbox, // Chromium has no sandbox for root
		chromedp.Flag("disable-gpu", true),
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("lang", "en-GB"),
		chromedp.Flag("host-resolver-rules", rules(hosts)),
		// A microphone that beeps once a second, which pages may use without asking.
		chromedp.Flag("use-fake-device-for-media-stream", true),
		chromedp.Flag("use-fake-ui-for-media-stream", true),
		// Without a screen there is no mouse either; people at a desk have one.
		chromedp.Flag("blink-settings", "primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4"),
	)
	alloc, freeAlloc := chromedp.NewExecAllocator(ctx, options...)
	tab, freeTab := chromedp.NewContext(alloc)
	b := &Browser{ctx: tab, pause: pause, close: []func(){freeTab, freeAlloc, func() { _ = os.RemoveAll(profile) }}}
	if err := chromedp.Do(tab); err != nil {
		b.Close()
		return nil, err
	}
	return b, nil
}

// watched parses the value of Visible.
func watched(value string) (pause time.Duration, seen bool, err error) {
	if value == "" {
		return 0, false, nil
	}
	pause, err = time.ParseDuration(value)
	if err != nil || pause < 0 || pause > Patience/2 {
		return 0, true, errors.New("chrome: " + Visible + " is how long each step waits, such as 300ms, and not \"" + value + "\"")
	}
	return pause, true, nil
}

// rules returns the value of --host-resolver-rules.
func rules(hosts []string) string {
	var all []string
	for _, host := range hosts {
		all = append(all, "MAP "+host+" 127.0.0.1")
	}
	return strings.Join(all, ", ")
}

func find() (string, error) {
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("chrome: no Chromium found; on Debian and Ubuntu: apt-get install chromium")
}

// Close ends the browser and removes its profile.
func (b *Browser) Close() {
	for _, f := range b.close {
		f()
	}
}
