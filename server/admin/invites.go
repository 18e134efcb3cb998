package admin

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// invitesPage lists the invites that still work.
type invitesPage struct {
	frame
	Link    string // of the one that was just made
	Until   text.Text
	Invites []invite
	Next    string // where the next page begins; "": there is none
	Hours   []choice
}

// invite is a row of the list.
type invite struct {
	ID    string
	By    string
	Used  text.Text
	Until text.Text
	Room  string
}

// choice is an option of a list to choose from.
type choice struct {
	Value  string
	Label  text.Text
	Chosen bool
}

// lasts are the times for which an invite can be made here, in days.
var lasts = []int{1, 7, 30, 365}

const usualDays = 7

func showInvites(v *visit) { v.listInvites(invitesPage{}) }

// listInvites shows p with the list of invites.
func (v *visit) listInvites(p invitesPage) {
	found, err := do(v, wire.ListInvites, &wire.InviteList{After: v.r.URL.Query().Get("after")})
	if err != nil {
		v.failed(err)
		return
	}
	var makers []string
	for _, i := range found.Invites {
		if !slices.Contains(makers, i.By) {
			makers = append(makers, i.By)
		}
	}
	by, err := v.people(makers)
	if err != nil {
		v.failed(err)
		return
	}
	p.frame, p.Next = v.frame(v.r.Context(), text.Invites), found.Next
	rooms := map[string]string{}
	for _, i := range found.Invites {
		row := invite{ID: i.ID, By: by[i.By].Name, Used: text.InviteUsedOf(i.Used, i.Uses), Until: date(i.Expires)}
		if i.Uses == 0 {
			row.Used = text.InviteUsed(i.Used)
		}
		if _, known := rooms[i.Room]; i.Room != "" && !known {
			r, err := do(v, wire.GetRoom, &wire.RoomRef{Room: i.Room})
			if err != nil {
				v.failed(err)
				return
			}
			rooms[i.Room] = r.Room.Name
		}
		row.Room = rooms[i.Room]
		p.Invites = append(p.Invites, row)
	}
	for _, days := range lasts {
		p.Hours = append(p.Hours, choice{strconv.Itoa(days * 24), text.Days(days), days == usualDays})
	}
	v.render(http.StatusOK, "invites.html", p)
}

func makeInvite(v *visit) {
	uses, err := number(v, "uses")
	hours := 0
	if err == nil {
		hours, err = number(v, "hours")
	}
	var made *wire.InviteInfo
	if err == nil {
		made, err = do(v, wire.CreateInvite, &wire.InviteCreate{Uses: uses, Hours: hours})
	}
	if err != nil {
		v.failed(err)
		return
	}
	v.listInvites(invitesPage{Link: v.link(made.Invite.URL, made.Invite.Path), Until: date(made.Invite.Expires)})
}

// number reads a number of a form; nothing is 0.
func number(v *visit, field string) (int, error) {
	given := v.r.PostFormValue(field)
	if given == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(given)
	if err != nil {
		return 0, wire.Refused(wire.CodeInvalid, text.NotANumber)
	}
	return n, nil
}

// link is the whole of a link that the server made: with the address of the workspace,
// or else the one that this page was asked for at.
func (v *visit) link(whole, path string) string {
	if whole != "" {
		return whole
	}
	if v.auth.Cookies.HTTPS(v.r) {
		return "https://" + v.r.Host + path
	}
	return "http://" + v.r.Host + path
}

func revokeInvite(v *visit) {
	if _, err := do(v, wire.RevokeInvite, &wire.InviteRevoke{Invite: v.r.PostFormValue("invite")}); err != nil {
		v.failed(err)
		return
	}
	v.done(Root+"/invites", "revoked")
}
