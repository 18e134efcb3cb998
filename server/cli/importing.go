package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"github.com/confab/confab/server/console"
	"github.com/confab/confab/server/importer"
)

// brokenShown is how many broken lines are reported one by one.
const brokenShown = 100

// importing is the command import.
type importing struct {
	anywhere
	Format string `name:"format" enum:"jsonl" default:"jsonl" help:"Format of the file: jsonl, one JSON object per line, plain or gzip (${default})."`
	File   string `arg:"" help:"The file, or - for standard input."`
}

// Run implements the command.
func (c *importing) Run(ctx context.Context, p Program) (err error) {
	in, size, err := c.open(p)
	if err != nil {
		return err
	}
	if in != p.In {
		defer func() {
			if closing := in.(io.Closer).Close(); err == nil {
				err = closing
			}
		}()
	}
	began := time.Now()
	bar := p.bar(size, "importing")
	broken := 0
	var report importer.Report
	err = c.with(ctx, func(ops console.Operations) error {
		var err error
		report, err = ops.Import(ctx, in, importer.Options{
			Size:     size,
			Progress: func(done, _ int64) { bar.set(done) },
			Errors: func(line int, err error) {
				if broken++; broken <= brokenShown {
					bar.clear()
					p.print(p.Err, fmt.Sprintf("line %d: %v\n", line, err))
				}
			},
		})
		return err
	})
	bar.clear()
	if broken > brokenShown {
		p.print(p.Err, fmt.Sprintf("and %d more broken lines\n", broken-brokenShown))
	}
	if err != nil {
		return fmt.Errorf("import %s: %w", c.File, err)
	}
	p.print(p.Out, fmt.Sprintf("%d messages added, %d were there already; %d people and %d rooms added; %d broken lines; %.1f s\n",
		report.Messages, report.Known, report.People, report.Rooms, report.Broken, time.Since(began).Seconds()))
	if report.Lines > 0 && report.Broken == report.Lines {
		return fmt.Errorf("import %s: no line could be read", c.File)
	}
	return nil
}

// open opens the input. size is 0 if it is unknown.
func (c *importing) open(p Program) (in io.Reader, size int64, err error) {
	if c.File == "-" {
		return p.In, 0, nil
	}
	f, err := os.Open(c.File)
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err == nil && info.IsDir() {
		err = fmt.Errorf("%s is a directory", c.File)
	}
	if err != nil {
		_ = f.Close() // it was only read
		return nil, 0, err
	}
	if info.Mode().IsRegular() {
		size = info.Size()
	}
	return f, size, nil
}

// bar is a progress bar on the terminal, or nothing if there is none.
type bar struct{ b *progressbar.ProgressBar }

func (p Program) bar(size int64, what string) bar {
	f, ok := p.Err.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return bar{}
	}
	if size == 0 {
		size = -1
	}
	return bar{progressbar.NewOptions64(size,
		progressbar.OptionSetWriter(p.Err), progressbar.OptionSetDescription(what), progressbar.OptionShowBytes(true),
		progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish(), progressbar.OptionFullWidth(),
		progressbar.OptionSetPredictTime(true))}
}

// A bar that cannot be drawn must not stop an import.

func (b bar) set(done int64) {
	if b.b != nil {
		_ = b.b.Set64(done)
	}
}

func (b bar) clear() {
	if b.b != nil {
		_ = b.b.Clear()
	}
}
