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
	// uploadBucket counts what a person uploads, in units of limits.FilePart.
	uploadBucket = "uploaded"
	// maxRests bounds how many people's rests are kept, at about 50 bytes each.
	// When there are more, all are dropped, which costs each person less than one
	// unit.
	maxRests = 1 << 17
)

// allowance holds what is left of the units of text, or of what is uploaded, that the
// limiter granted to each person. So the limiter is asked once per unit instead of once per message,
// and its cost does not depend on the length or number of messages. An allowance
// is safe for concurrent use and calls nothing while it holds its lock.
type allowance struct {
	mu    sync.Mutex
	rests map[string]int // in bytes, by person; positive
}

// spend takes n bytes of what user has left. It reports false, and takes nothing,
// if that is less than n.
func (a *allowance) spend(user string, n int) bool {
	if n == 0 { // a message of files alone
		return true
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	rest := a.rests[user]
	if rest < n {
		return false
	}
	a.rests[user] = rest - n
	return true
}

// add gives n bytes back to user.
func (a *allowance) add(user string, n int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	rest, known := a.rests[user]
	if a.rests == nil || !known && len(a.rests) >= maxRests {
		a.rests = map[string]int{}
	}
	a.rests[user] = rest + n
}

// spendText takes n bytes from the text that a person may write in a day, or
// returns an error with the time until they are available. If nothing is written
// after all, allowance.add gives the bytes back. A text is never longer than a
// unit.
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

// spendUpload is spendText for the bytes of an upload's part, which has at most
// limits.FilePart.
func (q *quotas) spendUpload(ctx context.Context, user string, n int) error {
	if q.limiter == nil || q.uploads.spend(user, n) {
		return nil
	}
	err := q.take(ctx, uploadBucket, user, limits.RateUploaded)
	var refusal *wire.Error
	if errors.As(err, &refusal) {
		wait := time.Duration(refusal.RetryMS) * time.Millisecond
		return later(refusal.Code, wait, text.TooMuchUploaded)
	}
	if err == nil {
		q.uploads.add(user, limits.FilePart-n)
	}
	return err
}

// returnText gives back what spendText took for a command that failed.
func (q *quotas) returnText(user string, n int) {
	if q.limiter != nil {
		q.texts.add(user, n)
	}
}
