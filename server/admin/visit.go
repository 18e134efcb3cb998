package admin

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/language"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/confab/confab/web"
)

// formLimit is the maximum size of a form, in bytes.
const formLimit = 8 << 10

// visit is a request for a page, by somebody who may see it.
type visit struct {
	*site
	page page
	w    http.ResponseWriter
	r    *http.Request
	who  chat.Actor
	me   wire.User
}

// visited serves a page with do, to whoever may see it.
func (s *site) visited(p page, do func(*visit)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		v := &visit{site: s, page: p, w: w, r: r}
		who, err := s.auth.Visitor(w, r)
		if err == nil {
			v.who = chat.SignedIn(who.User, who.Session)
			v.me, err = v.person(who.User)
		}
		switch {
		case errors.Is(err, auth.ErrSignedOut):
			v.signIn()
		case err != nil:
			v.failed(err)
		case !rights.May(p.right, rights.Of(v.me)):
			v.notice(http.StatusForbidden, text.ForAdmins, text.AdminOnly, "/", text.OpenConfab)
		default:
			do(v)
		}
	}
}

// sent is visited for a form.
func (s *site) sent(p page, do func(*visit)) http.HandlerFunc {
	return s.visited(p, func(v *visit) {
		if err := v.readForm(); err != nil {
			var over *http.MaxBytesError
			if p.limit > 0 && errors.As(err, &over) {
				v.failed(errEmojiTooLarge)
				return
			}
			v.notice(http.StatusBadRequest, text.FormUnreadable, text.FormUnreadableWhy, p.back(v.r), text.Back)
			return
		}
		do(v)
	})
}

// readForm reads the form that was sent, with its file if it has one.
func (v *visit) readForm() error {
	v.r.Body = http.MaxBytesReader(v.w, v.r.Body, max(formLimit, v.page.limit))
	if v.page.limit > 0 && strings.HasPrefix(v.r.Header.Get("Content-Type"), "multipart/") {
		return v.r.ParseMultipartForm(v.page.limit)
	}
	return v.r.ParseForm()
}

// back is the page to return to when something about p did not work.
func (p page) back(r *http.Request) string {
	path := p.path
	for _, name := range []string{"user", "room"} {
		path = strings.ReplaceAll(path, "{"+name+"}", url.PathEscape(r.PathValue(name)))
	}
	return path
}

// do gives a command for whoever asks.
func do[Q, R wire.Headed](v *visit, c wire.Command[Q, R], q Q) (answer R, err error) {
	given, err := v.chat.Do(v.r.Context(), v.who, chat.Lookup(c.Type), q)
	if err != nil {
		return answer, err
	}
	return given.(R), nil
}

// stream returns the row of an upload.
func (v *visit) stream(t wire.Type) *chat.Stream {
	rows := v.chat.Streams()
	return &rows[slices.IndexFunc(rows, func(row chat.Stream) bool { return row.Type == t })]
}

// person returns a person, or an error for people if there is none with that id.
func (v *visit) person(id string) (wire.User, error) {
	found, err := do(v, wire.GetUsers, &wire.UserGet{IDs: []string{id}})
	if err == nil && len(found.Users) == 0 {
		err = wire.Refused(wire.CodeNotFound, text.NobodyByThatName)
	}
	if err != nil {
		return wire.User{}, err
	}
	return found.Users[0], nil
}

// people returns people by their ids.
func (v *visit) people(ids []string) (map[string]wire.User, error) {
	by := make(map[string]wire.User, len(ids))
	if len(ids) == 0 {
		return by, nil
	}
	found, err := do(v, wire.GetUsers, &wire.UserGet{IDs: ids})
	if err != nil {
		return nil, err
	}
	for _, u := range found.Users {
		by[u.ID] = u
	}
	return by, nil
}

// signIn has whoever asks sign in first.
func (v *visit) signIn() {
	next := Root
	if v.page.path == EmojiRoot {
		next = EmojiRoot
	}
	http.Redirect(v.w, v.r, "/signin?next="+url.QueryEscape(next), http.StatusSeeOther)
}

// done sends the browser on to a page, which says what was done.
func (v *visit) done(path, what string) {
	separator := "?"
	if strings.Contains(path, separator) {
		separator = "&"
	}
	http.Redirect(v.w, v.r, path+separator+"done="+what, http.StatusSeeOther)
}

// said are the sentences of a page after something was done, by the word in its
// address.
var said = map[string]text.Text{
	"renamed": text.WorkspaceRenamed, "revoked": text.InviteTakenBackNow, "role": text.RoleChanged, "signout": text.SessionsEnded,
	"ban": text.PersonBannedNow, "unban": text.PersonLetIn, "kind": text.RoomKindChanged,
	"picture": text.TheirPictureRemoved, "emoji": text.EmojiAdded, "aliases": text.EmojiRenamed, "unemoji": text.EmojiRemoved,
}

// frame is what every page has.
type frame struct {
	Title     string
	Style     string
	Boot      string
	Light     string // background of the light theme
	Dark      string
	Workspace string
	Version   string
	Heading   text.Text
	Said      text.Text // what was done before
	Way       string    // address of the page
	Pages     []link
}

// link is an entry of the navigation.
type link struct {
	Path  string
	Title text.Text
	Icon  string
	Here  bool
}

// frame returns what a page with a heading has.
func (v *visit) frame(ctx context.Context, heading text.Text) frame {
	f := frame{
		Style: v.assets.URL("confab.css"), Boot: v.assets.URL("app.js"), Light: web.DeskLight, Dark: web.DeskDark, Version: v.version,
		Heading: heading, Said: said[v.r.URL.Query().Get("done")], Way: v.page.back(v.r),
	}
	if place, err := v.auth.Workspace(ctx); err == nil {
		f.Workspace = place.Name
	}
	f.Title = language.Of(v.r).Say(text.TitleInRoom(language.Of(v.r).Say(heading), f.Workspace))
	for _, p := range table() {
		if p.icon != "" && rights.May(p.right, rights.Of(v.me)) {
			here := v.page.path == p.path || strings.HasPrefix(v.page.path, p.path+"/") && p.path != Root
			f.Pages = append(f.Pages, link{p.path, p.title, p.icon, here})
		}
	}
	return f
}

// render answers with a page.
func (v *visit) render(status int, name string, data any) {
	var out bytes.Buffer
	if err := templates.In(language.Of(v.r)).ExecuteTemplate(&out, name, data); err != nil {
		panic(err) // the server's log has it, and the person a page
	}
	v.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	v.w.Header().Set("Content-Length", strconv.Itoa(out.Len()))
	v.w.WriteHeader(status)
	if v.r.Method != http.MethodHead {
		_, _ = v.w.Write(out.Bytes()) // whoever asked may have gone
	}
}

// noticePage is a page with one message and one link.
type noticePage struct {
	frame
	Text   text.Text
	Back   string
	Button text.Text
}

func (v *visit) notice(status int, heading, why text.Text, back string, button text.Text) {
	n := noticePage{frame: v.frame(v.r.Context(), heading), Text: why, Back: back, Button: button}
	v.render(status, "notice.html", n)
}

func (v *visit) missing() {
	v.notice(http.StatusNotFound, text.NothingHere, text.NothingHereWhy, Root, text.Back)
}

// statuses are the statuses of the codes that a person meets here; of all others it is
// that of a form that cannot be processed.
var statuses = map[wire.Code]int{
	wire.CodeForbidden: http.StatusForbidden, wire.CodeNotFound: http.StatusNotFound, wire.CodeRoomGone: http.StatusNotFound,
	wire.CodeConflict: http.StatusConflict, wire.CodeRate: http.StatusTooManyRequests, wire.CodeOverload: http.StatusServiceUnavailable,
	wire.CodeUnavailable: http.StatusServiceUnavailable, wire.CodeStorageFull: http.StatusInsufficientStorage,
}

// failed says why something was not done. A fault of the server is logged.
func (v *visit) failed(err error) {
	e, fault := chat.Public(err)
	switch {
	case fault:
		v.log.ErrorContext(v.r.Context(), "a page for admins failed", "route", v.r.Pattern, "error", err)
	case e.Code == wire.CodeUnauthorized:
		v.signIn()
		return
	}
	status, known := statuses[e.Code]
	if !known {
		status = http.StatusUnprocessableEntity
	}
	if e.RetryMS > 0 {
		v.w.Header().Set("Retry-After", strconv.FormatInt((e.RetryMS+999)/1000, 10))
	}
	back := v.page.back(v.r)
	if v.r.Method != http.MethodPost {
		back = Root
		if v.page.path == Root {
			back = "/"
		}
	}
	v.notice(status, text.NotDoneHeading, e.Text(), back, text.Back)
}
