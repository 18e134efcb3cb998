package timeline

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/rowhtml"
)

const (
	pullAnswers = 64.0 // how far a message is pulled to answer it, in CSS pixels
	pullGives   = 0.25 // how much of a finger's way a message goes beyond that
)

// pull answers a message that a finger pulls towards the start of its lines.
type pull struct {
	t     *Timeline
	swipe kit.Swipe
	row   platform.Element
	sign  platform.Element // beside the row, what it will do
}

// begin follows a finger on a row. Beside the room there is nothing to answer with.
func (p *pull) begin(t *Timeline, row platform.Element, e platform.Event) {
	p.swipe.Drop()
	if t.src.Name() != "" || e.Target().Closest("pre").OK() || !canBeActedOn(t.itemAt(row)) {
		return
	}
	p.t, p.row = t, row
	p.swipe.Begin(kit.Finger(e))
}

func (p *pull) move(e platform.Event) {
	if p.swipe.Move(kit.Finger(e)) {
		if p.swipe.By() > 0 {
			p.swipe.Drop() // it opens the list of rooms
			return
		}
		p.take()
	}
	if p.swipe.Moving() {
		p.row.Attrs().Shift(pulled(-p.swipe.By()) * -float64(host.Rightward()))
		p.row.Attrs().SetClass("is-far", p.far())
	}
}

// take begins to move the row.
func (p *pull) take() {
	if !p.sign.OK() {
		var b rowhtml.Builder
		b.Start(rowhtml.Span).Attr(rowhtml.Class, "msg__pull").Icon(rowhtml.IconReply).End()
		p.sign = platform.Part(b.String())
	}
	p.row.Attrs().Hold("transition", "none")
	keepWhole(p.row)
	p.row.Append(p.sign)
}

// far reports whether the message will be answered.
func (p *pull) far() bool { return -p.swipe.By() >= pullAnswers }

// pulled is how far a message is moved by a finger that has gone some way.
func pulled(way float64) float64 {
	if way <= pullAnswers {
		return max(0, way)
	}
	return pullAnswers + (way-pullAnswers)*pullGives
}

// end lets go of the message, and answers it if it was pulled far enough.
func (p *pull) end(lifted bool) {
	if !p.swipe.Moving() {
		p.swipe.Drop()
		return
	}
	answers := lifted && p.far()
	p.swipe.Drop()
	p.sign.Detach()
	p.row.Attrs().SetClass("is-far", false)
	p.row.Attrs().Hold("transition", "translate var(--dur-2) var(--ease-out)")
	p.row.Attrs().Hold("translate", "")
	if it := p.t.itemAt(p.row); answers && canBeActedOn(it) {
		p.t.h.Verbs.Reply(it)
	}
}
