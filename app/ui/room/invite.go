package room

import (
	"context"
	"strings"
	"time"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// codePatience is how long the code of an invitation may take to be drawn.
const codePatience = 10 * time.Second

// inviteDialog gives out a link by which people join: to copy, and as a code
// for the camera of a phone.
type inviteDialog struct {
	kit.DialogState
	rooms  *Rooms
	invite wire.Invite // zero until the server has made it
	drawn  string      // the code's image, as an address that holds it; "" until it is there
	first  bool        // right after the first run
}

// Invite opens the dialog and has a link made, once for as long as the
// program runs.
func (o *Rooms) Invite(first bool) {
	d := &inviteDialog{DialogState: kit.DialogState{H: o.h}, rooms: o, first: first, invite: o.invite}
	o.h.Overlays.Open(d)
	if d.invite.Token == "" {
		d.make()
	} else {
		d.drawCode()
	}
}

func (d *inviteDialog) make() {
	d.Wait()
	host.Ask(d.H, wire.CreateInvite, &wire.InviteCreate{}, func(made *wire.InviteInfo, err error) {
		if err == nil && made.Dup {
			// The link came with an answer that was lost: nobody knows it.
			revoke := &wire.InviteRevoke{Invite: made.Invite.ID}
			host.Ask(d.H, wire.RevokeInvite, revoke, func(_ *wire.OK, err error) { d.Failed(err) })
			d.make()
			return
		}
		if !d.Failed(err) {
			d.invite, d.rooms.invite = made.Invite, made.Invite
			d.drawCode()
		}
	})
}

// drawCode has the server draw the code. The link's token goes in the body: an
// image's address would be written into the logs of proxies. Without the code
// there still is the link.
func (d *inviteDialog) drawCode() {
	token := d.invite.Token
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), codePatience)
		defer cancel()
		answer, err := platform.Fetch(ctx, "POST", "/invite-qr", `{"token":"`+token+`"}`)
		if err != nil || !answer.OK() {
			platform.Report("the invite's code cannot be drawn")
			return
		}
		d.H.Post(func() {
			d.drawn = answer.Body
			d.H.Raise(host.Layers)
		})
	}()
}

// modal: after the first run the person can write at once, beside the card.
func (d *inviteDialog) Modal() bool { return !d.first }

// Draw shows it: as a dialog, or as a card beside the composer.
func (d *inviteDialog) Draw(at host.Layer) app.UI {
	if d.first {
		return &inviteCard{H: at.H, Of: d, Rev: at.Rev}
	}
	return kit.DrawDialog(at, d)
}

func (d *inviteDialog) Title() text.Text { return text.InvitePeople }

func (d *inviteDialog) Body() []app.UI {
	return []app.UI{
		kit.El("p", text.InviteExplained(d.H.State.Workspace())),
		kit.El("div.invite", d.link(), d.code()),
		d.FaultLine(),
	}
}

func (d *inviteDialog) link() app.UI {
	if d.invite.Token == "" {
		return kit.El("div.input.input--group.invite__link", kit.El("span.u-muted", text.MakingLink))
	}
	copyLink := func(platform.Event) { d.H.Copy(d.address(), text.LinkCopied) }
	return kit.El("div.input.input--group.invite__link",
		kit.Input("invite-link", 0, kit.K("type"), "text", kit.K("readonly"), true, kit.K("aria-label"), text.InviteLink,
			kit.K("value"), d.address(), kit.On("focus", selectAll)),
		kit.El("button.btn|type=button|data-first=yes", kit.On("click", copyLink), kit.Icon("copy", "icon--sm"), text.Copy))
}

func (d *inviteDialog) code() app.UI {
	if d.invite.Token == "" {
		return kit.El("div.skel.invite__wait")
	}
	if d.here() {
		return d.elsewhere()
	}
	if d.drawn == "" {
		return kit.El("div.skel.invite__wait")
	}
	return kit.El("img.invite__qr|width=176|height=176", kit.K("alt"), text.InviteCode, kit.K("src"), d.drawn)
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
	leave := func(e platform.Event) {
		e.PreventDefault()
		platform.Leave("/address")
	}
	return kit.El("div.invite__here|role=alert",
		kit.El("p", kit.El("strong", text.OnlyThisComputer), " ", text.OnlyThisComputerWhy),
		kit.El("a.btn.btn--primary|href=/address", kit.On("click", leave), text.PickAddress))
}

func (d *inviteDialog) Buttons() []app.UI {
	if d.Fault != "" {
		return []app.UI{kit.CancelButton(d.H, text.Close), kit.SubmitButton(text.TryAgain, "btn--primary", d.Busy)}
	}
	return []app.UI{kit.SubmitButton(text.Done, "btn--primary", false)}
}

func (d *inviteDialog) Submit() {
	switch {
	case d.Busy:
	case d.Fault != "":
		d.Fault = ""
		d.make()
	default:
		d.H.Overlays.Close()
	}
}

func selectAll(e platform.Event) { platform.Field{Element: e.Target()}.Select() }
