package ui

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// inviteDialog gives out a link by which people join: to copy, and as a code
// for the camera of a phone.
type inviteDialog struct {
	dialogState
	invite wire.Invite // zero until the server has made it
	first  bool        // right after the first run
}

// invitePeople opens the dialog and has a link made, once for as long as the
// program runs.
func (v *view) invitePeople() { v.openInvite(false) }

func (v *view) openInvite(first bool) {
	d := &inviteDialog{first: first, invite: v.invite}
	v.open(d)
	if d.invite.Token == "" {
		d.make(v)
	}
}

func (d *inviteDialog) make(v *view) {
	d.busy = true
	made := &wire.InviteInfo{}
	v.ask(wire.TypeInviteCreate, &wire.InviteCreate{}, made, func(err error) {
		if !d.failed(v, err) {
			d.invite, v.invite = made.Invite, made.Invite
		}
	})
}

// modal: after the first run the person can write at once, beside the card.
func (d *inviteDialog) modal() bool { return !d.first }

func (d *inviteDialog) draw(v *view, rev int) app.UI {
	if d.first {
		return &inviteCard{V: v, Spec: d, Rev: rev}
	}
	return drawDialog(v, d, rev)
}

func (d *inviteDialog) title() string { return "Invite people" }

func (d *inviteDialog) body(v *view) []app.UI {
	return []app.UI{
		app.P().Text("Whoever opens this link can join " + v.workspace() + ". It works for seven days."),
		app.Div().Class("invite").Body(d.link(v), d.code()),
		d.faultLine(),
	}
}

func (d *inviteDialog) link(v *view) app.UI {
	if d.invite.Token == "" {
		return app.Div().Class("input", "input--group", "invite__link").Body(
			app.Span().Class("u-muted").Text("Making a link …"))
	}
	return app.Div().Class("input", "input--group", "invite__link").Body(
		app.Input().ID("invite-link").Type("text").ReadOnly(true).Aria("label", "Invite link").
			Value(d.address()).OnFocus(selectAll),
		app.Button().Type("button").Class("btn").DataSet("first", "yes").Body(icon("copy", "icon--sm"), app.Text("Copy")).
			OnClick(func(app.Context, app.Event) { v.copy(d.address(), "Link copied") }, app.EventScope("copy")))
}

func (d *inviteDialog) code() app.UI {
	if d.invite.Token == "" {
		return app.Div().Class("skel", "invite__wait")
	}
	return app.Img().Class("invite__qr").Src("/invite-qr/" + d.invite.Token + ".svg").
		Alt("QR code of the invite link").Width(176).Height(176)
}

func (d *inviteDialog) address() string { return platform.Origin() + d.invite.Path }

func (d *inviteDialog) buttons(v *view) []app.UI {
	if d.fault != "" {
		return []app.UI{cancelButton(v, "Close"), submitButton("Try again", "btn--primary", d.busy)}
	}
	return []app.UI{submitButton("Done", "btn--primary", false)}
}

func (d *inviteDialog) submit(v *view) {
	switch {
	case d.busy:
	case d.fault != "":
		d.fault = ""
		d.make(v)
	default:
		v.close()
	}
}

func selectAll(ctx app.Context, _ app.Event) {
	ctx.JSSrc().Call("select")
	ctx.PreventUpdate()
}
