package ui

import (
	"context"
	"strings"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// inviteDialog gives out a link by which people join: to copy, and as a code
// for the camera of a phone.
type inviteDialog struct {
	dialogState
	invite wire.Invite // zero until the server has made it
	drawn  string      // the code's image, as an address that holds it; "" until it is there
	first  bool        // right after the first run
}

// invitePeople opens the dialog and has a link made, once for as long as the
// program runs.
func (v stage) invitePeople() { v.openInvite(false) }

func (v stage) openInvite(first bool) {
	d := &inviteDialog{first: first, invite: v.invite}
	v.open(d)
	if d.invite.Token == "" {
		d.make(v.view)
	} else {
		d.drawCode(v.view)
	}
}

func (d *inviteDialog) make(v *view) {
	d.busy = true
	ask(v, wire.CreateInvite, &wire.InviteCreate{}, func(made *wire.InviteInfo, err error) {
		if err == nil && made.Dup {
			// The link came with an answer that was lost: nobody knows it.
			ask(v, wire.RevokeInvite, &wire.InviteRevoke{Invite: made.Invite.ID}, func(_ *wire.OK, err error) { d.failed(v, err) })
			d.make(v)
			return
		}
		if !d.failed(v, err) {
			d.invite, v.invite = made.Invite, made.Invite
			d.drawCode(v)
		}
	})
}

// drawCode has the server draw the code. The link's token goes in the body: an
// image's address would be written into the logs of proxies. Without the code
// there still is the link.
func (d *inviteDialog) drawCode(v *view) {
	token := d.invite.Token
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), fetchTimeout)
		defer cancel()
		answer, err := platform.Fetch(ctx, "POST", "/invite-qr", `{"token":"`+token+`"}`)
		if err != nil || !answer.OK() {
			platform.Report("the invite's code cannot be drawn")
			return
		}
		v.post(func() {
			d.drawn = answer.Body
			v.touch(partOverlay)
		})
	}()
}

// modal: after the first run the person can write at once, beside the card.
func (d *inviteDialog) modal() bool { return !d.first }

func (d *inviteDialog) draw(v *view, rev int) app.UI {
	if d.first {
		return &inviteCard{V: v, Spec: d, Rev: rev}
	}
	return drawDialog(v, d, rev)
}

func (d *inviteDialog) title() text.Text { return text.InvitePeople }

func (d *inviteDialog) body(v *view) []app.UI {
	return []app.UI{
		el("p", text.InviteExplained(v.workspace())),
		el("div.invite", d.link(v), d.code()),
		d.faultLine(),
	}
}

func (d *inviteDialog) link(v *view) app.UI {
	if d.invite.Token == "" {
		return el("div.input.input--group.invite__link", el("span.u-muted", text.MakingLink))
	}
	copyLink := func(app.Context, app.Event) { v.copy(d.address(), text.LinkCopied) }
	return el("div.input.input--group.invite__link",
		el("input|id=invite-link|type=text|readonly=true", k("aria-label"), text.InviteLink,
			k("value"), d.address(), on("focus", selectAll)),
		el("button.btn|type=button|data-first=yes", on("click", copyLink), icon("copy", "icon--sm"), text.Copy))
}

func (d *inviteDialog) code() app.UI {
	if d.invite.Token == "" {
		return el("div.skel.invite__wait")
	}
	if d.here() {
		return d.elsewhere()
	}
	if d.drawn == "" {
		return el("div.skel.invite__wait")
	}
	return el("img.invite__qr|width=176|height=176", k("alt"), text.InviteCode, k("src"), d.drawn)
}

// address is the link: below the workspace's address, or below where one is.
func (d *inviteDialog) address() string {
	if d.invite.URL != "" {
		return d.invite.URL
	}
	return platform.Origin() + d.invite.Path
}

// here reports whether the link leads everybody to their own machine.
func (d *inviteDialog) here() bool {
	_, host, _ := strings.Cut(d.address(), "://")
	return strings.HasPrefix(host, "localhost") || strings.HasPrefix(host, "127.") || strings.HasPrefix(host, "[::1]")
}

// elsewhere says so, and leads to where that is mended.
func (d *inviteDialog) elsewhere() app.UI {
	leave := func(ctx app.Context, e app.Event) {
		e.PreventDefault()
		platform.Leave("/address")
	}
	return el("div.invite__here|role=alert",
		el("p", el("strong", text.OnlyThisComputer), " ", text.OnlyThisComputerWhy),
		el("a.btn.btn--primary|href=/address", on("click", leave), text.PickAddress))
}

func (d *inviteDialog) buttons(v *view) []app.UI {
	if d.fault != "" {
		return []app.UI{cancelButton(v, text.Close), submitButton(text.TryAgain, "btn--primary", d.busy)}
	}
	return []app.UI{submitButton(text.Done, "btn--primary", false)}
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
