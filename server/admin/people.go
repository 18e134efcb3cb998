package admin

import (
	"net/http"

	"github.com/confab/confab/shared/face"
	"github.com/confab/confab/shared/rowhtml"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// peoplePage lists people.
type peoplePage struct {
	frame
	Query  string
	People []human
	Next   string // where the next page begins; "": there is none
	Empty  text.Text
}

// human is a person as these pages show them.
type human struct {
	wire.User
	Letters  string
	Hue      int
	Photo    string // address of their picture; "": they have none
	You      bool
	Standing text.Text
}

func (v *visit) human(u wire.User) human {
	return human{User: u, Letters: face.Initials(u.Name), Hue: face.Hue(u.ID), Photo: rowhtml.FaceAddress(u.Picture), You: u.ID == v.me.ID,
		Standing: text.RoleName(string(u.Role))}
}

func showPeople(v *visit) { v.listPeople("people.html", text.People, text.NobodyByThatName, false) }

func showBanned(v *visit) {
	empty := text.NobodyByThatName
	if v.r.URL.Query().Get("query") == "" {
		empty = text.NobodyBanned
	}
	v.listPeople("banned.html", text.BannedPeople, empty, true)
}

// listPeople shows the people whom the page's query finds.
func (v *visit) listPeople(name string, heading, empty text.Text, banned bool) {
	ask := v.r.URL.Query()
	q := &wire.UserList{Query: ask.Get("query"), After: ask.Get("after"), Banned: banned}
	found, err := do(v, wire.ListUsers, q)
	if err != nil {
		v.failed(err)
		return
	}
	p := peoplePage{frame: v.frame(v.r.Context(), heading), Query: q.Query, Next: found.Next, Empty: empty}
	for _, u := range found.Users {
		p.People = append(p.People, v.human(u))
	}
	v.render(http.StatusOK, name, p)
}
