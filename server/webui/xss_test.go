package webui_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/confab/confab/server/auth/authtest"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// hostile are names and addresses that try to become mark-up or script.
var hostile = []string{
	`<script>alert(1)</script>`, `"><script>alert(1)</script>`, `'><img src=x onerror=alert(1)>`, `</title><script>alert(1)</script>`,
	`</textarea><svg onload=alert(1)>`, `" onfocus="alert(1)" autofocus="`, `' onmouseover='alert(1)`, `javascript:alert(1)`,
	`<svg/onload=alert(1)>`, `<iframe src="javascript:alert(1)">`, `<a href="javascript:alert(1)">x</a>`, `<base href=//evil.example>`,
	`<meta http-equiv=refresh content=0;url=//evil.example>`, `<link rel=stylesheet href=//evil.example>`, `<style>*{display:none}</style>`,
	`<form action=//evil.example>`, `<input name=password>`, `<button formaction=//evil.example>`, `{{.}}`, `{{template "head"}}`,
	`${alert(1)}`,
	"<!--", "-->", "<![CDATA[", "]]>", "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;script&#62;", `\u003cscript\u003e`, "<scr\x00ipt>",
	"<ſcript>",
	"＜script＞", `<math><mtext></p><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">`,
	`<noscript><p title="</noscript><img src=x onerror=alert(1)>">`,
	`<template><script>alert(1)</script></template>`, `x" style="background:url(//evil.example)`, `<body onload=alert(1)>`,
	`<details open ontoggle=alert(1)>`,
	`<video><source onerror=alert(1)>`, `<object data="data:text/html,<script>alert(1)</script>">`, `<embed src=javascript:alert(1)>`,
}

// short cuts a text to the maximum length of a name.
func short(text string) string {
	if runes := []rune(text); len(runes) > limits.NameRunes {
		return string(runes[:limits.NameRunes])
	}
	return text
}

// shape is the elements of a page and the names of their attributes, which text
// must not be able to change.
func shape(t *testing.T, a answer) []string {
	t.Helper()
	var list []string
	for n := range a.node(t).Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		line := n.Data
		for _, at := range n.Attr {
			line += " " + at.Key
			if at.Key == "href" || at.Key == "src" || at.Key == "action" {
				line += "=" + at.Val
			}
		}
		list = append(list, line)
	}
	return list
}

// check compares the shape of a page with text in it to one with harmless text.
func check(t *testing.T, what, text string, got, harmless answer) {
	t.Helper()
	if got.StatusCode != harmless.StatusCode {
		t.Errorf("%s %q: %d instead of %d", what, text, got.StatusCode, harmless.StatusCode)
		return
	}
	if a, b := shape(t, got), shape(t, harmless); !slices.Equal(a, b) {
		for i := range min(len(a), len(b)) {
			if a[i] != b[i] {
				t.Errorf("%s %q: <%s> instead of <%s>", what, text, a[i], b[i])
				return
			}
		}
		t.Errorf("%s %q: %d elements instead of %d", what, text, len(a), len(b))
	}
}

func TestWhatIsTypedIntoFormsStaysText(t *testing.T) {
	s, nora := settled(t)
	f := fresh(t)
	token, _ := s.Invite(t, nora, wire.InviteCreate{})
	pages := map[string]func(string) answer{
		"sign in":        func(x string) answer { return s.visitor(t).sends("/signin", "email", x+"@", "password", "x") },
		"sign-in's next": func(x string) answer { return s.visitor(t).opens("/signin?next=" + url.QueryEscape("/r/"+x)) },
		"join": func(x string) answer {
			return s.visitor(t).sends("/join/"+token, "name", x, "email", x+"@", "password", "short")
		},
		"setup": func(x string) answer {
			return f.visitor(t).sends("/setup", "code", authtest.SetupCode, "workspace", x, "name", x, "email", x+"@", "password", "short")
		},
		"setup's code": func(x string) answer { return f.visitor(t).opens("/setup?code=" + url.QueryEscape(x)) },
		"a path":       func(x string) answer { return s.visitor(t).opens("/nowhere/" + url.PathEscape(x)) },
		"an invite":    func(x string) answer { return s.visitor(t).opens("/join/" + url.PathEscape(x)) },
		"a reset link": func(x string) answer { return s.visitor(t).opens("/reset/" + url.PathEscape(x)) },
		"a code":       func(x string) answer { return s.visitor(t).opens("/device/" + url.PathEscape(x)) },
		"a room":       func(x string) answer { return s.visitor(t).opens("/r/" + url.PathEscape(x)) },
	}
	for what, open := range pages {
		harmless := open("harmless")
		for _, text := range hostile {
			text = short(text)
			s.Clock.Move(20 * time.Minute) // tries are limited
			f.Clock.Move(20 * time.Minute)
			check(t, what, text, open(text), harmless)
		}
	}
}

func TestTheHostHeaderStaysText(t *testing.T) {
	s, _ := settled(t)
	harmless := s.visitor(t).opens("/signin")
	for _, text := range hostile {
		v := s.visitor(t)
		v.host = text
		check(t, "host", text, v.opens("/signin"), harmless)
	}
}

func TestNamesOfPeopleAndPlacesStayText(t *testing.T) {
	s, nora := settled(t)
	pass := s.pass(t, nora)
	show := func(name string) map[string]answer {
		// This writes to the store directly: no rule about names protects a page.
		s.Do(t, nora, wire.SetWorkspace.Type, &wire.WorkspaceSet{Name: name})
		room := s.Do(t, nora, wire.CreateRoom.Type, &wire.RoomCreate{Name: name, Kind: wire.RoomPrivate}).(*wire.RoomInfo).Room.ID
		token, _ := s.Invite(t, nora, wire.InviteCreate{Room: room})
		v := s.visitor(t)
		return map[string]answer{
			"a code":  v.opens("/device/" + pass),
			"sign in": v.opens("/signin"), "join": v.opens("/join/" +
				token), "shell": v.opens("/"), "manifest": v.opens("/manifest.webmanifest"),
		}
	}
	harmless := show("harmless")
	for _, text := range hostile {
		for what, page := range show(short(text)) {
			if what == "manifest" {
				if page.StatusCode != 200 || strings.Contains(page.text, "<script") {
					t.Errorf("manifest %q: %s", text, page.text)
				}
				continue
			}
			check(t, what, text, page, harmless[what])
		}
	}
}
