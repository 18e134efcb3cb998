package ui

import (
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/wire"
)

func TestARoomIsNeverBlank(t *testing.T) {
	v, s := noras(t)
	pane := func() string { return page(&roomPane{V: v}) }
	wants(t, pane(), "Loading messages")

	trouble := wire.Fail(wire.CodeUnavailable, "The server cannot be reached.")
	if err := s.Apply(state.Loads{Room: "general", Trouble: trouble}, time.Unix(0, 0)); err != nil {
		t.Fatal(err)
	}
	wants(t, pane(), "This room could not be loaded", "Try again")

	v.route.room = "elsewhere"
	wants(t, pane(), "Loading messages")
	v.door = door{asked: "elsewhere", missing: true}
	wants(t, pane(), "You can&#39;t open this room")
	v.door = door{asked: "elsewhere", room: wire.Room{ID: "elsewhere", Name: "boats", Topic: "Everything that floats"}}
	wants(t, pane(), "boats", "Everything that floats", "Join room")
}

func TestTheBarSaysWhereOneIs(t *testing.T) {
	v, _ := noras(t)
	wants(t, page(&roomBar{V: v}), "general", "2 members", "Open room list, 3 unread")
	v.route.room = "talk"
	bar := page(&roomBar{V: v})
	wants(t, bar, "Mara Lindqvist", "@mara, away")
	wantsNot(t, bar, "members-button")
}

func TestWhoIsWritingIsNamed(t *testing.T) {
	v, s := noras(t)
	if err := s.Apply(&wire.Typing{Room: "general", User: "mara"}, time.Unix(0, 0)); err != nil {
		t.Fatal(err)
	}
	wants(t, page(&typing{V: v}), "Mara Lindqvist", "is typing")
	if err := s.Apply(&wire.Typing{Room: "general", User: "sam"}, time.Unix(0, 0)); err != nil {
		t.Fatal(err)
	}
	wants(t, page(&typing{V: v}), "<b>Mara Lindqvist</b>and<b>Sam", "are typing")
}

func TestMembersAreSortedByWhetherTheyAreHere(t *testing.T) {
	v, _ := noras(t)
	v.panel = true
	v.roster = roster{room: "general", count: 3, members: []wire.Member{{User: mara}, {User: nora, Host: true}, {User: old}}}
	html := page(&membersPanel{V: v})
	wants(t, html, "Away, 1", "Offline, 2", "Owner", "Imported", "@nora, you")
	wantsNot(t, html, "Here now")
	v.roster.next = "x"
	html = page(&membersPanel{V: v})
	wants(t, html, "Show more", ">Away<", ">Offline<")

	// Mara stands on a page that is not loaded yet, and is here.
	v.roster.members = []wire.Member{{User: nora, Host: true}, {User: old}}
	v.roster.here = []wire.Member{{User: mara, State: wire.Away}}
	html = page(&membersPanel{V: v})
	wants(t, html, "Away, 1", "@mara", ">Offline<")
	v.roster.members = append(v.roster.members, wire.Member{User: mara})
	if n := strings.Count(page(&membersPanel{V: v}), "@mara"); n != 1 {
		t.Errorf("Mara is in the list %d times", n)
	}
}
