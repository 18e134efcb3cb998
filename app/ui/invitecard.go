package ui

import (
	"github.com/confab/confab/shared/text"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

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
			el("h2|id=invite-title", text.BringOthersIn),
			iconButton("close", text.Close, class("iconbtn--sm"), on("click", c.close))),
		el("p", text.InviteExplained(c.V.workspace())),
		el("div.invite", c.Spec.link(c.V), c.Spec.code()),
		c.Spec.faultLine())
}

func (c *inviteCard) close(app.Context, app.Event) { c.V.close() }
