package admin

import (
	"net/http"
	"net/url"

	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// personPage is about one person.
type personPage struct {
	frame
	Person   human
	Roles    []choice // those they can be given; none: by somebody else
	Sessions []session
	Manages  bool   // their sessions, password and ban are the reader's affair
	Link     string // for a new password, just made
	Until    text.Text
}

// session is where somebody is signed in.
type session struct {
	Device  string
	Network string
	Seen    text.Text
}

func showPerson(v *visit) { v.tellOf(personPage{}) }

// tellOf shows p, with all about the person of the address.
func (v *visit) tellOf(p personPage) {
	u, err := v.person(v.r.PathValue("user"))
	if err != nil {
		v.failed(err)
		return
	}
	p.frame, p.Person = v.frame(v.r.Context(), text.People), v.human(u)
	signsIn := !u.Gone && !u.Ghost
	p.Manages = u.ID != v.me.ID && !u.Ghost && rights.Outranks(v.me.Role, u.Role)
	if signsIn && rights.May(rights.GiveRole, rights.Of(v.me)) {
		for _, role := range []wire.Role{wire.RoleMember, wire.RoleAdmin, wire.RoleOwner} {
			p.Roles = append(p.Roles, choice{string(role), text.RoleName(string(role)), u.Role == role})
		}
	}
	if signsIn && p.Manages {
		live, err := do(v, wire.ListSessions, &wire.SessionList{User: u.ID})
		if err != nil {
			v.failed(err)
			return
		}
		for _, s := range live.Sessions {
			p.Sessions = append(p.Sessions, session{s.Device, s.Network, date(s.Seen)})
		}
	}
	v.render(http.StatusOK, "person.html", p)
}

// here is the address of the person's page.
func (v *visit) here() string { return Root + "/people/" + url.PathEscape(v.r.PathValue("user")) }

// setRole changes a person's role. It asks before it makes somebody an owner.
func setRole(v *visit) {
	q := &wire.UserRole{User: v.r.PathValue("user"), Role: wire.Role(v.r.PostFormValue("role"))}
	if q.Role == wire.RoleOwner && v.r.PostFormValue("sure") == "" {
		v.askPerson(func(u wire.User, place string) question {
			return question{Heading: text.OwnerAsk(u.Name, place), Texts: []text.Text{text.OwnerDetail}, Button: text.MakeOwner,
				Fields: []field{{"role", string(q.Role)}}}
		})
		return
	}
	if _, err := do(v, wire.SetRole, q); err != nil {
		v.failed(err)
		return
	}
	if q.User == v.me.ID { // who steps down may see these pages no longer
		v.done(Root, "role")
		return
	}
	v.done(v.here(), "role")
}

// makeReset makes a link for a new password, which only this answer shows.
func makeReset(v *visit) {
	made, err := do(v, wire.ResetPassword, &wire.UserReset{User: v.r.PathValue("user")})
	if err != nil {
		v.failed(err)
		return
	}
	v.tellOf(personPage{Link: v.link(made.URL, made.Path), Until: date(made.Expires)})
}

func endSessions(v *visit) {
	if _, err := do(v, wire.EndOtherSessions, &wire.SessionEndOthers{User: v.r.PathValue("user")}); err != nil {
		v.failed(err)
		return
	}
	v.done(v.here(), "signout")
}

// removePicture takes away the picture that a person has shown of themselves.
func removePicture(v *visit) {
	none := ""
	if _, err := do(v, wire.SetProfile, &wire.ProfileSet{User: v.r.PathValue("user"), Picture: &none}); err != nil {
		v.failed(err)
		return
	}
	v.done(v.here(), "picture")
}

// ban bans a person, after a question.
func ban(v *visit) {
	if v.r.PostFormValue("sure") == "" {
		v.askPerson(func(u wire.User, place string) question {
			return question{Heading: text.BanAsk(u.Name, place), Texts: []text.Text{text.BanDetail}, Button: text.Ban, Danger: true}
		})
		return
	}
	v.setBanned(true, v.here(), "ban")
}

func unban(v *visit) { v.setBanned(false, Root+"/banned", "unban") }

func (v *visit) setBanned(banned bool, next, what string) {
	if _, err := do(v, wire.BanUser, &wire.UserBan{User: v.r.PathValue("user"), Banned: banned}); err != nil {
		v.failed(err)
		return
	}
	v.done(next, what)
}

// question is a page that asks before something is done, with the same form once more.
type question struct {
	frame
	Heading text.Text
	Texts   []text.Text
	Button  text.Text
	Danger  bool
	Fields  []field
	Back    string
	Send    string
}

// field is a value of a form that nobody sees.
type field struct{ Name, Value string }

// ask shows a question. Its form is sent to the address that was asked for.
func (v *visit) ask(q question, back string) {
	q.frame, q.Back, q.Send = v.frame(v.r.Context(), q.Heading), back, v.r.URL.Path
	v.render(http.StatusOK, "question.html", q)
}

// askPerson asks about the person of the address.
func (v *visit) askPerson(of func(u wire.User, place string) question) {
	u, err := v.person(v.r.PathValue("user"))
	if err != nil {
		v.failed(err)
		return
	}
	place, err := v.auth.Workspace(v.r.Context())
	if err != nil {
		v.failed(err)
		return
	}
	v.ask(of(u, place.Name), v.here())
}
