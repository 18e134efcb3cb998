package cli

import (
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// counting is a progress bar of rows in several steps. It is shown on a terminal
// only.
type counting struct {
	program Program
	step    string
	bar     bar
}

// set shows the progress of a step.
func (c *counting) set(step string, done, all int64) {
	f, ok := c.program.Err.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) || all == 0 {
		return
	}
	if step != c.step {
		c.bar.clear()
		c.step = step
		c.bar = bar{progressbar.NewOptions64(all,
			progressbar.OptionSetWriter(f), progressbar.OptionSetDescription(step), progressbar.OptionShowCount(),
			progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish(), progressbar.OptionFullWidth(),
			progressbar.OptionSetPredictTime(true))}
	}
	c.bar.set(done)
}

// clear removes the bar from the terminal.
func (c *counting) clear() { c.bar.clear() }
