package ui

// part is a piece of the page that is rendered by itself. A component's Rev
// prop is the revision of its part.
type part int

const (
	partShell part = iota // which panel and drawer are open, the banner
	partSidebar
	partBar // the bar over the room
	partRoom
	partComposer
	partTyping
	partMembers
	partOverlay // menu, dialog, palette, picker
	partToasts
	partCount
)

// revs counts how often each part has changed.
type revs [partCount]int

func (r *revs) touch(parts ...part) {
	for _, p := range parts {
		r[p]++
	}
}
