package chat

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

const (
	// textBucket counts the text that a person writes, in units of limits.TextUnit.
	textBucket = "text"
	// maxRests bounds how many people's rests are kept, at some 50 bytes each.
	// Beyond it all are forgotten, which costs each of them less than a unit.
	maxRests = 1 << 17
)

// allowance is what people have left of the units of text that were drawn for
// them. The limiter is asked once a unit and not once a message: what its
// buckets cost does not depend on how long messages are, nor how many. It is
// safe for concurrent use; nothing is called under its lock.
type allowance struct {
	mu    sync.Mutex
	rests map[string]int // in bytes, by person; positive
}

// spend takes n bytes of what user has left, and reports whether there were as
// many.
func (a *allowance) spend(user string, n int) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	rest := a.rests[user]
	if rest < n {
		return false
	}
	a.rests[user] = rest - n
	return true
}

// add gives user n bytes more.
func (a *allowance) add(user string, n int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	rest, known := a.rests[user]
	if a.rests == nil || !known && len(a.rests) >= maxRests {
		a.rests = map[string]int{}
	}
	a.rests[user] = rest + n
}

// spendText takes n bytes of text from what a person may write in a day, or says
// how long until there are as many. What comes to nothing is given back with
// allowance.add. A text is never longer than a unit.
func (q *quotas) spendText(ctx context.Context, user string, n int) error {
	if q.limiter == nil || q.texts.spend(user, n) {
		return nil
	}
	err := q.take(ctx, textBucket, user, limits.RateText)
	var refusal *wire.Error
	if errors.As(err, &refusal) {
		wait := time.Duration(refusal.RetryMS) * time.Millisecond
		return later(refusal.Code, wait, text.TooMuchText)
	}
	if err == nil {
		q.texts.add(user, limits.TextUnit-n)
	}
	return err
}

// returnText gives back what spendText took for something that did not happen.
func (q *quotas) returnText(user string, n int) {
	if q.limiter != nil {
		q.texts.add(user, n)
	}
}
