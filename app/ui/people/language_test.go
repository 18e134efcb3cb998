//go:build !js

package people

import (
	"testing"

	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/wire"
)

func TestEverySentenceOfPeopleIsTranslated(t *testing.T) {
	hosttest.InPseudo(t)
	h, _ := hosttest.New(t)
	p := listed(t, h, wire.Member{User: hosttest.Mara}, wire.Member{User: hosttest.Nora, Host: true}, wire.Member{User: hosttest.Old})
	hosttest.Translated(t, "the panel", hosttest.Page(p.Panel()))
	founded := wire.Room{ID: "board", Kind: wire.RoomPrivate, Name: "board", At: 1, Members: 1}
	dialog := kit.DialogState{H: h}
	p.told["mara"] = &wire.Profile{Zone: "Asia/Tokyo", Rooms: []string{"general"}}
	p.dir.answered("", &wire.Users{Users: []wire.User{hosttest.Mara, hosttest.Nora}, Next: "nora"})
	hosttest.Translated(t, "the directory", hosttest.Page(p.Directory()))
	for what, over := range map[string]host.Overlay{
		"a card":           &card{people: p, user: "mara", held: true},
		"one's own card":   &card{people: p, user: "nora", held: true},
		"adding":           &addMember{DialogState: dialog, room: founded, user: hosttest.Mara, share: true},
		"adding, told":     &addMember{DialogState: dialog, room: founded, user: hosttest.Mara},
		"a status":         &statusDialog{DialogState: dialog, was: hosttest.Nora, span: spanNone},
		"removing":         p.removeMember(hosttest.General, hosttest.Mara),
		"banning":          p.banPerson(hosttest.Mara),
		"a member's menu":  &kit.Menu{Label: "Mara", Items: p.memberItems(hosttest.General, hosttest.Mara)},
		"people to choose": &kit.Palette{Source: &source{h: h, taken: map[string]string{}}},
	} {
		hosttest.Translated(t, what, hosttest.Page(over.Draw(host.Layer{H: h})))
	}
}
