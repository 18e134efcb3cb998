package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// timelineView draws the container of the messages, once; the timeline fills it.
type timelineView struct {
	app.Compo
	V     *view
	Label string
	Away  bool // something else stands in its place
}

// OnMount hands the container to the timeline.
func (w *timelineView) OnMount(app.Context) {
	w.V.line.enter()
	w.V.line.refresh()
}

// Render draws the container.
func (w *timelineView) Render() app.UI {
	return el("div.timeline|tabindex=-1|id="+timelineID, k("hidden"), w.Away,
		el("div.timeline__log|role=log|aria-relevant=additions|tabindex=0|id="+logID, k("aria-label"), w.Label))
}
