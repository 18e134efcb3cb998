package webui_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/auth/authtest"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// navigating is a browser that shows what it opens, with Nora signed in.
func (s *site) navigating(t *testing.T) *visitor {
	t.Helper()
	v := s.visitor(t)
	v.sends("/signin", "email", authtest.NoraEmail, "password", authtest.NoraPassword).to(t, "/")
	v.header.Set("Sec-Fetch-Mode", "navigate")
	v.header.Set("Sec-Fetch-Site", "none")
	return v
}

// says writes a message into a room.
func (s *site) says(t *testing.T, who auth.Grant, room, body string) int64 {
	t.Helper()
	return s.Do(t, who, wire.SendMessage.Type, &wire.Send{Room: room, CID: id.New(), Body: body}).(*wire.Ack).Seq
}

// makes makes a private room.
func (s *site) makes(t *testing.T, who auth.Grant, name string) string {
	t.Helper()
	return s.Do(t, who, wire.CreateRoom.Type, &wire.RoomCreate{Name: name, Kind: wire.RoomPrivate}).(*wire.RoomInfo).Room.ID
}

// screen is the first screen in a page; nil if there is none.
func (a answer) screen(t *testing.T) *html.Node {
	t.Helper()
	for n := range a.node(t).Descendants() {
		if n.Type == html.ElementNode && n.Data == "template" {
			return n
		}
	}
	return nil
}

func TestTheShellShowsAPersonTheirOwnScreen(t *testing.T) {
	s, nora := settled(t)
	room := s.makes(t, nora, "budget")
	said := s.says(t, nora, room, "The **figures** are in")
	v := s.navigating(t)

	page := v.opens("/r/" + room)
	screen := page.screen(t)
	if screen == nil {
		t.Fatalf("no screen in the page: %d %s", page.StatusCode, page.text)
	}
	text := inner(screen)
	for _, want := range []string{"budget", "Tideline", "The figures are in", "Nora"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not on the screen: %s", want, text)
		}
	}
	if got := page.Header; got.Get("Cache-Control") != "no-store, private" || got.Get("ETag") != "" ||
		!strings.Contains(strings.Join(got.Values("Vary"), ","), "Cookie") {
		t.Errorf("the answer may be stored: %v", got)
	}
	page.checkHeaders(t, "the first screen", false)
	if at := v.opens("/r/" + room + "/" + "1").screen(t); at == nil || !strings.Contains(inner(at), "The figures are in") {
		t.Error("nothing of the room at the address of a message")
	}
	start := v.opens("/").screen(t)
	if start == nil || !strings.Contains(inner(start), "budget") || strings.Contains(inner(start), "The figures") {
		t.Error("the start page does not show the list with the main room")
	}
	if said == 0 {
		t.Error("nothing was said")
	}
}

func TestNobodyElseGetsAScreen(t *testing.T) {
	s, nora := settled(t)
	room := s.makes(t, nora, "budget")
	s.says(t, nora, room, "The figures are in")
	path := "/r/" + room
	static := s.visitor(t).opens("/").text
	for what, change := range map[string]func(*visitor){
		"a service worker that stores the shell": func(v *visitor) { v.header.Set("Sec-Fetch-Mode", "cors") },
		"a script, or a tool":                    func(v *visitor) { v.header.Del("Sec-Fetch-Mode") },
		"a device that keeps the room": func(v *visitor) {
			v.header.Set("Service-Worker-Navigation-Preload", nora.User+" "+room)
		},
		"who signed out without a connection": func(v *visitor) { delete(v.cookies, "confab_person") },
		"a browser that somebody else signed in to": func(v *visitor) {
			v.cookies["confab_person"] = &http.Cookie{Name: "confab_person", Value: id.New()}
		},
		"a forged token": func(v *visitor) {
			c := v.cookies["confab_access"]
			v.cookies[c.Name] = &http.Cookie{Name: c.Name, Value: c.Value[:len(c.Value)-6] + "AAAAAA"}
		},
		"an ended session": func(v *visitor) {
			v.sends("/signout")
			v.cookies["confab_refresh"] = &http.Cookie{Name: "confab_refresh", Value: "x"}
		},
	} {
		v := s.navigating(t)
		if v.opens(path).screen(t) == nil {
			t.Fatalf("%s: no screen before", what)
		}
		change(v)
		page := v.opens(path)
		if page.StatusCode != http.StatusOK || page.text != static || page.Header.Get("Cache-Control") != "no-cache" {
			t.Errorf("%s: %d, %v, not the shell of everybody", what, page.StatusCode, page.Header)
		}
	}

	other := s.navigating(t)
	other.header.Set("Service-Worker-Navigation-Preload", id.New()+" "+room)
	if other.opens(path).screen(t) == nil {
		t.Error("what a device keeps of another person counts")
	}
	other.header.Set("Service-Worker-Navigation-Preload", nora.User+" "+id.New())
	if other.opens(path).screen(t) == nil {
		t.Error("what a device keeps of another room counts")
	}
	s.Clock.Move(11 * time.Minute)
	late := other.opens(path)
	if late.text != static || len(late.Cookies()) != 0 {
		t.Error("expired access: not the shell of everybody, or a GET has renewed it")
	}
}

func TestAScreenShowsOnlyRoomsThePersonIsIn(t *testing.T) {
	s, nora := settled(t)
	room := s.makes(t, nora, "budget")
	s.says(t, nora, room, "The figures are in")
	token, _ := s.Invite(t, nora, wire.InviteCreate{})
	sam := s.visitor(t)
	sam.sends("/join/"+token, "name", "Sam Okafor", "email", "sam@tideline.example", "password", authtest.NoraPassword).to(t, "/")
	sam.header.Set("Sec-Fetch-Mode", "navigate")
	sam.header.Set("Sec-Fetch-Site", "none")
	for _, path := range []string{"/r/" + room, "/r/" + room + "/2", "/", "/r/" + id.New(), "/r/x"} {
		page := sam.opens(path)
		screen := page.screen(t)
		if screen == nil || !strings.Contains(inner(screen), "Sam Okafor") {
			t.Fatalf("%s: no screen of Sam's", path)
		}
		if strings.Contains(page.text, "budget") || strings.Contains(page.text, "figures") {
			t.Errorf("%s shows Sam a room he is not in", path)
		}
	}
}

func TestAConversationOfSeveralIsCalledAfterThemOnTheFirstScreen(t *testing.T) {
	s, nora := settled(t)
	ada := s.Ada(t, nora)
	token, _ := s.Invite(t, nora, wire.InviteCreate{})
	s.visitor(t).sends("/join/"+token, "name", "Sam Okafor", "email", "sam@tideline.example", "password", authtest.NoraPassword).to(t, "/")
	everybody := &wire.DMOpen{}
	for _, u := range s.Do(t, nora, wire.ListUsers.Type, &wire.UserList{Limit: 10}).(*wire.Users).Users {
		everybody.Users = append(everybody.Users, u.ID)
	}
	room := s.Do(t, ada, wire.OpenDM.Type, everybody).(*wire.RoomInfo).Room.ID
	s.says(t, ada, room, "The figures are in")
	page := s.navigating(t).opens("/r/" + room)
	screen := page.screen(t)
	if screen == nil || !strings.Contains(inner(screen), ", Sam Okafor") || !strings.Contains(inner(screen), "Only the 3 of you") {
		t.Fatalf("the screen is %s", page.text)
	}
	if n := strings.Count(page.text, "avatar--group"); n != 2 {
		t.Errorf("the faces of two are in %d places, not in the list and above the room", n)
	}
}

func TestHostileTextStaysTextOnTheFirstScreen(t *testing.T) {
	s, nora := settled(t)
	show := func(text string) answer {
		// These write to the store by the rules, but a name may be any of them.
		s.Clock.Move(time.Hour)
		s.Do(t, nora, wire.SetWorkspace.Type, &wire.WorkspaceSet{Name: short(text)})
		made := &wire.RoomCreate{Name: short(text), Topic: short(text), Kind: wire.RoomPrivate}
		room := s.Do(t, nora, wire.CreateRoom.Type, made).(*wire.RoomInfo).Room.ID
		s.says(t, nora, room, "`"+strings.ReplaceAll(text, "`", "")+"`")
		page := s.navigating(t).opens("/r/" + room)
		s.Do(t, nora, wire.LeaveRoom.Type, &wire.RoomRef{Room: room})
		return page
	}
	// Where the room stands in the list, and its address, are not of interest.
	shapeOf := func(a answer) (list []string) {
		for _, line := range shape(t, a) {
			if i := strings.Index(line, " href=/r/"); i >= 0 {
				line = line[:i] + " href=room"
			}
			list = append(list, line)
		}
		slices.Sort(list)
		return list
	}
	harmless := shapeOf(show("harmless"))
	for _, text := range hostile {
		got := shapeOf(show(text))
		if strings.Join(got, "\n") != strings.Join(harmless, "\n") {
			t.Errorf("%q changes the page:\n%s\ninstead of\n%s", text, strings.Join(got, "\n"), strings.Join(harmless, "\n"))
		}
	}
}
