package throttle

import (
	"slices"
	"time"
)

// window holds the times of the latest failures in rising order, at most as many
// as its limit needs.
type window struct{ times []time.Time }

// full returns the time until fewer than limit failures lie within the last span;
// 0 if that is the case now.
func (w *window) full(now time.Time, limit int, span time.Duration) time.Duration {
	if len(w.times) < limit {
		return 0
	}
	return max(0, w.times[len(w.times)-limit].Add(span).Sub(now))
}

// within returns how many failures lie within the last span.
func (w *window) within(now time.Time, span time.Duration) (n int) {
	for i := len(w.times) - 1; i >= 0 && now.Sub(w.times[i]) <= span; i-- {
		n++
	}
	return n
}

func (w *window) add(at time.Time, limit int) {
	if len(w.times) == limit {
		w.times = slices.Delete(w.times, 0, 1)
	}
	w.times = append(w.times, at)
}

func (w *window) remove(at time.Time) {
	if i := slices.IndexFunc(w.times, at.Equal); i >= 0 {
		w.times = slices.Delete(w.times, i, i+1)
	}
}

func (w *window) idle(now time.Time, span time.Duration) bool {
	return len(w.times) == 0 || now.Sub(w.times[len(w.times)-1]) > span
}

// sweepLocked drops entries that no longer count, each time the number of entries
// has doubled.
func (g *Guard) sweepLocked(now time.Time) {
	if g.sizeLocked() < g.sweepAt {
		return
	}
	sweep(g.pairs, func(d *delays) bool { return now.Sub(d.last) > forget })
	sweep(g.accounts, func(w *window) bool { return w.idle(now, siegeWindow) })
	sweep(g.networks, func(w *window) bool { return w.idle(now, networkWindow) })
	sweep(g.good, func(w *window) bool { return w.idle(now, networkWindow) })
	for account, until := range g.odd {
		if !until.After(now) || len(g.odd) > maxEntries {
			delete(g.odd, account)
		}
	}
	g.sweepAt = max(1024, 2*g.sizeLocked())
}

func (g *Guard) sizeLocked() int {
	return len(g.pairs) + len(g.accounts) + len(g.networks) + len(g.good) + len(g.odd)
}

func sweep[K comparable, V any](m map[K]*V, over func(*V) bool) {
	for k, v := range m {
		if over(v) || len(m) > maxEntries {
			delete(m, k)
		}
	}
}
