//go:build !js

package ui

import (
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/text/languages"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// inPseudo has the page speak the language for tests, in which no letter is plain.
func inPseudo(t *testing.T) {
	t.Helper()
	file, err := languages.Files.ReadFile(languages.Pseudo + ".json")
	if err != nil {
		t.Fatal(err)
	}
	l := &text.Language{Tag: languages.Pseudo, RTL: true}
	if err := wire.Unmarshal(file, &l.Sentences); err != nil {
		t.Fatal(err)
	}
	english := platform.Language()
	platform.Speak(l)
	t.Cleanup(func() { platform.Speak(english) })
}

var (
	// spoken are the parts of HTML that people read or hear.
	spoken = regexp.MustCompile(`>([^<>]+)<|(?:aria-label|placeholder|title|alt)="([^"]*)"`)
	// passed are the arguments of sentences, which are isolated from them, and the
	// names that the forms of a plural call themselves.
	passed = regexp.MustCompile("\u2068[^\u2069]*\u2069|/(zero|one|two|few|many|other)")
	plain  = regexp.MustCompile(`[A-Za-z]{2,}`)
)

// theirs are words that people wrote, and the month of dates outside of a browser.
var theirs = strings.Fields("NV ML MO SO Nora nora Vance Mara mara Lindqvist Sam sam Okafor Mar Old mar_old mar old " +
	"Tideline general board support Floats hello http localhost invite CODE all Ma ra January")

// untranslated are the plain words of a component's HTML that nobody wrote.
func untranslated(part app.UI) (found []string) {
	for _, m := range spoken.FindAllStringSubmatch(page(part), -1) {
		said := strings.NewReplacer(`\u2068`, "\u2068", `\u2069`, "\u2069"). // go-app quotes as Go does
											Replace(html.UnescapeString(m[1] + m[2]))
		said = passed.ReplaceAllString(said, "")
		for _, w := range plain.FindAllString(said, -1) {
			if !slices.Contains(theirs, w) {
				found = append(found, w+", in "+m[0])
			}
		}
	}
	return found
}

// pinnedByMara is a message with a pin.
var pinnedByMara = &state.Item{Key: "p", Event: wire.Event{
	Room: "general", Seq: 7, Author: "nora", Kind: wire.KindMessage, Body: "hello",
	State: &wire.State{V: 8, Marks: []wire.Mark{{Mark: string(wire.KindPin), By: "mara", Seq: 8}}},
}}

func TestEverySentenceOfThePageIsTranslated(t *testing.T) {
	inPseudo(t)
	v, s := noras(t)
	v.panel = true
	v.roster = roster{room: "general", count: 3, members: []wire.Member{{User: mara}, {User: nora, Host: true}, {User: old}}}
	v.drafts.set("support", draft{Text: "hello"})
	v.say("check", text.WasRemoved("Sam"))
	v.complain(wire.Refused(wire.CodeNotFound, text.NoSuchMessage))
	v.complain(errNoAnswer)
	link := wire.Invite{Token: "t", Path: "/invite"}
	founded := wire.Room{ID: "board", Kind: wire.RoomPrivate, Name: "board", At: 1, Members: 1}
	it := &state.Item{Key: "k", Event: wire.Event{Room: "general", Seq: 7, Author: "nora", Kind: wire.KindMessage, Body: "hello"}}
	bar, side := &roomBar{V: v}, &sidebar{V: v}
	open := func(show func()) func() { return func() { v.over = nil; show() } }
	for what, show := range map[string]func(){
		"nothing over it":  func() { v.over = nil },
		"add member":       open(func() { v.open(&addMember{room: founded, user: mara, share: true}) }),
		"add member, told": open(func() { v.open(&addMember{room: founded, user: mara}) }),
		"leave":            open(func() { v.open(leaveRoom(v, board)) }),
		"delete":           open(func() { v.open(deleteMessage(v, general, 7)) }),
		"remove":           open(func() { v.open(removeMember(v, general, mara)) }),
		"ban":              open(func() { v.open(banPerson(v, mara)) }),
		"new room":         open(func() { v.open(newRoom()) }),
		"room settings":    open(func() { v.open(editRoom(nora, board)) }),
		"topic":            open(func() { v.open(editRoom(sam, general)) }),
		"invite, waiting":  open(func() { v.open(&inviteDialog{}) }),
		"invite":           open(func() { v.open(&inviteDialog{invite: link}) }),
		"invite, first":    open(func() { v.open(&inviteDialog{invite: link, first: true}) }),
		"keys":             open(func() { v.open(&keysDialog{}) }),
		"jump":             open(func() { v.choose(&jumpSource{}) }),
		"jump, nothing":    open(func() { v.over = &paletteSpec{source: &jumpSource{}, query: "CODE"} }),
		"people":           open(func() { v.newConversation() }),
		"people to add":    open(func() { v.addPeople(general) }),
		"browse": open(func() {
			v.over = &paletteSpec{source: &browseSource{[]wire.Room{general, {Name: "Floats", Members: 7}}}}
		}),
		"emoji":          open(func() { v.over = &pickerSpec{} }),
		"emoji, none":    open(func() { v.over = &pickerSpec{query: "CODE"} }),
		"sheet":          open(func() { v.open(&actionSheet{item: it}) }),
		"pins":           open(func() { v.open(&pinsDialog{room: general, pins: []wire.Event{pinnedByMara.Event}, next: 7}) }),
		"pins, none":     open(func() { v.open(&pinsDialog{room: general}) }),
		"room menu":      open(func() { bar.menu(app.Context{}, app.Event{}) }),
		"add menu":       open(func() { side.addRoom(app.Context{}, app.Event{}) }),
		"workspace menu": open(func() { side.workspaceMenu(app.Context{}, app.Event{}) }),
		"look menu":      open(func() { side.look(app.Context{}, app.Event{}) }),
		"member menu":    open(func() { v.open(&menuSpec{label: "Mara", items: v.memberItems(general, wire.Member{User: mara})}) }),
		"person menu":    open(func() { v.personMenu(platform.Element{}, "mara") }),
		"a room of others": func() {
			v.over, v.route.room = nil, "x"
			v.door = door{asked: "x", room: wire.Room{ID: "x", Name: "Floats", Members: 2}}
		},
		"no such room": func() { v.over, v.route.room = nil, "x"; v.door = door{asked: "x", missing: true} },
		"an answer":    func() { v.over, v.route.room, v.write.replyTo = nil, "general", 9 },
		"a change":     func() { v.over, v.route.room, v.write.edit = nil, "general", it },
		"a list of people": func() {
			v.write.list = suggestions{at: trigger{mark: '@', query: "ma"}, found: append(
				suggestPeople([]wire.User{mara}, "ma", 3, func(string) bool { return true }), suggestEveryone(general, "")...)}
		},
		"a failure of rooms": func() { v.over, v.route.room = nil, "board" },
	} {
		v.write.replyTo, v.write.edit, v.write.list, v.route.room, v.door = 0, nil, suggestions{}, "general", door{}
		show()
		for _, w := range untranslated(&Root{v: v}) {
			t.Errorf("with %s, the page says %s", what, w)
		}
	}
	w := rowWriter{s, s.Rooms["general"]}
	for _, r := range []row{
		{kind: rowIntro}, {kind: rowNew}, {kind: rowMessage, item: it, head: true}, {kind: rowMessage, item: pinnedByMara},
		{kind: rowMessage, item: &state.Item{Status: state.Pending, Event: it.Event}},
		{kind: rowMessage, item: &state.Item{Status: state.Failed, Event: it.Event, Fail: wire.Refused(wire.CodeForbidden, text.NoRight)}},
		{kind: rowSystem, item: &state.Item{Event: wire.Event{
			Kind: wire.KindMember, Action: wire.ActionAdded, Author: "nora", User: "mara", History: wire.HistoryNone}}},
		{kind: rowSystem, item: &state.Item{Event: wire.Event{Kind: wire.KindRoom, Author: "nora", Name: "board", Topic: "Floats"}}},
	} {
		for _, found := range untranslated(app.Raw(w.html(r))) {
			t.Errorf("a row says %s", found)
		}
	}
}
