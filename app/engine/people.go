package engine

import (
	"time"

	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// people fetches the people who are referred to and not known, in batches.
type people struct {
	core   *core
	asking bool
	hold   time.Time // the server asked to wait
}

func (p *people) ask() {
	if !p.core.net.live() || p.asking {
		return
	}
	if p.hold.After(time.Now()) {
		p.core.sooner(timerPeople, p.hold)
		return
	}
	ids := p.core.state.TakeUnknown(limits.UserBatch)
	if len(ids) == 0 {
		return
	}
	p.asking = true
	var users wire.Users
	p.core.requests.ask(wire.Row(wire.GetUsers), &wire.UserGet{IDs: ids}, &users, true, func(err error) {
		p.asking = false
		if err == nil {
			p.core.mustApply(&users)
			return
		}
		if fail := asError(err); fail.Code.Temporary() {
			p.core.state.Mention(ids...)
			p.hold = time.Now().Add(max(time.Second, time.Duration(fail.RetryMS)*time.Millisecond))
		}
	})
}
