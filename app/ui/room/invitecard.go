package room

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/text"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// inviteCard shows the invitation right after the first run: beside the
// composer, which keeps the cursor.
type inviteCard struct {
	app.Compo
	H   *host.Host
	Of  *inviteDialog
	Rev int
}

// Render draws the card.
func (c *inviteCard) Render() app.UI {
	return kit.El("aside.invitecard|aria-labelledby=invite-title",
		kit.El("div.invitecard__head",
			kit.El("h2|id=invite-title", text.BringOthersIn),
			kit.IconButton("close", text.Close, kit.Class("iconbtn--sm"), kit.On("click", c.close))),
		kit.El("p", text.InviteExplained(c.H.State.Workspace())),
		kit.El("div.invite", c.Of.link(), c.Of.code()),
		c.Of.FaultLine())
}

func (c *inviteCard) close(platform.Event) { c.H.Overlays.Close() }
