package people

import (
	"slices"
	"strings"
	"testing"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/wire"
)

// listed is the panel of general with some of its members.
func listed(t *testing.T, h *host.Host, members ...wire.Member) *People {
	t.Helper()
	p := New(h)
	h.Panel = host.PanelMembers
	p.list.room, p.list.members = "general", membersOf(members)
	return p
}

func TestMembersAreSortedByWhetherTheyAreHere(t *testing.T) {
	h, _ := hosttest.New(t)
	p := listed(t, h, wire.Member{User: hosttest.Mara}, wire.Member{User: hosttest.Nora, Host: true}, wire.Member{User: hosttest.Old})
	html := hosttest.Page(p.Panel())
	hosttest.Wants(t, html, "Away, 1", "Offline, 2", "Owner", "Imported", "@nora, you")
	hosttest.WantsNot(t, html, "Here now")
	p.list.next = "x"
	html = hosttest.Page(p.Panel())
	hosttest.Wants(t, html, "Show more", ">Away<", ">Offline<")

	// Mara stands on a page that is not loaded yet, and is here.
	p.list.members = membersOf([]wire.Member{{User: hosttest.Nora, Host: true}, {User: hosttest.Old}})
	p.list.here = membersOf([]wire.Member{{User: hosttest.Mara, State: wire.Away}})
	html = hosttest.Page(p.Panel())
	hosttest.Wants(t, html, "Away, 1", "@mara", ">Offline<")
	p.list.members = append(p.list.members, member{user: "mara"})
	if n := strings.Count(hosttest.Page(p.Panel()), "@mara"); n != 1 {
		t.Errorf("Mara is in the list %d times", n)
	}
}

// Somebody else may change a person while the panel is open.
func TestThePanelShowsWhatPeopleAreNow(t *testing.T) {
	h, s := hosttest.New(t)
	p := listed(t, h, wire.Member{User: hosttest.Nora}, wire.Member{User: hosttest.Sam})
	hosttest.WantsNot(t, hosttest.Page(p.Panel()), "Admin")
	was := p.Panel().(*panel).Rev

	now := hosttest.Sam
	now.Role, now.Name = wire.RoleAdmin, "Sam Adeyemi"
	hosttest.Apply(t, s, &wire.Users{Users: []wire.User{now}})
	h.Raise(host.People) // as the bridge does for such a change
	if p.Panel().(*panel).Rev == was {
		t.Error("it is not drawn again")
	}
	hosttest.Wants(t, hosttest.Page(p.Panel()), "Admin", "Sam Adeyemi")
	hosttest.WantsNot(t, hosttest.Page(p.Panel()), "Okafor")
}

func TestOnlyPeopleWhoCanSignInAreFound(t *testing.T) {
	h, _ := hosttest.New(t)
	p := &source{h: h, title: "x", people: []wire.User{hosttest.Sam}}
	var got []string
	for _, o := range p.Groups("")[0].Options {
		got = append(got, o.Name)
	}
	if slices.Contains(got, "Mar Old") || slices.Contains(got, "Nora Vance") || !slices.Contains(got, "Mara Lindqvist") {
		t.Errorf("people: %q", got)
	}
}

// The palette stays open for the next person, and its field is empty again.
func TestPeopleAreAddedOneAfterTheOther(t *testing.T) {
	h, _ := hosttest.New(t)
	p := New(h)
	p.Add(hosttest.Board)
	first := h.Overlays.Top().(*kit.Palette)
	first.Source.Groups("mara")[0].Options[0].Act()
	d, ok := h.Overlays.Top().(*addMember)
	if !ok {
		t.Fatalf("asked what they see: %T", h.Overlays.Top())
	}
	d.H.Overlays.Drop(d)
	d.done(wire.HistoryAll, "")
	again, ok := h.Overlays.Top().(*kit.Palette)
	if !ok || again == first || h.Overlays.Has(first) {
		t.Errorf("open now: %T", h.Overlays.Top())
	}
	if options := again.Source.Groups("mara")[0].Options; options[0].End == "" {
		t.Error("Mara is not marked as added")
	}
}

func TestOnlyWhoMayBanIsOfferedTheBanned(t *testing.T) {
	h, s := hosttest.New(t)
	p := listed(t, h, wire.Member{User: hosttest.Nora}, wire.Member{User: hosttest.Sam})
	panel := p.Panel().(*panel)
	offered := func() string {
		h.Overlays.Clear()
		panel.filter(platform.Event{})
		return hosttest.Page(h.Overlays.Top().Draw(host.Layer{H: h}))
	}
	hosttest.Wants(t, offered(), "Members", "Imported people, too", "Banned people")
	s.Me.Role = wire.RoleMember
	hosttest.WantsNot(t, offered(), "Banned people")
}

func TestTheBannedAreAListOfTheirOwn(t *testing.T) {
	h, s := hosttest.New(t)
	p := listed(t, h, wire.Member{User: hosttest.Nora}, wire.Member{User: hosttest.Sam})
	gone := hosttest.Sam
	gone.Gone = true
	hosttest.Apply(t, s, &wire.Users{Users: []wire.User{gone}})
	hosttest.WantsNot(t, hosttest.Page(p.Panel()), "@sam")

	p.list.of = banned
	html := hosttest.Page(p.Panel())
	hosttest.Wants(t, html, ">Banned<", "@sam")
	hosttest.WantsNot(t, html, "@nora")
	items := p.memberItems(hosttest.General, gone)
	if len(items) != 1 || items[0].Label.String() != "Let in again" {
		t.Errorf("offered for who is banned: %v", items)
	}
	s.Me.Role = wire.RoleMember
	if items := p.memberItems(hosttest.General, gone); len(items) != 0 {
		t.Errorf("offered to a member: %v", items)
	}

	p.list.members = nil
	hosttest.Wants(t, hosttest.Page(p.Panel()), "Nobody is banned from Tideline.")
}

func TestAnOwnerIsMadeAfterAQuestionOnly(t *testing.T) {
	h, _ := hosttest.New(t)
	p := New(h)
	items := map[string]kit.MenuItem{}
	icons := map[string]bool{}
	for _, it := range p.memberItems(hosttest.General, hosttest.Sam) {
		items[it.Label.String()] = it
		if it.Choice {
			icons[it.Icon] = true
		}
	}
	if head, ok := items["Role in Tideline"]; !ok || head.Act != nil || len(icons) != 3 {
		t.Errorf("the roles have a heading: %v, icons: %v", ok, icons)
	}
	items["Owner"].Act()
	ask, ok := h.Overlays.Top().(*kit.Confirm)
	if !ok {
		t.Fatalf("asked: %T", h.Overlays.Top())
	}
	html := hosttest.Page(ask.Draw(host.Layer{H: h}))
	hosttest.Wants(t, html, "alertdialog", "Make Sam &lt;Okafor&gt; an owner of Tideline?", "ban anybody, you too")
}

func TestAnotherRoleIsTold(t *testing.T) {
	h, s := hosttest.New(t)
	p := New(h)
	p.Myself()
	s.Me.Name = "Nora V."
	p.Myself()
	if len(h.Notices.List) != 0 {
		t.Errorf("told of the first role and of a name: %+v", h.Notices.List)
	}
	s.Me.Role = wire.RoleAdmin
	p.Myself()
	s.Me.Role = wire.RoleMember
	p.Myself()
	if n := h.Notices.List; len(n) != 1 || !n[0].Kept || !strings.HasPrefix(n[0].Text, "You are a member of Tideline now") {
		t.Errorf("told: %+v", n)
	}
}

func TestNobodyIsOfferedToMentionThemselves(t *testing.T) {
	h, _ := hosttest.New(t)
	p := listed(t, h, wire.Member{User: hosttest.Nora}, wire.Member{User: hosttest.Mara})
	hosttest.Wants(t, hosttest.Page(p.Panel()), `id="member-mara"`)
	hosttest.WantsNot(t, hosttest.Page(p.Panel()), `id="member-nora"`)
}
