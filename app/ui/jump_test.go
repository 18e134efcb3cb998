package ui

import (
	"slices"
	"testing"

	"github.com/confab/confab/shared/wire"
)

// names lists what a palette offers under a heading.
func names(groups []optionGroup, label string) []string {
	var list []string
	for _, g := range groups {
		for _, o := range g.options {
			if g.label == label {
				list = append(list, o.name)
			}
		}
	}
	return list
}

func TestJumpingOffersOnesOwnRoomsFirst(t *testing.T) {
	v, _ := noras(t)
	j := &jumpSource{rooms: []wire.Room{{ID: "x", Name: "boats", Kind: wire.RoomPublic}, board}}
	if got := names(j.groups(v, "bo"), "Rooms"); !slices.Equal(got, []string{"board", "boats"}) {
		t.Errorf("rooms: %q", got)
	}
	for _, g := range j.groups(v, "boats") {
		for _, o := range g.options {
			if o.name == "boats" && o.hint != "You are not in this room" {
				t.Errorf("the hint of a room one is not in: %q", o.hint)
			}
		}
	}
}

func TestOnlyPeopleWhoCanSignInAreOffered(t *testing.T) {
	v, _ := noras(t)
	j := &jumpSource{people: []wire.User{mara, nora}}
	if got := names(j.groups(v, "mar"), "People"); !slices.Equal(got, []string{"Mara Lindqvist"}) {
		t.Errorf("people: %q", got)
	}
	p := &peopleSource{title: "x", people: []wire.User{sam}}
	if got := names(p.groups(v, ""), "People"); slices.Contains(got, "Mar Old") || slices.Contains(got, "Nora Vance") {
		t.Errorf("people: %q", got)
	}
}

func TestActionsAreFoundByTheirWords(t *testing.T) {
	v, s := noras(t)
	if got := names((&jumpSource{}).groups(v, "inv"), "Actions"); !slices.Equal(got, []string{"Invite people"}) {
		t.Errorf("actions of an owner: %q", got)
	}
	s.Me.Role = wire.RoleMember
	if got := names((&jumpSource{}).groups(v, "inv"), "Actions"); len(got) != 0 {
		t.Errorf("actions of a member: %q", got)
	}
}
