package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/engine/dial"
	"github.com/confab/confab/server/bench"
	"github.com/confab/confab/server/proof/chrome"
	"github.com/confab/confab/server/proof/instance"
	"github.com/confab/confab/server/proof/workspace"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// How often each thing is done, and what lies between.
const (
	keysPressed  = 60
	keyPause     = 80 * time.Millisecond
	incoming     = 20
	incomingRest = 500 * time.Millisecond
	sends        = 10
	switches     = 10
	palettes     = 6
	wheelTurns   = 60
	wheelPixels  = -400
	wheelPause   = 100 * time.Millisecond
	quiet        = 2 * time.Second // until what went before is over
)

// hands measures what a page costs the person who uses it, in the imported room.
func hands(s *set, ctx context.Context) error {
	data, err := os.MkdirTemp("", "confab-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(data)
	w, err := workspace.Prepare(ctx, data, 2, 1, 2)
	if err != nil {
		return err
	}
	room, err := s.imports(ctx, data)
	if err != nil {
		return err
	}
	server, err := s.local().Serve(ctx, data)
	if err != nil {
		return err
	}
	defer server.Kill()
	b, err := chrome.Launch(ctx)
	if err != nil {
		return err
	}
	defer b.Close()
	mate := engine.New(engine.Options{
		Dialer: dial.Dialer{URL: server.URL, Token: dial.Fixed(w.Seats[1].Token)}, Device: id.New(), Client: "confab-bench",
	})
	mate.Start()
	defer mate.Stop()
	if _, err := engine.Do(ctx, mate, wire.JoinRoom, &wire.RoomRef{Room: room.ID}); err != nil {
		return err
	}
	// Something must be in the other room, to be painted.
	if _, err := engine.Do(ctx, mate, wire.SendMessage, &wire.Send{Room: w.Rooms[0], CID: id.New(), Body: "here we talk"}); err != nil {
		return err
	}
	s.printf("## Hands: what that room costs who writes and reads in it\n\nIn a browser on the same machine. Script is the time in the " +
		"program for one of a thing, all is the main thread's time; from a key or click until what it brings is painted, in " +
		"milliseconds: median / worst.\n\n")
	var rows [][]string
	for _, d := range Devices[:2] {
		row, err := handsOn(ctx, s, b, server, w, d, mate, room.ID)
		if err != nil {
			return fmt.Errorf("%s: %w", d.Name, err)
		}
		rows = append(rows, row)
	}
	if err := bench.Table(&s.text, []string{"Device", "A key: script, all", "One message comes in: script, all", "Enter", "Switch of rooms",
		"Palette", "Wheeling up: long tasks, longest", "Memory of the program"}, rows); err != nil {
		return err
	}
	s.printf("\n")
	return nil
}

// person is somebody at a browser, and another who talks with them.
type person struct {
	ctx   context.Context
	tab   *chrome.Tab
	mate  *engine.Engine
	room  string
	small string // another room
}

func handsOn(
	ctx context.Context, s *set, b *chrome.Browser, server *instance.Server, w *bench.Workspace, d Device, mate *engine.Engine, room string,
) (row []string, err error) {
	tab, err := b.Person(chrome.Desktop)
	if err != nil {
		return nil, err
	}
	defer tab.Close()
	p := &person{ctx, tab, mate, room, w.Rooms[0]}
	for _, step := range []func() error{
		func() error { return tab.Cookie(server.URL, accessCookie, w.Seats[0].Token) },
		func() error { return tab.Cookie(server.URL, personCookie, w.Seats[0].User) },
		func() error { return tab.BeforeLoad(watcher) },
		func() error { return tab.Do(chromedp.Navigate(server.URL + "/r/" + room)) },
		func() error { return tab.Until(`!!document.querySelector("#log .msg")`) },
		p.join,
		func() error { return tab.Slow(d.Slower) },
	} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	keys, err := p.keys()
	if err != nil {
		return nil, err
	}
	one, err := p.messages()
	if err != nil {
		return nil, err
	}
	enter, err := p.repeated(sends, p.send)
	if err != nil {
		return nil, err
	}
	turn, err := p.repeated(switches, p.turn)
	if err != nil {
		return nil, err
	}
	palette, err := p.repeated(palettes, p.palette)
	if err != nil {
		return nil, err
	}
	long, err := p.wheel()
	if err != nil {
		return nil, err
	}
	memory, err := chrome.Eval[float64](tab, `benchMemory()`)
	if err != nil {
		return nil, err
	}
	if d.Slower > 1 {
		judgeHands(s, "A key: script", ms(keys.Script), 8, d)
		judgeHands(s, "One message comes in: script", ms(one.Script), 8, d)
		judgeHands(s, "Enter to painted row", enter[len(enter)/2], 100, d)
		judgeHands(s, "Switch of rooms", turn[len(turn)/2], 150, d)
		judgeHands(s, "Palette", palette[len(palette)/2], 80, d)
	}
	spent := func(s chrome.Spent) string { return fmt.Sprintf("%.1f, %.1f ms", ms(s.Script), ms(s.All)) }
	times := func(t []float64) string { return fmt.Sprintf("%.0f / %.0f", t[len(t)/2], t[len(t)-1]) }
	return []string{d.Name, spent(keys), spent(one), times(enter), times(turn), times(palette),
		fmt.Sprintf("%.0f, %.0f ms", long[0], long[1]), fmt.Sprintf("%.1f MB", memory/1e6)}, nil
}

func judgeHands(s *set, what string, measured, budget float64, d Device) {
	s.judge(what+", "+d.Name, fmt.Sprintf("%.1f ms", measured), fmt.Sprintf("%.0f ms", budget), measured < budget)
}

// watcher gives the page functions that tell when something has been painted, and notes long tasks.
const watcher = `(() => {
  // benchPainted resolves to the milliseconds from an event until the condition is true and painted.
  window.benchPainted = (name, condition) => new Promise((done) => {
    addEventListener(name, (event) => {
      const began = event.timeStamp;
      const look = () => {
        if (!condition()) return false;
        observer.disconnect();
        requestAnimationFrame(() => {
          const channel = new MessageChannel();
          channel.port1.onmessage = () => done(performance.now() - began);
          channel.port2.postMessage(0);
        });
        return true;
      };
      const observer = new MutationObserver(look);
      observer.observe(document, { childList: true, subtree: true, attributes: true, characterData: true });
    }, { capture: true, once: true });
  });
  window.benchLong = [];
  new PerformanceObserver((list) => benchLong.push(...list.getEntries().map((e) => e.duration))).observe({ type: "longtask" });
  const instantiate = WebAssembly.instantiate;
  WebAssembly.instantiate = async (...args) => {
    const made = await instantiate.call(WebAssembly, ...args);
    window.benchMemory = () => made.exports.mem.buffer.byteLength;
    return made;
  };
})()`

// join enters the room if the person is not in it, and puts the cursor into the composer.
func (p *person) join() error {
	return p.tab.Until(`(() => {
		const field = document.querySelector(".composer__input");
		if (!field) [...document.querySelectorAll("button")].find((b) => b.textContent.includes("Join"))?.click();
		field?.focus();
		return document.activeElement === field && !!field;
	})()`)
}

func (p *person) rest(d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-p.ctx.Done():
		return p.ctx.Err()
	}
}

// spent returns what one of n things costs that do does.
func (p *person) spent(n int, do func() error) (one chrome.Spent, err error) {
	if err := p.rest(quiet); err != nil {
		return one, err
	}
	before, err := p.tab.Spent()
	if err != nil {
		return one, err
	}
	if err := do(); err != nil {
		return one, err
	}
	after, err := p.tab.Spent()
	spent := after.Sub(before)
	return chrome.Spent{Script: spent.Script / time.Duration(n), All: spent.All / time.Duration(n)}, err
}

func (p *person) keys() (chrome.Spent, error) {
	text := strings.Repeat("a word ", 1+keysPressed/len("a word "))[:keysPressed]
	one, err := p.spent(keysPressed, func() error { return p.tab.Type(text, keyPause) })
	if err != nil {
		return one, err
	}
	return one, p.tab.Do(chromedp.Evaluate[chromedp.Void](`document.execCommand("selectAll"), document.execCommand("delete"), undefined`))
}

func (p *person) messages() (chrome.Spent, error) {
	return p.spent(incoming, func() error {
		for n := range incoming {
			if _, err := engine.Do(p.ctx, p.mate, wire.SendMessage, &wire.Send{
				Room: p.room, CID: id.New(), Body: fmt.Sprintf("message %d of somebody else, one by one", n),
			}); err != nil {
				return err
			}
			if err := p.rest(incomingRest); err != nil {
				return err
			}
		}
		return nil
	})
}

// repeated does something n times and returns how many milliseconds each took, in order.
func (p *person) repeated(n int, do func(i int) (float64, error)) ([]float64, error) {
	var took []float64
	for i := range n {
		if err := p.rest(quiet / 2); err != nil {
			return nil, err
		}
		t, err := do(i)
		if err != nil {
			return nil, err
		}
		took = append(took, t)
	}
	slices.Sort(took)
	return took, nil
}

// painted starts to wait for a condition, has the event happen, and returns the milliseconds between.
func (p *person) painted(event, condition string, happen func() error) (float64, error) {
	begin := fmt.Sprintf(`void (window.benchTook = 0, benchPainted(%q, () => %s).then((t) => { benchTook = t; }))`, event, condition)
	if err := p.tab.Do(chromedp.Evaluate[chromedp.Void](begin)); err != nil {
		return 0, err
	}
	if err := happen(); err != nil {
		return 0, err
	}
	if err := p.tab.Until(`benchTook > 0`); err != nil {
		return 0, err
	}
	return chrome.Eval[float64](p.tab, `benchTook`)
}

func (p *person) send(i int) (float64, error) {
	text := fmt.Sprintf("own message %d %s", i, id.New())
	if err := p.tab.Write(text); err != nil {
		return 0, err
	}
	return p.painted("keydown", fmt.Sprintf(`[...document.querySelectorAll("#log .msg")].at(-1)?.textContent.includes(%q)`, text),
		func() error { return p.tab.Press(chrome.Enter) })
}

// turn goes to the other room, or back.
func (p *person) turn(i int) (float64, error) {
	to := p.small
	if i%2 == 1 {
		to = p.room
	}
	return p.painted("click", fmt.Sprintf(`!!document.querySelector('#log a[href*=%q]')`, "/r/"+to+"/"), func() error {
		return p.tab.Do(chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`void document.querySelector('a.roomlink[href*=%q]').click()`, to)))
	})
}

func (p *person) palette(int) (float64, error) {
	took, err := p.painted("keydown", `!!document.querySelector(".palette [role=option]")`, func() error {
		return p.tab.Do(chromedp.Evaluate[chromedp.Void](`void document.activeElement.dispatchEvent(new KeyboardEvent("keydown",
			{ key: "k", code: "KeyK", ctrlKey: true, bubbles: true, cancelable: true }))`))
	})
	if err != nil {
		return 0, err
	}
	if err := p.tab.Press(chrome.Escape); err != nil {
		return 0, err
	}
	return took, p.tab.Until(`!document.querySelector(".palette")`)
}

// wheel goes up through the history, and returns how many tasks took more than 50 ms and the longest.
func (p *person) wheel() ([]float64, error) {
	if err := p.rest(quiet); err != nil {
		return nil, err
	}
	if err := p.tab.Do(chromedp.Evaluate[chromedp.Void](`void (benchLong.length = 0)`)); err != nil {
		return nil, err
	}
	if err := p.tab.Wheel(800, 400, wheelPixels, wheelTurns, wheelPause); err != nil {
		return nil, err
	}
	return chrome.Eval[[]float64](p.tab, `[benchLong.length, Math.max(0, ...benchLong)]`)
}
