package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// inviteCard shows the invitation right after the first run: beside the
// composer, which keeps the cursor.
type inviteCard struct {
	app.Compo
	V    *view
	Spec *inviteDialog
	Rev  int
}

// Render draws the card.
func (c *inviteCard) Render() app.UI {
	return app.Aside().Class("invitecard").Aria("labelledby", "invite-title").Body(
		app.Div().Class("invitecard__head").Body(
			app.H2().ID("invite-title").Text("Bring the others in"),
			iconButton("close", "Close").Class("iconbtn--sm").OnClick(c.close)),
		app.P().Text("Whoever opens this link can join "+c.V.workspace()+". It works for seven days."),
		app.Div().Class("invite").Body(c.Spec.link(c.V), c.Spec.code()),
		c.Spec.faultLine(),
	)
}

func (c *inviteCard) close(app.Context, app.Event) { c.V.close() }
