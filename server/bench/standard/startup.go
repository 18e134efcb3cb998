package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/confab/confab/server/bench"
	"github.com/confab/confab/server/proof/chrome"
)

// The names of the cookies over plain HTTP: the access, and whose it is.
const (
	accessCookie = "confab_access"
	personCookie = "confab_person"
)

// Visit is how long opening a room in a browser took, from the navigation on.
type Visit struct {
	Paint    time.Duration // the first content
	Messages time.Duration // the first message
	Live     time.Duration // connected and caught up
}

// Device is a kind of machine and network.
type Device struct {
	Name    string
	Slower  float64 // processor, times
	Network chrome.Network
}

// Devices are the devices of the budgets.
var Devices = []Device{
	{Name: "desktop", Slower: 1},
	{Name: "4x CPU slowdown", Slower: 4},
	{Name: "4x CPU slowdown + Fast 4G", Slower: 4, Network: chrome.Fast4G},
}

// observer marks the moments a Visit is made of, from outside the program: the
// first message in the page, and the server's word that the catch-up is over.
const observer = `(() => {
  const once = (name) => performance.getEntriesByName(name).length || performance.mark(name);
  new MutationObserver(() => {
    if (document.querySelector(".timeline .msg[data-seq]")) once("bench:messages");
  }).observe(document, { childList: true, subtree: true });
  const Native = WebSocket;
  window.WebSocket = class extends Native {
    constructor(...args) {
      super(...args);
      this.addEventListener("message", (e) => { if (String(e.data).includes('"type":"ready"')) once("bench:live"); });
    }
  };
})()`

// moments reads the marks back, in milliseconds; it is null until all are set.
const moments = `(() => {
  const at = (name) => performance.getEntriesByName(name)[0]?.startTime;
  const all = [at("first-contentful-paint"), at("bench:messages"), at("bench:live")];
  return all.every((t) => t !== undefined) ? all : null;
})()`

// Visits opens the room at url as the person of seat, first with an empty browser
// and then again, times each, and returns the medians.
func Visits(
	ctx context.Context, b *chrome.Browser, url, room string, seat bench.Seat, d Device, times int,
) (first, repeat Visit, err error) {
	var firsts, repeats []Visit
	for range times {
		f, r, err := visitTwice(b, url, room, seat, d)
		if err != nil {
			return first, repeat, fmt.Errorf("visit on %s: %w", d.Name, err)
		}
		firsts, repeats = append(firsts, f), append(repeats, r)
		if err := ctx.Err(); err != nil {
			return first, repeat, err
		}
	}
	return median(firsts), median(repeats), nil
}

func visitTwice(b *chrome.Browser, url, room string, seat bench.Seat, d Device) (first, repeat Visit, err error) {
	tab, err := b.Person(chrome.Desktop)
	if err != nil {
		return first, repeat, err
	}
	defer tab.Close()
	for _, step := range []func() error{
		func() error { return tab.Cookie(url, accessCookie, seat.Token) },
		func() error { return tab.Cookie(url, personCookie, seat.User) },
		func() error { return tab.BeforeLoad(observer) },
		func() error { return tab.Slow(d.Slower) },
		func() error { return tab.Throttle(d.Network) },
		func() error { first, err = visit(tab, url+"/r/"+room); return err },
		// The next visit finds the service worker in place.
		func() error { return tab.Until(`navigator.serviceWorker.ready.then(() => true)`) },
		func() error { return tab.Do(chromedp.Navigate("about:blank")) },
		func() error { repeat, err = visit(tab, url+"/r/"+room); return err },
	} {
		if err := step(); err != nil {
			return first, repeat, err
		}
	}
	return first, repeat, nil
}

func visit(tab *chrome.Tab, url string) (Visit, error) {
	if err := tab.Do(chromedp.Navigate(url)); err != nil {
		return Visit{}, err
	}
	if err := tab.Until(moments + ` !== null`); err != nil {
		return Visit{}, err
	}
	ms, err := chrome.Eval[[]float64](tab, moments)
	if err != nil {
		return Visit{}, err
	}
	at := func(i int) time.Duration { return time.Duration(ms[i] * float64(time.Millisecond)) }
	return Visit{Paint: at(0), Messages: at(1), Live: at(2)}, nil
}

func median(visits []Visit) Visit {
	pick := func(of func(Visit) time.Duration) time.Duration {
		all := make([]time.Duration, len(visits))
		for i, v := range visits {
			all[i] = of(v)
		}
		slices.Sort(all)
		return all[len(all)/2]
	}
	return Visit{
		Paint:    pick(func(v Visit) time.Duration { return v.Paint }),
		Messages: pick(func(v Visit) time.Duration { return v.Messages }),
		Live:     pick(func(v Visit) time.Duration { return v.Live }),
	}
}
