package chat

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"time"

	"github.com/confab/confab/server/jobs"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/when"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/quiet"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// QuietJob is the name of the kind of jobs that say when people begin to be undisturbed, and when that ends. The payload is
// the person's id.
const QuietJob = "quiet"

// isQuiet is the form of when somebody does not want to be disturbed. Whether a pause is over is seen when it is set.
func isQuiet(_ string, v reflect.Value) error {
	q := v.Addr().Interface().(*wire.Quiet)
	for _, n := range []struct {
		field     string
		now, most int
	}{{"days", q.Days, 127}, {"from", q.From, 24*60 - 1}, {"to", q.To, 24*60 - 1}} {
		if n.now < 0 || n.now > n.most {
			return invalid(text.FieldWithin(n.field, 0, n.most))
		}
	}
	if _, known := when.Zone(q.Zone); q.Days != 0 && !known {
		return invalid(text.ZoneIs)
	}
	return nil
}

// setQuiet notes in told when u does not want to be disturbed.
func (r *records) setQuiet(tx store.Tx, u *store.User, told *store.Profile, q wire.Quiet) error {
	now := r.now()
	switch {
	case q.Pause < 0, q.Pause > 0 && q.Pause <= now:
		return invalid(text.WhenIsOver)
	case q.Pause > now+limits.LaterMost.Milliseconds():
		return invalid(text.WhenTooFar(int(limits.LaterMost.Hours() / 24)))
	}
	told.Pause, q.Pause, told.Hours = q.Pause, 0, ""
	if q.Days != 0 {
		told.Hours = string(wire.Marshal(&q))
	}
	return r.quieten(tx, u, *told)
}

// quietOf is when a person does not want to be disturbed.
func quietOf(told store.Profile) (q wire.Quiet, err error) {
	if told.Hours != "" {
		if err := json.Unmarshal([]byte(told.Hours), &q); err != nil {
			return q, fmt.Errorf("read the quiet hours of a person: %w", err)
		}
	}
	q.Pause = told.Pause
	return q, nil
}

// quieten sets until when u is not to be disturbed now, and has that done again when it changes. A job of times that were
// set before does the same, and adds nothing.
func (r *records) quieten(tx store.Tx, u *store.User, told store.Profile) error {
	q, err := quietOf(told)
	if err != nil {
		return err
	}
	in, known := when.Zone(q.Zone)
	if !known {
		in = time.UTC
	}
	now := time.UnixMilli(r.now())
	u.Quiet = 0
	if end := quiet.Until(q, in, now); !end.IsZero() {
		u.Quiet = end.UnixMilli()
	}
	next := quiet.Changes(q, in, now)
	if next.IsZero() {
		return nil
	}
	due := next.UnixMilli()
	key := QuietJob + "/" + u.ID + "/" + strconv.FormatInt(due, 10)
	err = tx.Jobs().Create(store.Job{Key: key, Kind: QuietJob, Payload: u.ID, Due: due})
	if errors.Is(err, store.ErrExists) {
		err = nil
	}
	return err
}

// Quiets returns the kind of jobs that say when people begin to be undisturbed, and when that ends.
func (s *Service) Quiets() jobs.Kind {
	return jobs.Kind{Name: QuietJob, Lasts: laterLasts, Write: func(tx store.Tx, j store.Job) error {
		u, err := tx.Users().ByID(j.Payload)
		if errors.Is(err, store.ErrNotFound) || err == nil && u.Gone {
			return nil
		}
		if err != nil {
			return err
		}
		told, err := tx.Profiles().Get(u.ID)
		if err == nil {
			err = s.records.quieten(tx, &u, told)
		}
		if err != nil {
			return err
		}
		return tx.Users().Update(u)
	}}
}
