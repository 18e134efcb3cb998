package chat

import (
	"context"
	"fmt"
	"time"

	"github.com/confab/confab/server/ratelimit"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// Options are what a Service needs from its surroundings. The zero value works:
// the system's clock, random ids, everybody offline, no rate limits.
type Options struct {
	Clock func() time.Time // nil: time.Now
	NewID func() string    // nil: id.New
	// Presence returns the states of those of users who are not offline.
	Presence func(ctx context.Context, users []string) map[string]string
	// Here returns the states of the people in a room who are not offline, at
	// most most of them, and how many there are in all.
	Here func(room string, most int) (states map[string]string, count int)
	// Limiter counts each person's commands and text and each room's messages.
	Limiter ratelimit.Limiter
	// Address is the origin of the server, with which the links of invites begin;
	// "": the workspace's setting.
	Address string
	Files   FileSpace // the zero value: there are no files
	// Mail mails the link of an invite, and reports whether it will; nil: there is
	// no mail.
	Mail func(to, link, by, workspace string) bool
}

// viewer and writer are the two halves of a store.
type (
	viewer interface {
		View(context.Context, func(store.Tx) error) error
	}
	writer interface {
		Update(context.Context, func(store.Tx) error) error
	}
)

// records give access to the stored workspace, with the clock and the source of
// ids for what is written.
type records struct {
	store  viewer
	writes writer // used by update, and by sends
	clock  func() time.Time
	newID  func() string
}

// quotas limit what each person and each room may do in a time.
type quotas struct {
	limiter ratelimit.Limiter // nil: no limits
	texts   allowance
	uploads allowance
}

// Service executes the commands.
type Service struct {
	records  *records
	quotas   *quotas
	together store.Together // the store, if it can run several Updates at once

	messages messages
	rooms    rooms
	people   people
	drafts   drafts
	plans    plans
	invites  invites
	sessions sessions
	files    files
}

// New returns the rules over st.
func New(st store.Store, o Options) *Service {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.NewID == nil {
		o.NewID = id.New
	}
	if o.Presence == nil {
		o.Presence = func(context.Context, []string) map[string]string { return nil }
	}
	if o.Here == nil {
		o.Here = func(string, int) (map[string]string, int) { return nil, 0 }
	}
	r, q := &records{store: st, writes: st, clock: o.Clock, newID: o.NewID}, &quotas{limiter: o.Limiter}
	s := &Service{
		records: r, quotas: q,
		messages: messages{r, q}, rooms: rooms{r, q, o.Presence, o.Here}, people: people{r}, drafts: drafts{r, q}, plans: plans{r, q},
		invites:  invites{r, o.Address, o.Mail},
		sessions: sessions{r}, files: files{r, q, o.Files},
	}
	s.together, _ = st.(store.Together)
	return s
}

// Do executes one command for who. The answer's Type is the command's and its ID
// the request's. An error is a *wire.Error for people, or a fault to be logged;
// see Public.
func (s *Service) Do(ctx context.Context, who Actor, c *Command, req wire.Headed) (wire.Headed, error) {
	if err := s.Draw(ctx, who, c); err != nil {
		return nil, err
	}
	return s.DoDrawn(ctx, who, c, req)
}

// Draw checks whether who may use the command at all, and draws from the person's
// bucket for it. A transport that has to read and decode a request calls Draw
// first and DoDrawn afterwards.
func (s *Service) Draw(ctx context.Context, who Actor, c *Command) error {
	if err := who.Need(c.Scope); err != nil {
		return err
	}
	return s.quotas.take(ctx, c.Bucket, who.User, c.Rate)
}

// DoDrawn is Do after Draw.
func (s *Service) DoDrawn(ctx context.Context, who Actor, c *Command, req wire.Headed) (wire.Headed, error) {
	var err error
	if who.turn, err = c.turnOf(who, req); err != nil {
		return nil, err
	}
	if c.Views() {
		ctx = store.For(ctx, who.User)
	}
	res, err := c.do(ctx, s, who, req)
	if err != nil {
		return nil, c.failed(err)
	}
	*res.Header() = wire.Head{Type: c.Answer, ID: req.Header().ID}
	return res, nil
}

// failed returns the error of Do: the refusal for people, or a fault with the
// name of the command.
func (c *Command) failed(err error) error {
	if known := public(err); known != nil {
		return known
	}
	return fmt.Errorf("chat: %s: %w", c.Type, err)
}

// take draws from an owner's bucket, or returns an error with the time until a
// token is available.
func (q *quotas) take(ctx context.Context, bucket, owner string, rate limits.Rate) error {
	if q.limiter == nil {
		return nil
	}
	key := bucket + "/" + owner
	wait, err := q.limiter.Take(ctx, key, rate)
	if err != nil {
		return fmt.Errorf("counting %s: %w", key, err)
	}
	if wait > 0 {
		return tooFast(wait)
	}
	return nil
}

// give returns a token for a change that was refused. Errors are ignored: the
// bucket is merely one token short for a while.
func (q *quotas) give(ctx context.Context, bucket, owner string, rate limits.Rate) {
	if q.limiter != nil {
		_ = q.limiter.Give(ctx, bucket+"/"+owner, rate)
	}
}

// now is the time in UTC milliseconds.
func (r *records) now() int64 { return r.clock().UnixMilli() }

// event returns a new event of the log, which is not stored yet.
func (r *records) event(kind wire.Kind, author, room string) *wire.Event {
	return &wire.Event{Room: room, Event: r.newID(), Author: author, Kind: kind, At: r.now()}
}
