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
	return el("aside.invitecard|aria-labelledby=invite-title",
		el("div.invitecard__head",
			el("h2|id=invite-title", "Bring the others in"),
			iconButton("close", "Close", class("iconbtn--sm"), on("click", c.close))),
		el("p", "Whoever opens this link can join "+c.V.workspace()+". It works for seven days, for up to 25 people."),
		el("div.invite", c.Spec.link(c.V), c.Spec.code()),
		c.Spec.faultLine())
}

func (c *inviteCard) close(app.Context, app.Event) { c.V.close() }
