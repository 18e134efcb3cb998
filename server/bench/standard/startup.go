package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
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

// Visit is how long opening a room in a browser took, from the navigation on, by the
// names of moments.
type Visit map[string]time.Duration

// The moments that have a budget.
const (
	roomsShown    = "rooms on the screen"
	messagesShown = "messages on the screen"
	programShown  = "the program's page on the screen"
	caughtUp      = "connected and caught up"
)

// moments are the steps of a visit, in the order of a first one, and the JavaScript
// that tells when each happened, in milliseconds.
var moments = []struct{ name, at string }{
	{"the page has arrived", `performance.getEntriesByType("navigation")[0]?.responseEnd`},
	{"the boot script has arrived", `loaded("/app.js")`},
	{"the style sheet has arrived", `loaded("/confab.css")`},
	{"first paint", `at("first-contentful-paint")`},
	{roomsShown, `at("bench:rooms")`},
	{messagesShown, `at("bench:messages")`},
	{"the program has arrived and is compiled", `at("confab:compiled")`},
	{"its first drawing is done", `at("bench:drawn")`},
	{programShown, `at("confab:taken over")`},
	{caughtUp, `at("bench:live")`},
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

// observer marks moments from outside the program: when there are rooms, and
// messages, in a frame that was shown; when the program has drawn; and the server's
// word that the catch-up is over.
const observer = `(() => {
  const done = new Set();
  const shown = (name) => requestAnimationFrame(() => setTimeout(() => performance.mark(name)));
  const once = (name, there, mark) => { if (!done.has(name) && there) { done.add(name); mark(name); } };
  new MutationObserver(() => {
    once("bench:rooms", document.querySelector(".sidebar .roomlink__name"), shown);
    once("bench:messages", document.querySelector(".timeline .msg[data-seq]"), shown);
    once("bench:drawn", document.querySelector(":root[data-first=held] body > :first-child .sidebar"), (name) => performance.mark(name));
  }).observe(document, { childList: true, subtree: true });
  const Native = WebSocket;
  window.WebSocket = class extends Native {
    constructor(...args) {
      super(...args);
      this.addEventListener("message", (e) => once("bench:live", String(e.data).includes('"type":"ready"'), (name) => performance.mark(name)));
    }
  };
})()`

// momentsRead is the JavaScript that returns all moments, null until each has come.
func momentsRead() string {
	var all []string
	for _, m := range moments {
		all = append(all, m.at)
	}
	return `(() => {
	  const at = (name) => performance.getEntriesByName(name)[0]?.startTime;
	  const loaded = (name) => performance.getEntriesByType("resource").find((e) => e.name.endsWith(name))?.responseEnd;
	  const all = [` + strings.Join(all, ", ") + `];
	  return all.every((t) => t > 0) ? all : null;
	})()`
}

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
		// The next visit finds the service worker in place, and what the device keeps.
		func() error { return tab.Until(`navigator.serviceWorker.ready.then(() => true)`) },
		func() error { return tab.Until(`JSON.parse(localStorage.getItem("confab.first"))?.rows`) },
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
		return nil, err
	}
	if err := tab.Until(momentsRead() + ` !== null`); err != nil {
		return nil, err
	}
	ms, err := chrome.Eval[[]float64](tab, momentsRead())
	if err != nil {
		return nil, err
	}
	v := Visit{}
	for i, m := range moments {
		v[m.name] = time.Duration(ms[i] * float64(time.Millisecond))
	}
	return v, nil
}

// median returns the median of each moment.
func median(visits []Visit) Visit {
	middle := Visit{}
	for _, m := range moments {
		var all []time.Duration
		for _, v := range visits {
			all = append(all, v[m.name])
		}
		slices.Sort(all)
		middle[m.name] = all[len(all)/2]
	}
	return middle
}
