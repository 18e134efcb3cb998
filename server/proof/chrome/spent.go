package chrome

import (
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/chromedp"
)

// Spent is the time that a page's main thread has been busy since it was opened.
type Spent struct {
	Script time.Duration // in the program and in scripts
	All    time.Duration // also with layout, style and painting
}

// Sub returns what was spent since before.
func (s Spent) Sub(before Spent) Spent { return Spent{s.Script - before.Script, s.All - before.All} }

// Spent returns what the main thread has spent so far.
func (t *Tab) Spent() (Spent, error) {
	// Ticks of the thread: what else the machine does does not count.
	ticks := performance.EnableParams{TimeDomain: performance.EnableTimeDomainThreadTicks}
	if _, err := chromedp.Call(t.ctx, performance.Enable, ticks); err != nil {
		return Spent{}, err
	}
	result, err := chromedp.Call(t.ctx, performance.GetMetrics, cdp.Empty{})
	if err != nil {
		return Spent{}, err
	}
	seconds := map[string]float64{}
	for _, m := range result.Metrics {
		seconds[m.Name] = m.Value
	}
	long := func(name string) time.Duration { return time.Duration(seconds[name] * float64(time.Second)) }
	return Spent{Script: long("ScriptDuration"), All: long("TaskDuration")}, nil
}
