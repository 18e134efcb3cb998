package ui

import (
	"github.com/confab/confab/shared/text"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// skeletonLines are the shapes of the messages shown while a room loads, as
// classes of skel.css.
var skeletonLines = [][]string{
	{"18", "82", "44"}, {"14", "56"}, {"20", "90", "76", "30"}, {"16", "38"}, {"18", "70", "52"}, {"14", "64"},
}

// skeleton stands in the place of messages that are on their way. It is the
// same as the static page's, so that nothing jumps when the program takes over.
func skeleton() app.UI {
	var rows []app.UI
	for _, widths := range skeletonLines {
		var lines []app.UI
		for _, w := range widths {
			lines = append(lines, el("div.skel.skel--text", class("skel--w"+w)))
		}
		rows = append(rows, el("div.msg.msg--head.msg--skel", el("span.skel.skel--round"), el("div.msg__main", lines)))
	}
	return el("div.timeline", el("div.timeline__log|aria-busy=true", k("aria-label"), text.LoadingMessages, rows))
}
