package ui

import "slices"

// shown is whose presence the page shows, by the part that shows it: the
// server tells of them alone.
type shown [partCount][]string

// first are the parts that show presence, the one that matters most first, for
// when there are more people than may be watched. The room itself shows none;
// who has written there stands for who is likely to be mentioned next.
var first = []part{partOverlay, partComposer, partBar, partMembers, partSidebar, partRoom}

// shows says whose presence a part of the page shows from now on.
func (v *view) shows(p part, users ...string) {
	if slices.Equal(v.shown[p], users) {
		return
	}
	v.shown[p] = users
	if v.eng != nil {
		v.eng.Watch(v.shown.all())
	}
}

// all returns each person once, in the order of their parts.
func (s *shown) all() []string {
	var all []string
	seen := map[string]bool{}
	for _, p := range first {
		for _, user := range s[p] {
			if user != "" && !seen[user] {
				seen[user] = true
				all = append(all, user)
			}
		}
	}
	return all
}
