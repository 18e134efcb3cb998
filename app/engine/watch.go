package engine

import (
	"slices"
	"strconv"
	"time"

	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// A list that the person scrolls changes with each row. The list of watched people is
// therefore sent watchPause after it began to change, and not again within watchEvery,
// which is half as often as limits.RateWatch allows.
const (
	watchPause = 150 * time.Millisecond
	watchEvery = 500 * time.Millisecond
)

// watch holds the people whose presence the interface shows.
type watch struct {
	core *core
	want []string // sorted
	told []string // what was sent last on this connection
	n    int64    // how often a list was sent
	last time.Time
}

// show records whose presence is shown now, the most important people first.
func (w *watch) show(users []string) {
	users = slices.Clone(users[:min(len(users), limits.Watched)])
	slices.Sort(users)
	users = slices.Compact(users)
	if slices.Equal(users, w.want) {
		return
	}
	w.want = users
	now := time.Now()
	w.core.sooner(timerWatch, now.Add(max(watchPause, w.last.Add(watchEvery).Sub(now))))
}

// tell sends the list to the server, unless it has it already.
func (w *watch) tell() {
	w.core.at[timerWatch] = time.Time{}
	if w.core.net.link == nil || !w.core.net.greeted || slices.Equal(w.want, w.told) {
		return
	}
	w.told, w.last = w.want, time.Now()
	w.n++
	w.core.net.tell(&wire.Watch{Head: wire.Head{Type: wire.TypeWatch, ID: w.id()}, Users: w.want})
}

// anew sends the list on a new connection.
func (w *watch) anew() {
	w.told = nil
	w.tell()
}

// answered adds the people to an answer whom it leaves out because they are offline. It
// does so only for the answer to the last list, because an earlier answer says nothing
// about people who were added since.
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

// id returns the id of the last watch that was sent.
func (w *watch) id() string { return "w" + strconv.FormatInt(w.n, 10) }

// refused processes a nack and reports whether it was that of a watch. If the server
// refused the list because of the rate, it is sent again later.
func (w *watch) refused(id string, n *wire.Nack) bool {
	if w.n == 0 || id != w.id() {
		return false
	}
	if n.Code.Temporary() {
		w.told = nil
		w.core.at[timerWatch] = time.Now().Add(max(watchPause, time.Duration(n.RetryMS)*time.Millisecond))
	}
	return true
}
