package room

import (
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// turning asks before a room becomes private or public, and says who will see what. It
// lies over the room's settings, which it saves after that.
type turning struct {
	kit.Confirm
	means []text.Text
}

func newTurning(d *roomEdit, kind wire.RoomKind) *turning {
	r := d.room
	t := &turning{Confirm: kit.Confirm{
		DialogState: kit.DialogState{H: d.H},
		Question:    text.MakePrivateAsk(r.Name), No: text.Cancel, Yes: text.MakePrivate,
		Ask: kit.Asks(d.H, wire.SetRoom, &wire.RoomSet{Room: r.ID, Kind: &kind}),
		Done: func() {
			// What newcomers see is set anew by it.
			d.room.Kind, d.share = kind, false
			d.save(d.changes())
		},
	}, means: []text.Text{text.MakePrivateMembers(r.Members), text.MakePrivateOthers, text.MakePrivateNewcomers}}
	if kind == wire.RoomPublic {
		t.Question, t.Yes, t.means = text.MakePublicAsk(r.Name), text.MakePublic, []text.Text{text.MakePublicAll, text.MakePublicCopies}
	}
	return t
}

// Draw shows the dialog.
func (t *turning) Draw(at host.Layer) app.UI { return kit.DrawDialog(at, t) }

// Body says what it means.
func (t *turning) Body() []app.UI {
	var lines []app.UI
	for _, one := range t.means {
		lines = append(lines, kit.El("p", one))
	}
	return append(lines, t.FaultLine())
}
