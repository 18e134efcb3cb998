package preview

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/sync/singleflight"

	"github.com/confab/confab/server/follow"
	"github.com/confab/confab/server/jobs"
	"github.com/confab/confab/server/ratelimit"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// JobKind is the kind of the jobs that make previews.
const JobKind = "preview"

const (
	// pause is how long a message may wait to be noted: at most this often a
	// transaction is needed for it.
	pause = 500 * time.Millisecond
	// fresh is how old a message may be that still gets previews. So a backlog, of many
	// links or of a server that was away, is soon gone.
	fresh = 2 * time.Minute
	// keeps is how long what was found behind an address is not fetched again.
	keeps = 24 * time.Hour
	// unsent is how long the file of a picture is kept that a killed server has left.
	unsent = time.Hour
	// AtOnce is how many jobs are carried out at once.
	AtOnce = 8
	// perLink is how long a page, its picture, and making that anew may take.
	perLink = 12 * time.Second
	lasts   = (limits.Previews + 1) * perLink

	forgetAtOnce = 500
)

// Rates of pages that are fetched. Beyond them messages get no previews.
var (
	ratePerson = limits.Rate{PerSecond: 20.0 / 60, Burst: 30} // because of one person's messages
	rateHost   = limits.Rate{PerSecond: 2, Burst: 20}         // from one host
)

// Blobs keep pictures, as a files.Store does.
type Blobs interface {
	Put(ctx context.Context, name string, size int64, content io.Reader) error
}

// Options are what a Previewer needs. Store and Log are required.
type Options struct {
	Store   store.Store
	Fetcher *Fetcher          // nil: nothing is fetched, but previews are removed with their links
	Blobs   Blobs             // nil: there are no pictures
	Limiter ratelimit.Limiter // nil: no rates
	Own     string            // the origin of this server; "": not known
	Clock   func() time.Time  // nil: time.Now
	Log     *slog.Logger
	Wake    func() // makes the runner of the jobs look for one; nil: nobody waits

	PerLink         time.Duration // how long a page with its picture may take; 0: perLink
	Quota, AllQuota int64         // bytes of a person's files, and of everybody's; 0: no limit
}

// Previewer makes the previews of messages.
type Previewer struct {
	o      Options
	flight singleflight.Group // by address: two messages with one link cause one exchange
	noted  atomic.Bool        // a job was created since Wrote was last called
}

// New returns a Previewer.
func New(o Options) *Previewer {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.PerLink == 0 {
		o.PerLink = perLink
	}
	return &Previewer{o: o}
}

// Follower notes messages whose links are to be previewed.
func (p *Previewer) Follower() follow.Follower {
	return follow.Follower{Name: "preview", New: true, Pause: pause, Write: p.note, Wrote: func() {
		if p.noted.Swap(false) && p.o.Wake != nil {
			p.o.Wake()
		}
	}}
}

// Job makes the previews of one message.
func (p *Previewer) Job() jobs.Kind { return jobs.Kind{Name: JobKind, Lasts: lasts, Do: p.preview} }

// Sweeping removes what is known of addresses for too long.
func Sweeping(st store.Store, now func() time.Time) jobs.Kind {
	return jobs.Kind{Name: "forget links", Every: time.Hour, Do: func(ctx context.Context, _ store.Job) error {
		before := now().Add(-keeps).UnixMilli()
		return jobs.Sweep(ctx, st, func(tx store.Tx) (bool, error) { return tx.Links().Forget(before, forgetAtOnce) })
	}}
}

// task is the Payload of a job.
type task struct {
	Room string `json:"room"`
	Seq  int64  `json:"seq"` // of the message
	At   int64  `json:"at"`  // when it got its text
}

// note creates a job for each message with links, for each edit of one that has links
// or previews, and for previews that somebody wants back.
func (p *Previewer) note(tx store.Tx, es []wire.Event) error {
	for i := range es {
		e := &es[i]
		seq := e.Seq
		switch e.Kind {
		case wire.KindMessage:
			if p.o.Fetcher == nil || len(linksOf(e.Body, p.o.Own)) == 0 {
				continue
			}
		case wire.KindEdit:
			m, err := tx.Events().Get(e.Room, e.Target)
			if err != nil {
				return err
			}
			if len(linksOf(e.Body, p.o.Own)) == 0 && (m.State == nil || len(m.State.Previews) == 0) {
				continue
			}
			seq = e.Target
		case wire.KindPreview:
			var all wire.Previews
			if err := e.Detail.Read(&all); err != nil {
				return err
			}
			if !slices.ContainsFunc(all.Previews, func(v wire.Preview) bool { return v.Awaited }) {
				continue
			}
			seq = e.Target
		default:
			continue
		}
		err := tx.Jobs().Create(store.Job{
			Key: JobKind + " " + e.Event, Kind: JobKind, Payload: string(wire.Marshal(&task{e.Room, seq, e.At})),
			Due: p.o.Clock().UnixMilli(),
		})
		if err != nil && !errors.Is(err, store.ErrExists) {
			return err
		}
		p.noted.Store(true)
	}
	return nil
}

// preview carries out a job.
func (p *Previewer) preview(ctx context.Context, j store.Job) error {
	var t task
	if err := wire.Unmarshal([]byte(j.Payload), &t); err != nil {
		return err
	}
	var m wire.Event
	var missing []string
	err := p.o.Store.View(ctx, func(tx store.Tx) (err error) {
		var now wanted
		m, now, err = p.wanted(tx, t)
		missing = now.missing
		return err
	})
	if err != nil {
		return p.gone(err)
	}
	got := make(map[string]*looked)
	for _, address := range missing {
		one, err := p.look(ctx, m.Author, address)
		if err != nil {
			return err
		}
		if one != nil {
			got[address] = one
		}
	}
	if err := p.keepPictures(ctx, m.Author, got); err != nil {
		return err
	}
	return p.gone(p.o.Store.Update(ctx, func(tx store.Tx) error { return p.settle(tx, t, got) }))
}

// errGone means that a message has no previews any more: it was deleted.
var errGone = errors.New("preview: the message is gone")

// gone returns err, or nil if there is nothing to preview any more.
func (p *Previewer) gone(err error) error {
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, errGone) {
		return nil
	}
	return err
}

// wanted is what a message should show, compared with what it shows.
type wanted struct {
	links   []string
	shows   []wire.Preview // what it shows
	missing []string       // links whose previews it does not show
}

// wanted reads a message. Returns errGone if it was deleted.
func (p *Previewer) wanted(tx store.Tx, t task) (m wire.Event, w wanted, err error) {
	if m, err = tx.Events().Get(t.Room, t.Seq); err != nil {
		return m, w, err
	}
	if m.Kind != wire.KindMessage || m.State != nil && m.State.Deleted {
		return m, w, errGone
	}
	if m.State != nil {
		w.shows = m.State.Previews
	}
	w.links = linksOf(m.Body, p.o.Own)
	room, err := tx.Rooms().ByID(t.Room)
	if err != nil || room.NoPreviews || p.o.Fetcher == nil || p.o.Clock().UnixMilli()-t.At > fresh.Milliseconds() {
		return m, w, err
	}
	for _, address := range w.links {
		if i := indexOf(w.shows, address); i < 0 || w.shows[i].Awaited {
			w.missing = append(w.missing, address)
		}
	}
	return m, w, nil
}

// indexOf returns the index of the preview of an address, or -1.
func indexOf(all []wire.Preview, address string) int {
	return slices.IndexFunc(all, func(v wire.Preview) bool { return v.Address == address })
}

// looked is what is known of an address.
type looked struct {
	link    store.Link
	known   bool        // from an earlier message, of whose picture a copy is made
	picture *shot       // nil: none
	file    *store.File // of picture, once it is kept
}

// look returns what is behind an address; nil: it was not looked for.
func (p *Previewer) look(ctx context.Context, author, address string) (*looked, error) {
	now := p.o.Clock()
	known := &looked{known: true}
	err := p.o.Store.View(ctx, func(tx store.Tx) (err error) {
		if known.link, err = tx.Links().Get(key(address)); err != nil || known.link.Preview.Picture == nil {
			return err
		}
		_, err = tx.Files().ByID(known.link.Preview.Picture.ID)
		return err
	})
	if err == nil && now.UnixMilli()-known.link.At < keeps.Milliseconds() {
		return known, nil
	}
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	for _, one := range []struct {
		key  string
		rate limits.Rate
	}{{"previews/" + author, ratePerson}, {"preview hosts/" + hostOf(address), rateHost}} {
		if p.o.Limiter == nil {
			break
		}
		wait, err := p.o.Limiter.Take(ctx, one.key, one.rate)
		if err != nil || wait > 0 {
			return nil, err
		}
	}
	shared, err, _ := p.flight.Do(key(address), func() (any, error) {
		ctx, cancel := context.WithTimeout(ctx, p.o.PerLink)
		defer cancel()
		return p.o.Fetcher.fetch(ctx, key(address))
	})
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	result, _ := shared.(found)
	if err != nil {
		// Most links lead to something that cannot be shown. That is no fault of anybody here.
		p.o.Log.Debug("nothing to show of a link", "error", err)
		result = found{}
	}
	return &looked{link: store.Link{Address: key(address), Preview: result.preview, At: now.UnixMilli()}, picture: result.picture}, nil
}

// hostOf returns the host of an address that fetched accepts.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}

// settle brings the message up to date with its links, in the transaction that looks at
// it for the last time, and writes an event if that changes it.
func (p *Previewer) settle(tx store.Tx, t task, got map[string]*looked) error {
	used := make(map[*store.File]bool) // this function may run twice
	m, now, err := p.wanted(tx, t)
	if err != nil {
		if errors.Is(err, errGone) || errors.Is(err, store.ErrNotFound) {
			return p.abandon(tx, got, used)
		}
		return err
	}
	next := make([]wire.Preview, 0, len(now.links))
	for _, address := range now.links {
		i := indexOf(now.shows, address)
		if i >= 0 && !now.shows[i].Awaited {
			next = append(next, now.shows[i])
			continue
		}
		v := wire.Preview{}
		if one := got[address]; one != nil && slices.Contains(now.missing, address) {
			if v, err = p.use(tx, &m, one, used); err != nil {
				return err
			}
		}
		switch {
		case v.Title != "":
			v.Address = address
			next = append(next, v)
		case i >= 0: // it is wanted back and cannot be had now
			next = append(next, wire.Preview{Address: address, Dismissed: true, By: now.shows[i].By})
		}
	}
	if err := p.abandon(tx, got, used); err != nil {
		return err
	}
	if slices.EqualFunc(next, now.shows, func(a, b wire.Preview) bool { return a.Address == b.Address && a.Awaited == b.Awaited }) {
		return nil
	}
	for _, old := range now.shows {
		if old.Picture != nil && indexOf(next, old.Address) < 0 {
			if err := p.remove(tx, old.Picture.ID); err != nil {
				return err
			}
		}
	}
	e := wire.Event{Room: t.Room, Event: id.New(), Author: m.Author, Kind: wire.KindPreview, At: p.o.Clock().UnixMilli(), Target: t.Seq,
		Detail: wire.DetailOf(&wire.Previews{Previews: next})}
	if err := tx.Events().Append(&e); err != nil {
		return err
	}
	return tx.Events().Change(e)
}
