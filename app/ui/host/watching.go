package host

import "slices"

// Watching is whose presence the page shows, by the part that shows it: the
// server tells of them alone.
type Watching struct {
	h     *Host
	shown [watchers][]string
}

// Watcher is a part of the page that shows presence.
type Watcher int

// The parts, the one that matters most first, for when there are more people than may be
// watched. The timeline itself shows none; who has written there stands for who is likely to
// be mentioned next.
const (
	WatchOverlay Watcher = iota
	WatchComposer
	WatchBar
	WatchPanel
	WatchSidebar
	WatchTimeline
	watchers
)

// Show says whose presence a part of the page shows from now on.
func (w *Watching) Show(part Watcher, users ...string) {
	if slices.Equal(w.shown[part], users) {
		return
	}
	w.shown[part] = users
	if w.h.Eng != nil {
		w.h.Eng.Watch(w.All())
	}
}

// All returns each person once, in the order of the parts.
func (w *Watching) All() []string {
	var all []string
	seen := map[string]bool{}
	for _, users := range w.shown {
		for _, user := range users {
			if user != "" && !seen[user] {
				seen[user] = true
				all = append(all, user)
			}
		}
	}
	return all
}
