package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// skeletonLines are the shapes of the messages shown while a room loads, as
// classes of skeleton.css.
var skeletonLines = [][]string{
	{"18", "82", "44"}, {"14", "56"}, {"20", "90", "76", "30"}, {"16", "38"}, {"18", "70", "52"}, {"14", "64"},
}

// skeleton stands in the place of messages that are on their way. It is the
// same as the static page's, so that nothing jumps when the program takes over.
func skeleton() app.UI {
	return app.Div().Class("timeline").Body(
		app.Div().Class("timeline__log").Aria("busy", "true").Aria("label", "Loading messages").Body(
			app.Range(skeletonLines).Slice(func(i int) app.UI {
				return app.Div().Class("msg", "msg--head", "msg--skel").Body(
					app.Span().Class("skel", "skel--round"),
					app.Div().Class("msg__main").Body(
						app.Range(skeletonLines[i]).Slice(func(j int) app.UI {
							return app.Div().Class("skel", "skel--text", "skel--w"+skeletonLines[i][j])
						})))
			})))
}
