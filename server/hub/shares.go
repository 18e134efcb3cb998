package hub

import (
	"fmt"

	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// shares makes the frames that members are sent of one run. They are the same for all,
// except for members that have its beginning already, and for members that may not read
// the older messages that it is about. It belongs to one call of room.send.
type shares struct {
	run   []line
	all   []frame
	least int64           // the lowest seq that a line is about, of those some member may not read; 0: none
	less  map[int][]frame // by how many lines are clipped
}

// newShares returns the shares of run, for members whose since is most at the highest.
func newShares(run []line, most int64) *shares {
	p := &shares{run: run, all: pack(run)}
	if most == 0 {
		return p
	}
	for _, l := range run {
		if l.about > 0 && l.about < most && (p.least == 0 || l.about < p.least) {
			p.least = l.about
		}
	}
	return p
}

// of returns the frames for a member of r that is due the line from and may read from
// the seq since on.
func (p *shares) of(r *room, from int, since int64) []frame {
	if p.least > 0 && p.least < since {
		return p.clipped(r, from, since)
	}
	if from == 0 {
		return p.all
	}
	return pack(p.run[from:])
}

// clipped is of for a member that may not read all messages that the run is about. The
// lines to clip are those about seqs below since, so that their number says which they
// are, and frames are made once for each number.
func (p *shares) clipped(r *room, from int, since int64) []frame {
	missed := 0
	for _, l := range p.run {
		if l.about > 0 && l.about < since {
			missed++
		}
	}
	if frames, made := p.less[missed]; made && from == 0 {
		return frames
	}
	run := make([]line, 0, len(p.run)-from)
	for _, l := range p.run[from:] {
		if l.about > 0 && l.about < since {
			l.json = r.clip(l, since)
		}
		run = append(run, l)
	}
	frames := pack(run)
	if from == 0 {
		if p.less == nil {
			p.less = map[int][]frame{}
		}
		p.less[missed] = frames
	}
	return frames
}

// clip returns l as JSON for members that may read only from the seq since on.
func (r *room) clip(l line, since int64) []byte {
	var e wire.Event
	err := wire.Decode(l.json, &e)
	e.Clip(since)
	var b []byte
	if err == nil {
		b, err = wire.Append(nil, &e)
	}
	if err != nil {
		r.hub.log.Error("event cannot be clipped", "room", r.id, "seq", l.seq, "error", err)
		return fmt.Appendf(nil, `{"type":"event","room":%q,"seq":%d,"kind":"hidden"}`, r.id, l.seq)
	}
	return b
}

// pack puts lines into as few frames as the limit permits.
func pack(run []line) []frame {
	if len(run) == 1 {
		var b builder
		b.line(run[0].json)
		return []frame{b.take()}
	}
	size := 0
	for _, l := range run {
		size += len(l.json) + 1
	}
	var frames []frame
	var b builder
	b.start(min(size, limits.Frame))
	for _, l := range run {
		if !b.fits(len(l.json)) {
			frames = append(frames, b.take())
		}
		b.line(l.json)
	}
	return append(frames, b.take())
}
