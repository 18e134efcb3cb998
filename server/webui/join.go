package webui

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/shared/face"
	"github.com/confab/confab/shared/text"
)

// joinPage is the form for the account of an invited person.
type joinPage struct {
	page
	Invitation auth.Invitation
	Initials   string // of the inviting person
	Hue        int
	Until      text.Text
	Name       field
	Email      field
	Password   field
}

// brokenInvites are the sentences about invites that do not work.
var brokenInvites = map[error]text.Text{
	auth.ErrInviteUnknown: text.InviteIncomplete,
	auth.ErrInviteRevoked: text.InviteTakenBack,
	auth.ErrInviteExpired: text.InviteRunOut,
	auth.ErrInviteRoom:    text.InviteLeadsNowhere,
	auth.ErrInviteUsed:    text.InviteAllJoined,
}

func (u *ui) join(w http.ResponseWriter, r *http.Request) {
	if !u.pages.readForm(w, r) {
		return
	}
	var p joinPage
	p.Name.Value, p.Email.Value = r.PostFormValue("name"), r.PostFormValue("email")
	joined, err := u.auth.Join(r.Context(), r.PathValue("code"), auth.NewAccount{
		Name: p.Name.Value, Email: p.Email.Value, Password: r.PostFormValue("password"),
	}, u.auth.Cookies.ClientOf(r))
	if err == nil {
		u.auth.Cookies.SetCookies(w, r, joined.Grant)
		http.Redirect(w, r, inRoom(joined.Room), http.StatusSeeOther)
		return
	}
	if u.brokenInvite(w, r, err) {
		return
	}
	problems, status, ok := refused(w, r, err)
	if !ok {
		u.pages.failed(w, r, err)
		return
	}
	p.Name.Error, p.Email.Error, p.Password.Error = problems[auth.FieldName], problems[auth.FieldEmail], problems[auth.FieldPassword]
	u.renderJoin(w, r, status, p)
}

// brokenInvite answers for an invite that does not work, if err says so.
func (u *ui) brokenInvite(w http.ResponseWriter, r *http.Request, err error) bool {
	for broken, why := range brokenInvites {
		if errors.Is(err, broken) {
			n := notice{Heading: text.InviteBroken, Text: why, Way: "/signin", Button: text.SignInInstead}
			if u.auth.Cookies.HasCookies(r) {
				n.Way, n.Button = "/", text.OpenConfab
			}
			u.pages.notice(w, r, http.StatusNotFound, n)
			return true
		}
	}
	return false
}

func (u *ui) renderJoin(w http.ResponseWriter, r *http.Request, status int, p joinPage) {
	info, err := u.auth.Invitation(r.Context(), r.PathValue("code"))
	if err != nil {
		if !u.brokenInvite(w, r, err) {
			u.pages.failed(w, r, err)
		}
		return
	}
	p.page = u.pages.form(w, r, text.JoinWorkspace(info.Workspace))
	p.Invitation, p.Until = info, day(info.Expires)
	p.Initials, p.Hue = face.Initials(info.By.Name), face.Hue(info.By.ID)
	p.Name, p.Email, p.Password = nameField(p.Name), emailField(p.Email), newPasswordField(p.Password, text.ChoosePassword)
	p.Name.Help = text.YourNameHelp
	focusFirst(&p.Name, &p.Email, &p.Password)
	u.pages.render(w, r, status, "join.html", p)
}

// day returns a date in words, including the year, since an invite may last one.
func day(t time.Time) text.Text {
	y, m, d := t.UTC().Date()
	return text.Date(strconv.Itoa(d), strconv.Itoa(int(m)), strconv.Itoa(y))
}
