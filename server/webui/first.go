package webui

import (
	"bytes"
	"context"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/language"
	"github.com/confab/confab/shared/face"
	"github.com/confab/confab/shared/fold"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/route"
	"github.com/confab/confab/shared/rowhtml"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// Screens returns what a signed-in person sees first: chat.Service.Screen.
type Screens func(ctx context.Context, who chat.Actor, room string, at int64) (*chat.Screen, error)

// preload is the header with which a service worker announces itself. Its value is
// what the device keeps of first screens (web/first.js): the person and the rooms.
const preload = "Service-Worker-Navigation-Preload"

// first answers r with the shell and, in it, what the person who sent it sees
// first, so that they can read before the app runs. It reports whether it did: it
// does not for strangers, for expired access (a GET renews none), for a person who
// signed out while there was no connection, for a device that keeps the screen
// itself, and for a service worker, which stores the shell for whoever comes next.
//
// The answer is for that person alone: nobody may store it.
func (f *files) first(w http.ResponseWriter, r *http.Request) bool {
	if f.screens == nil || !navigates(r) {
		return false
	}
	to := route.Parse(r.URL.Path)
	room, at := to.Room, max(to.Seq, 0)
	who, err := f.auth.Authenticate(r)
	if err != nil || !f.auth.Cookies.KnowsPerson(r, who.User) || at == 0 && keeps(r, who.User, room) {
		return false
	}
	screen, err := f.screens(r.Context(), chat.SignedIn(who.User, who.Session), room, at)
	if err != nil {
		if _, fault := chat.Public(err); fault {
			f.pages.log.ErrorContext(r.Context(), "the first screen could not be read", "error", err)
		}
		return false
	}
	l := language.Of(r)
	var out bytes.Buffer
	out.Write(f.shell.body[:f.end])
	if err := templates.In(l).ExecuteTemplate(&out, "first.html", newFirst(screen, at, l)); err != nil {
		f.pages.log.Error("the first screen could not be made", "error", err)
		return false
	}
	out.Write(f.shell.body[f.end:])
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store, private")
	send(w, r, http.StatusOK, out.Bytes())
	return true
}

// navigates reports whether a browser shows the answer to r as a page. Browsers
// leave the header out on plain HTTP, where they have no service workers either.
func navigates(r *http.Request) bool {
	if mode := r.Header.Get("Sec-Fetch-Mode"); mode != "" {
		return mode == "navigate"
	}
	return strings.HasPrefix(r.Header.Get("Accept"), "text/html")
}

// keeps reports whether the device that sent r has the first screen of a room; "":
// of any.
func keeps(r *http.Request, user, room string) bool {
	kept := strings.Fields(r.Header.Get(preload))
	return len(kept) > 1 && kept[0] == user && (room == "" || slices.Contains(kept[1:], room))
}

// first is what first.html shows. web/first.js puts it in the place of the shell's
// grey bars.
type first struct {
	Workspace string
	Me        firstFace
	Groups    []firstGroup
	Person    string // the id
	Room      *firstRoom
	Sub       string // under the room's name
	Title     string // of the window
	Label     text.Text
	Message   text.Text // what the composer invites to
	Rows      template.HTML
	Times     string // of the rows, UTC milliseconds, in their order
	At        int64  // the message to show; 0: the newest
}

// firstGroup is a group of the list of rooms.
type firstGroup struct {
	Label, Add text.Text
	Rooms      []firstRoom
}

// firstRoom is an entry of the list.
type firstRoom struct {
	wire.Room
	Title   string
	Here    bool
	Unread  bool
	Badge   []text.Part // how many are for the person, in words; nil: none
	Talk    bool
	Private bool
	Face    firstFace
	Faces   []firstFace // instead of Face, of a conversation of more than two
}

// firstFace is the picture of a person, or of a room, which has Picture only.
type firstFace struct {
	Name, Letters string
	Hue           int
	Picture       string // its address; "": there is none
}

func newFace(u wire.User, letters string) firstFace {
	return firstFace{Name: u.Name, Letters: letters, Hue: face.Hue(u.ID), Picture: rowhtml.FaceAddress(u.Picture)}
}

// listed is how many rooms of each group are shown: more than any screen does.
const listed = 60

func newFirst(s *chat.Screen, at int64, l *text.Language) *first {
	f := &first{
		Workspace: s.Workspace, Person: s.Me.ID, Me: newFace(s.Me, face.Initials(s.Me.Name)), At: at,
		Groups: []firstGroup{{Label: text.Rooms, Add: text.AddRoom}, {Label: text.People, Add: text.NewConversation}},
	}
	for _, r := range s.Rooms {
		entry := newFirstRoom(r, r.ID == s.Page.Room, l)
		group := &f.Groups[0]
		if entry.Talk {
			group = &f.Groups[1]
		}
		group.Rooms = append(group.Rooms, entry)
	}
	for i := range f.Groups {
		g := &f.Groups[i]
		fold.Sort(g.Rooms, norm.NFKD.String, func(r firstRoom) (name, id string) { return r.Title, r.ID })
		for _, r := range g.Rooms {
			if r.Here {
				f.enter(r, s, l)
			}
		}
		g.Rooms = g.Rooms[:min(len(g.Rooms), listed)]
	}
	return f
}

func newFirstRoom(r wire.Room, here bool, l *text.Language) firstRoom {
	e := firstRoom{Room: r, Title: rowhtml.RoomName(l, &r), Here: here, Talk: r.Kind == wire.RoomDM, Private: r.Kind == wire.RoomPrivate}
	forThem := r.Mentions
	e.Face.Picture = rowhtml.FaceAddress(r.Picture)
	if e.Talk {
		forThem = r.Unread
		if r.Peer != nil {
			e.Face = newFace(*r.Peer, face.Initial(r.Peer.Name))
		}
		for _, u := range r.Peers[:min(len(r.Peers), 2)] {
			e.Faces = append(e.Faces, newFace(u, face.Initial(u.Name)))
		}
	}
	e.Unread = r.Unread > 0 && !here
	switch {
	case !e.Unread || forThem == 0:
	case forThem >= limits.UnreadCount:
		e.Badge = l.Parts(text.UnreadForYou(l.Say(text.OrMore(limits.UnreadCount - 1))))
	default:
		e.Badge = l.Parts(text.UnreadForYou(l.Say(text.Count(forThem))))
	}
	return e
}

// enter shows a room and its messages.
func (f *first) enter(r firstRoom, s *chat.Screen, l *text.Language) {
	f.Room, f.Sub, f.Message = &r, r.Topic, text.MessageRoom(r.Title)
	if r.Talk {
		f.Message, f.Sub = text.MessagePerson(r.Title), ""
		if r.Peer != nil {
			f.Sub = "@" + r.Peer.Handle
		}
	}
	f.Label = text.MessagesIn(r.Title)
	f.Title = l.Say(text.TitleInRoom(r.Title, s.Workspace))
	rows := rowsOf(s, r.Room, l)
	f.Rows, f.Times = rows.html(), strings.Join(rows.times, " ")
}
