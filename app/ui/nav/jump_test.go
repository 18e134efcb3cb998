package nav

import (
	"slices"
	"testing"

	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// names lists what a palette offers under a heading.
func names(groups []kit.OptionGroup, label string) []string {
	var list []string
	for _, g := range groups {
		for _, o := range g.Options {
			if g.Label == label {
				list = append(list, o.Name)
			}
		}
	}
	return list
}

func TestJumpingOffersOnesOwnRoomsFirst(t *testing.T) {
	h, _ := hosttest.New(t)
	j := &jumpSource{nav: made(h), rooms: []wire.Room{{ID: "x", Name: "boats", Kind: wire.RoomPublic}, hosttest.Board}}
	if got := names(j.Groups("bo"), "Rooms"); !slices.Equal(got, []string{"board", "boats"}) {
		t.Errorf("rooms: %q", got)
	}
	for _, g := range j.Groups("boats") {
		for _, o := range g.Options {
			if o.Name == "boats" && o.Hint != "You are not in this room" {
				t.Errorf("the hint of a room one is not in: %q", o.Hint)
			}
		}
	}
}

func TestOnlyPeopleWhoCanSignInAreOffered(t *testing.T) {
	h, _ := hosttest.New(t)
	j := &jumpSource{nav: made(h), people: []wire.User{hosttest.Mara, hosttest.Nora}}
	if got := names(j.Groups("mar"), "People"); !slices.Equal(got, []string{"Mara Lindqvist"}) {
		t.Errorf("people: %q", got)
	}
}

func TestActionsAreFoundByTheirWords(t *testing.T) {
	h, s := hosttest.New(t)
	if got := names((&jumpSource{nav: made(h)}).Groups("inv"), "Actions"); !slices.Equal(got, []string{"Invite people"}) {
		t.Errorf("actions of an owner: %q", got)
	}
	s.Me.Role = wire.RoleMember
	if got := names((&jumpSource{nav: made(h)}).Groups("inv"), "Actions"); len(got) != 0 {
		t.Errorf("actions of a member: %q", got)
	}
}

func made(h *host.Host) *Nav {
	return New(h, func() []Place { return []Place{{Icon: "settings", Name: "Settings", Path: "/settings"}} }, nil)
}

func TestPagesAreOfferedByTheirNames(t *testing.T) {
	h, _ := hosttest.New(t)
	went := ""
	h.Verbs.Arrive = func(path string) { went = path }
	n := made(h)
	n.Jump()
	groups := (&jumpSource{nav: n}).Groups("set")
	if got := names(groups, "Actions"); !slices.Equal(got, []string{"Settings"}) {
		t.Fatalf("offered: %q", got)
	}
	groups[2].Options[0].Act()
	if went != "/settings" || h.Overlays.Any() {
		t.Errorf("went to %q, and the palette is open: %v", went, h.Overlays.Any())
	}
}

func TestTheSameKeyOpensAndClosesThePalette(t *testing.T) {
	h, _ := hosttest.New(t)
	n := made(h)
	n.Jump()
	if _, open := h.Overlays.Top().(*kit.Palette); !open {
		t.Fatal("not open")
	}
	n.Jump()
	if h.Overlays.Any() {
		t.Error("not closed")
	}
}

func TestThePaletteSaysWhetherThereIsAListOfHits(t *testing.T) {
	h, _ := hosttest.New(t)
	n := made(h)
	for query, said := range map[string]string{"gen": ` aria-expanded`, "nobody is called so": ` aria-expanded="false"`} {
		h.Overlays.Clear()
		n.Jump()
		h.Overlays.Top().(*kit.Palette).Query = query
		for _, layer := range h.Overlays.Draw(func(_ bool, over app.UI) app.UI { return over }) {
			page := hosttest.Page(layer)
			if hosttest.Wants(t, page, said); query == "gen" {
				hosttest.WantsNot(t, page, ` aria-expanded="false"`)
			}
		}
	}
}
