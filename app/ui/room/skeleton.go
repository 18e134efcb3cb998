package room

import (
	"github.com/confab/confab/app/ui/kit"
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
			lines = append(lines, kit.El("div.skel.skel--text", kit.Class("skel--w"+w)))
		}
		rows = append(rows, kit.El("div.msg.msg--head.msg--skel", kit.El("span.skel.skel--round"), kit.El("div.msg__main", lines)))
	}
	return kit.El("div.timeline", kit.El("div.timeline__log|aria-busy=true", kit.K("aria-label"), text.LoadingMessages, rows))
}
