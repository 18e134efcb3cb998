package engine

import (
	"time"

	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// people asks for those who are spoken of and not known, in batches.
type people struct {
	asking bool
	hold   time.Time // the server asked to wait
}

func (e *Engine) askPeople() {
	if !e.live() || e.people.asking {
		return
	}
	if e.people.hold.After(time.Now()) {
		e.sooner(timerPeople, e.people.hold)
		return
	}
	ids := e.state.TakeUnknown(limits.UserBatch)
	if len(ids) == 0 {
		return
	}
	e.people.asking = true
	var users wire.Users
	e.ask(wire.TypeUserGet, &wire.UserGet{IDs: ids}, &users, true, func(err error) {
		e.people.asking = false
		if err == nil {
			e.mustApply(&users)
			return
		}
		if fail := asError(err); fail.Code.Temporary() {
			e.state.Mention(ids...)
			e.people.hold = time.Now().Add(max(time.Second, time.Duration(fail.RetryMS)*time.Millisecond))
		}
	})
}
