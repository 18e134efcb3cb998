package main

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"time"

	"github.com/chromedp/chromedp"
	"golang.org/x/sync/errgroup"

	"github.com/confab/confab/server/bench"
	"github.com/confab/confab/server/picture"
	"github.com/confab/confab/server/proof/chrome"
	"github.com/confab/confab/server/proof/instance"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// What pictures there are.
const (
	phonePictures    = 10 // of 12 megapixels
	timelinePictures = 300
	longestTask      = 50 // milliseconds
)

// pictures tells what it costs to make pictures anew, and to show many.
func pictures(s *set, ctx context.Context) error {
	large, err := photo(8660, 5774, 1)
	if err != nil {
		return err
	}
	took, peak, err := alone(ctx, s, large)
	if err != nil {
		return err
	}
	phone, err := photo(4000, 3000, 2)
	if err != nil {
		return err
	}
	worker := &picture.Worker{Command: []string{s.bin, "picture"}}
	thumbs, began := 0, time.Now()
	var g errgroup.Group
	for i := range phonePictures {
		g.Go(func() error {
			made, err := worker.Make(ctx, bytes.NewReader(phone))
			if i == 0 {
				thumbs = len(made.Thumbs)
			}
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	each := phonePictures / time.Since(began).Seconds()
	s.printf("## Pictures\n\nA JPEG of 50 megapixels, made anew with its thumbnails by a process of its own: %.1f s, %.0f MB at "+
		"most.\nOf 12 megapixels, on %d cores: %.1f pictures, %.1f thumbnails a second.\n\n",
		took.Seconds(), float64(peak)/1e6, runtime.NumCPU(), each, each*float64(thumbs))
	s.judge("Memory of the process for a JPEG of 50 megapixels", fmt.Sprintf("%.0f MB", float64(peak)/1e6), "512 MB",
		peak < picture.DefaultMemory)
	return album(ctx, s)
}

// photo is a picture of many colours, as a JPEG.
func photo(width, height int, seed uint64) ([]byte, error) {
	rng := rand.New(rand.NewPCG(seed, 0))
	m := image.NewYCbCr(image.Rect(0, 0, width, height), image.YCbCrSubsampleRatio420)
	base := color.YCbCr{Cb: uint8(rng.Uint32()), Cr: uint8(rng.Uint32())}
	for y := range height {
		for x := range width {
			m.Y[y*m.YStride+x] = uint8(x*200/width + y*40/height + rng.IntN(12))
		}
	}
	for i := range m.Cb {
		m.Cb[i], m.Cr[i] = base.Cb+uint8(i%m.CStride*50/m.CStride), base.Cr
	}
	var b bytes.Buffer
	err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 85})
	return b.Bytes(), err
}

// alone makes one picture anew, and returns how long that took and the most memory that its process had.
func alone(ctx context.Context, s *set, content []byte) (took time.Duration, peak int64, err error) {
	c := exec.CommandContext(ctx, s.bin, "picture", fmt.Sprint(picture.DefaultMemory), fmt.Sprint(picture.DefaultTime.Seconds()), "0")
	c.Env = []string{"GOMAXPROCS=1", "GODEBUG=madvdontneed=1"}
	c.Stdin, c.Stderr, c.Dir = bytes.NewReader(content), os.Stderr, os.TempDir()
	began := time.Now()
	if err := c.Run(); err != nil {
		return 0, 0, fmt.Errorf("a picture of %d bytes: %w", len(content), err)
	}
	return time.Since(began), peakOf(c.ProcessState), nil
}

// album measures a room of pictures in the browser of a slow device.
func album(ctx context.Context, s *set) error {
	return withPeople(ctx, s, 2, func(server *instance.Server, w *bench.Workspace, people []*instance.Person) error {
		for n := range timelinePictures {
			content, err := photo(640, 300+n, uint64(n))
			if err != nil {
				return err
			}
			taken, err := people[1].Upload(ctx, fmt.Sprintf("picture %d.jpg", n), bytes.NewReader(content), int64(len(content)))
			if err != nil {
				return err
			}
			q := wire.Send{CID: id.New(), Body: fmt.Sprintf("picture %d", n), Files: []string{taken.ID}}
			if err := people[1].Do(ctx, http.MethodPost, "/rooms/"+w.Rooms[0]+"/messages", q, nil); err != nil {
				return err
			}
		}
		b, err := chrome.Launch(ctx)
		if err != nil {
			return err
		}
		defer b.Close()
		return leafed(ctx, s, b, server, w)
	})
}

// shifts notes what moves on the page by itself.
const shifts = `(() => {
  window.benchShifts = [];
  new PerformanceObserver((list) => {
    for (const e of list.getEntries()) if (!e.hadRecentInput) benchShifts.push(e.value);
  }).observe({ type: "layout-shift", buffered: true });
})()`

// leafed goes up through all pictures.
func leafed(ctx context.Context, s *set, b *chrome.Browser, server *instance.Server, w *bench.Workspace) error {
	d := Devices[1]
	tab, err := b.Person(chrome.Desktop)
	if err != nil {
		return err
	}
	defer tab.Close()
	p := &person{ctx: ctx, tab: tab}
	for _, step := range []func() error{
		func() error { return tab.Cookie(server.URL, accessCookie, w.Seats[0].Token) },
		func() error { return tab.Cookie(server.URL, personCookie, w.Seats[0].User) },
		func() error { return tab.BeforeLoad(watcher) },
		func() error { return tab.BeforeLoad(shifts) },
		func() error { return tab.Do(chromedp.Navigate(server.URL + "/r/" + w.Rooms[0])) },
		func() error { return tab.Until(`!!document.querySelector("#log .msg img")?.naturalWidth`) },
		p.join,
		func() error { return tab.Slow(d.Slower) },
		func() error { return p.rest(quiet) },
		func() error {
			return tab.Do(chromedp.Evaluate[chromedp.Void](`void (benchLong.length = benchShifts.length = 0)`))
		},
	} {
		if err := step(); err != nil {
			return err
		}
	}
	seen := `Math.min(...[...document.querySelectorAll("#log .msg[data-seq]")].map((m) => +m.dataset.seq))`
	for turns := 0; ; turns++ {
		if err := tab.Wheel(800, 400, wheelPixels, wheelTurns, wheelPause); err != nil {
			return err
		}
		first, err := chrome.Eval[float64](tab, seen)
		if err != nil {
			return err
		}
		if first <= 3 {
			break
		}
		if turns > 100 {
			return fmt.Errorf("after %d turns the first message that is shown is still %v", turns*wheelTurns, first)
		}
	}
	if err := p.rest(quiet); err != nil {
		return err
	}
	got, err := chrome.Eval[[]float64](tab,
		`[benchShifts.reduce((sum, one) => sum + one, 0), benchLong.length, Math.max(0, ...benchLong)]`)
	if err != nil {
		return err
	}
	s.printf("A room of %d pictures, %s, wheeled from its end to its beginning: layout shift %.4f, %.0f long\ntasks, the longest "+
		"%.0f ms.\n\n", timelinePictures, d.Name, got[0], got[1], got[2])
	s.judge(fmt.Sprintf("%d pictures, %s: layout shift", timelinePictures, d.Name), fmt.Sprintf("%.4f", got[0]), "0", got[0] == 0)
	s.judge(fmt.Sprintf("%d pictures, %s: longest task", timelinePictures, d.Name), fmt.Sprintf("%.0f ms", got[2]),
		fmt.Sprintf("%d ms", longestTask), got[2] <= longestTask)
	return nil
}
