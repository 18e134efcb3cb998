package webui

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/shared/text"
)

// showJoin asks a member whether to enter the invite's room, or redirects them to
// it if they are in it. For everybody else it shows the form for an account.
func (u *ui) showJoin(w http.ResponseWriter, r *http.Request) {
	who, err := u.auth.Visitor(w, r)
	switch {
	case err == nil:
		u.offer(w, r, who.User)
	case !errors.Is(err, auth.ErrSignedOut):
		u.pages.failed(w, r, err)
	case u.withheld(r):
		u.openAgain(w, r)
	default:
		u.renderJoin(w, r, http.StatusOK, joinPage{})
	}
}

func (u *ui) offer(w http.ResponseWriter, r *http.Request, user string) {
	token := r.PathValue("code")
	o, err := u.auth.Offer(r.Context(), token, user)
	switch {
	case u.brokenInvite(w, r, err):
	case err != nil:
		u.pages.failed(w, r, err)
	case o.Inside || o.Room.ID == "":
		http.Redirect(w, r, inRoom(o.Room.ID), http.StatusSeeOther)
	default:
		why := text.InvitedToRoom(o.Workspace)
		if o.By.Name != "" {
			why = text.InvitedToRoomBy(o.By.Name, o.Workspace)
		}
		u.pages.notice(w, r, http.StatusOK, notice{
			Heading: text.EnterRoomAsk(o.Room.Name), Text: why,
			Way: "/join/" + url.PathEscape(token) + "/enter", Button: text.EnterRoom(o.Room.Name), Post: true,
		})
	}
}

// enter puts a member into the invite's room. For somebody who has been signed
// out meanwhile it shows the page anew.
func (u *ui) enter(w http.ResponseWriter, r *http.Request) {
	token := r.PathValue("code")
	who, err := u.auth.Visitor(w, r)
	room := ""
	if err == nil {
		room, err = u.auth.Enter(r.Context(), token, who.User)
	}
	switch {
	case err == nil:
		http.Redirect(w, r, inRoom(room), http.StatusSeeOther)
	case errors.Is(err, auth.ErrSignedOut):
		http.Redirect(w, r, "/join/"+url.PathEscape(token), http.StatusSeeOther)
	case !u.brokenInvite(w, r, err):
		u.pages.failed(w, r, err)
	}
}

// withheld reports whether r comes from a link on another site. Then the browser
// holds back strict cookies, and the sender may be signed in nevertheless.
func (u *ui) withheld(r *http.Request) bool {
	site := r.Header.Get("Sec-Fetch-Site")
	return (site == "cross-site" || site == "same-site") && !u.auth.Cookies.HasCookies(r) && !r.URL.Query().Has("again")
}

// openAgain makes the browser open the page once more from this one, which is of
// the same site, so that it sends its cookies.
func (u *ui) openAgain(w http.ResponseWriter, r *http.Request) {
	way := "/join/" + url.PathEscape(r.PathValue("code")) + "?again"
	w.Header().Set("Refresh", "0; url="+way)
	u.pages.notice(w, r, http.StatusOK, notice{
		Heading: text.OneMoment, Text: text.OpeningInvitation, Way: way, Button: text.OpenInvitation,
	})
}

// inRoom returns the address of a room, or of the app if there is no room.
func inRoom(room string) string {
	if room == "" {
		return "/"
	}
	return "/r/" + room
}
