package chat

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/confab/confab/server/jobs"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/wire"
)

// LaterJob is the name of the kind of jobs that carry out plans.
const LaterJob = "later"

// jobOf is the job of a plan. It knows the plan by its key and the person.
func jobOf(p store.Plan) store.Job {
	payload := string(wire.Marshal(due{p.User, p.ID}))
	return store.Job{Key: LaterJob + "/" + p.User + "/" + p.ID, Kind: LaterJob, Payload: payload, Due: p.Due}
}

// due is the payload of such a job.
type due struct {
	User string `json:"user"`
	Plan string `json:"plan"`
}

// laterLasts is how long such a job may take, and so how late it may be done if the server is killed in the middle.
const laterLasts = 5 * time.Second

// Later returns the kind of jobs that send messages and remind people at their time.
//
// The message is put into its room, and the plan ended, in the transaction that ends the job: once, however
// often the server is killed. If its author may not send it any more, the plan stays, with the reason.
func (s *Service) Later() jobs.Kind {
	return jobs.Kind{Name: LaterJob, Lasts: laterLasts, Do: s.plans.mayNow, Write: s.plans.carryOut}
}

// errFull means that a room takes no more messages for now.
var errFull = fmt.Errorf("chat: the room takes no more messages for now: %w", jobs.ErrAway)

// mayNow counts the message of a plan against what its room takes: many may be due at nine.
func (s plans) mayNow(ctx context.Context, j store.Job) error {
	var p store.Plan
	err := s.records.store.View(ctx, func(tx store.Tx) (err error) {
		p, err = s.dueNow(tx, j)
		return err
	})
	if err != nil || p.Deed != wire.DeedSend {
		return err
	}
	err = s.quotas.take(ctx, roomBucket, p.Room, limits.RateRoom)
	if public(err) != nil {
		return errFull
	}
	return err
}

// dueNow returns the plan of a job. It has the zero State if there is nothing to be done any more.
func (s plans) dueNow(tx store.Tx, j store.Job) (store.Plan, error) {
	var d due
	if err := json.Unmarshal([]byte(j.Payload), &d); err != nil {
		return store.Plan{}, err
	}
	p, err := tx.Plans().Get(d.User, d.Plan)
	if errors.Is(err, store.ErrNotFound) || err == nil && p.State != wire.LaterWaiting {
		return store.Plan{}, nil
	}
	return p, err
}

// carryOut does what is due.
func (s plans) carryOut(tx store.Tx, j store.Job) error {
	p, err := s.dueNow(tx, j)
	if err != nil || p.State == "" {
		return err
	}
	if p.Deed == wire.DeedRemind {
		p.State = wire.LaterDue
		if err := tx.Plans().Put(p); err != nil {
			return err
		}
		return s.records.planned(tx, p.User)
	}
	files, err := plannedFiles(p)
	if err != nil {
		return err
	}
	with := namesOf(files)
	d := draft{
		files: with.ids, said: with.captions,
		who: SignedIn(p.User, ""), right: new(rights.Grant), named: parseMentions(p.Body),
		event: wire.Event{
			Room: p.Room, Author: p.User, CID: p.ID, Kind: wire.KindMessage,
			Event: s.records.newID(), At: s.records.now(), Body: p.Body, ReplyTo: p.ReplyTo, Thread: p.Thread, InRoom: p.InRoom,
		},
	}
	*d.right = rights.Row(rights.Send)
	err = d.write(tx)
	refusal := public(err)
	switch {
	case err == nil, errors.Is(err, store.ErrExists): // it is there already
		err = tx.Plans().Remove(p.User, p.ID)
	case refusal != nil && !refusal.Code.Temporary():
		p.State = wire.LaterFailed
		p.Failed = string(wire.Marshal(&wire.Failure{Code: refusal.Code, Message: refusal.Message, Reason: refusal.Reason}))
		err = tx.Plans().Put(p)
	case refusal != nil && errors.As(err, new(*wire.Error)):
		err = fmt.Errorf("%w: %w", jobs.ErrAway, err)
	}
	if err != nil {
		return err
	}
	return s.records.planned(tx, p.User)
}
