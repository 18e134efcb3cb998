package engine

import (
	"slices"
	"strconv"
	"time"

	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// A list that is scrolled changes with each row: the server is told whom the
// interface shows watchPause after that began to change, and not again within
// watchEvery, which is half as often as limits.RateWatch allows.
const (
	watchPause = 150 * time.Millisecond
	watchEvery = 500 * time.Millisecond
)

// watch is whose presence the interface shows.
type watch struct {
	*core
	want []string // sorted
	told []string // what the connection was told last
	n    int64    // counts the telling
	last time.Time
}

// show takes down whose presence is shown now, the most important first.
func (w *watch) show(users []string) {
	users = slices.Clone(users[:min(len(users), limits.Watched)])
	slices.Sort(users)
	users = slices.Compact(users)
	if slices.Equal(users, w.want) {
		return
	}
	w.want = users
	now := time.Now()
	w.sooner(timerWatch, now.Add(max(watchPause, w.last.Add(watchEvery).Sub(now))))
}

// tell tells the server, unless it knows.
func (w *watch) tell() {
	w.at[timerWatch] = time.Time{}
	if w.net.link == nil || !w.net.greeted || slices.Equal(w.want, w.told) {
		return
	}
	w.told, w.last = w.want, time.Now()
	w.n++
	w.net.tell(&wire.Watch{Head: wire.Head{Type: wire.TypeWatch, ID: w.id()}, Users: w.want})
}

// anew tells a new connection, which knows nothing.
func (w *watch) anew() {
	w.told = nil
	w.tell()
}

// answered completes the answer to the last telling with those it leaves out,
// who are offline. The answer to an earlier one says nothing of who is watched
// since.
func (w *watch) answered(p *wire.Presence) {
	if p.ID == "" {
		return
	}
	if p.ID != w.id() {
		p.ID = ""
		return
	}
	if p.Users == nil {
		p.Users = map[string]string{}
	}
	for _, user := range w.told {
		if _, named := p.Users[user]; !named {
			p.Users[user] = wire.Offline
		}
	}
}

// id is the id of the last telling.
func (w *watch) id() string { return "w" + strconv.FormatInt(w.n, 10) }

// refused takes a nack, and reports whether it was one of a watch. What the
// server found too early it is told again.
func (w *watch) refused(id string, n *wire.Nack) bool {
	if w.n == 0 || id != w.id() {
		return false
	}
	if n.Code.Temporary() {
		w.told = nil
		w.at[timerWatch] = time.Now().Add(max(watchPause, time.Duration(n.RetryMS)*time.Millisecond))
	}
	return true
}
