//go:build !js

package timeline

import (
	"strings"
	"testing"

	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/wire"
)

func forwardRow(s *state.State, f wire.Forwarded) string {
	w := rowWriter{s: s, room: s.Rooms["general"]}
	return w.html(row{kind: rowMessage, head: true, item: &state.Item{Event: wire.Event{
		Room: "general", Seq: 12, Author: "sam", Kind: wire.KindMessage, Detail: wire.DetailOf(&f),
	}}})
}

func TestTheRoomOfAForwardedMessageIsNamedToThoseInIt(t *testing.T) {
	_, s := hosttest.New(t)
	html := forwardRow(s, wire.Forwarded{Room: "board", Seq: 4, Author: "mara", At: 1000, Body: "**soup** <b>"})
	hosttest.Wants(t, html, "From board", `href="/r/board/4"`, "Mara Lindqvist", "soup</b>", "&lt;b&gt;")
	html = forwardRow(s, wire.Forwarded{Room: "cellar", Seq: 4, Author: "mara", At: 1000, Body: "soup"})
	hosttest.Wants(t, html, "Forwarded", "soup")
	hosttest.WantsNot(t, html, "cellar", "From")
}

func TestAMessageIsForwardedToRoomsAndPeople(t *testing.T) {
	h, s := hosttest.New(t)
	d := &forwarding{DialogState: kit.DialogState{H: h}, of: wire.Event{Room: "board", Seq: 4, Author: "mara", Body: "soup"}}
	draw := func() string { return hosttest.Page(d.Draw(host.Layer{H: h})) }
	hosttest.Wants(t, draw(), "soup", "Mara Lindqvist", "support", "Sam &lt;Okafor&gt;", "“board” is named only")
	d.query = "SUPP"
	if n := strings.Count(draw(), `role="checkbox"`); n != 1 {
		t.Errorf("%d places are found, want 1", n)
	}
	d.chosen = []string{"general", "sam"}
	hosttest.Wants(t, draw(), "Forward to 2", "general", "Sam &lt;Okafor&gt;")
	d.chosen = nil
	d.Submit()
	hosttest.Wants(t, draw(), "Choose a room or a person first.")
	hosttest.WantsNot(t, hosttest.Page(d.FaultLine()), " hidden class", " hidden role", " hidden>")
	hosttest.InPseudo(t)
	d.of.Body, d.Fault = "hello", ""
	hosttest.Translated(t, "forwarding", draw())
	hosttest.Translated(t, "what was forwarded", forwardRow(s, wire.Forwarded{Room: "cellar", Seq: 4, Author: "mara", At: 1000}))
}
