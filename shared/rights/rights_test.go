package rights_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/wire"
)

var update = flag.Bool("update", false, "write testdata/rights.txt anew")

// Whoever changes a right changes this file with it, where a reader sees it.
func TestTheTableOfRights(t *testing.T) {
	var b strings.Builder
	fmt.Fprintf(&b, "%-15s %-8s %-5s %-18s %-9s %s\n", "right", "role", "host", "in a conversation", "archived", "kinds")
	for _, g := range rights.Table() {
		yes := map[bool]string{true: "yes", false: "-"}
		fmt.Fprintf(&b, "%-15s %-8s %-5s %-18s %-9s %s\n", g.Right, g.Role, yes[g.Host], yes[g.DM], yes[g.Archived],
			strings.Join(kinds(g), " "))
	}
	const file = "testdata/rights.txt"
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("\n%s\nthis is no longer %s:\n%s", b.String(), file, want)
	}
}

// kinds names the kinds that may have a right.
func kinds(g rights.Grant) (names []string) {
	for _, k := range rights.Kinds {
		if g.Kinds&k.Kind != 0 {
			names = append(names, k.Name)
		}
	}
	return names
}

func TestWhoMayWhatAtAClient(t *testing.T) {
	owner := wire.User{ID: "o", Role: wire.RoleOwner}
	admin := wire.User{ID: "a", Role: wire.RoleAdmin}
	member := wire.User{ID: "m", Role: wire.RoleMember}
	nobody := wire.User{ID: "n", Role: "emperor"}
	room := wire.Room{Kind: wire.RoomPublic, Joined: true}
	hosted := wire.Room{Kind: wire.RoomPrivate, Joined: true, Host: true}
	talk := wire.Room{Kind: wire.RoomDM, Joined: true}
	elsewhere := wire.Room{Kind: wire.RoomPublic}
	in := func(r rights.Right, u wire.User, room wire.Room) bool { return rights.May(r, rights.In(u, room)) }
	of := func(r rights.Right, u wire.User) bool { return rights.May(r, rights.Of(u)) }

	for what, right := range map[string]bool{
		"an owner renames a room":                in(rights.Rename, owner, room),
		"a host renames their room":              in(rights.Rename, member, hosted),
		"a member changes the topic":             in(rights.Topic, member, room),
		"an admin invites":                       of(rights.Invite, admin),
		"an owner acts on an admin":              rights.Outranks(owner.Role, admin.Role),
		"an owner acts on an owner":              rights.Outranks(owner.Role, owner.Role),
		"an admin acts on a member":              rights.Outranks(admin.Role, member.Role),
		"an owner gives roles":                   of(rights.GiveRole, owner),
		"a member adds people":                   in(rights.AddMember, member, room),
		"a host removes people":                  in(rights.RemoveMember, member, hosted),
		"an admin deletes others' messages":      in(rights.DeleteAny, admin, room),
		"a member talks to one other":            in(rights.Send, member, talk),
		"a host shows newcomers what was before": in(rights.ShareHistory, member, hosted),
		"not: a member renames a room":           !in(rights.Rename, member, room),
		"not: an admin renames a talk of two":    !in(rights.Rename, admin, talk),
		"not: anyone joins a talk of two":        !in(rights.AddMember, admin, talk),
		"not: a talk of two has a topic":         !in(rights.Topic, owner, talk),
		"not: a member invites":                  !of(rights.Invite, member),
		"not: a member bans":                     !of(rights.Ban, member),
		"not: an admin acts on an admin":         !rights.Outranks(admin.Role, admin.Role),
		"not: an admin gives roles":              !of(rights.GiveRole, admin),
		"not: an admin in a room they left":      !in(rights.Rename, admin, elsewhere),
		"not: a role that there is not":          !of(rights.Look, nobody) && !in(rights.Read, nobody, room),
		"not: nobody in particular":              !rights.May(rights.Read, rights.Standing{}),
		"not: an owner's webhook reads":          !rights.May(rights.Read, rights.Standing{Kind: rights.Webhook, Role: wire.RoleOwner}),
		"not: by two kinds, one without": !rights.May(rights.Invite,
			rights.Standing{Kind: rights.Person | rights.Bot, Role: wire.RoleOwner}),
	} {
		if !right {
			t.Error(what)
		}
	}
}
