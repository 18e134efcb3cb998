package compose

import (
	"context"
	"strings"
	"time"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/shared/wire"
)

// draftsKept is the key of all drafts in their database, as one record: there
// are few, and they are short. Under draftsBefore they were kept without their
// owner.
const (
	draftsKept   = "drafts of"
	draftsBefore = "drafts"
)

// draftEvery is how often a draft that is being typed is kept.
const draftEvery = 400 * time.Millisecond

// draft is a message begun and not sent.
type draft struct {
	Text    string `json:"t"`
	ReplyTo int64  `json:"r,omitempty"`
}

// Kept are the drafts of one person, as they are kept.
type Kept struct {
	User  string           `json:"u"` // whose they are; "": of whoever comes next, from before this was kept
	Begun map[string]draft `json:"r"` // by the key of their target
}

// Drafts are the messages begun for each target. They are kept on this device
// through room switches and reloads, for the person who wrote them.
type Drafts struct {
	h     *host.Host
	begun map[string]draft
	owner string // who is here; "": not known yet
	kept  Kept   // what was read at the start, until it is known who is here
	store Store  // nil: not kept
	due   bool   // keeping is scheduled
	dirty bool   // something changed while it was kept
}

// Store is the part of platform.Store that drafts need.
type Store interface {
	Get(ctx context.Context, key string) (string, error)
	Write(ctx context.Context, put []engine.Record, remove []string) error
}

// NewDrafts returns none.
func NewDrafts(h *host.Host) *Drafts { return &Drafts{h: h, begun: map[string]draft{}} }

// Load reads what was kept. It waits for the browser, so it is called before
// the first room is shown and not on go-app's goroutine.
func Load(store Store) (own Kept) {
	kept, err := store.Get(context.Background(), draftsKept)
	switch {
	case err != nil:
	case kept != "":
		err = wire.Unmarshal([]byte(kept), &own)
	default:
		if kept, err = store.Get(context.Background(), draftsBefore); err == nil && kept != "" {
			err = wire.Unmarshal([]byte(kept), &own.Begun)
		}
	}
	if err != nil {
		platform.Report("the drafts could not be read: " + err.Error())
		return Kept{}
	}
	return own
}

// Keep has drafts kept in a store, which has some already.
func (d *Drafts) Keep(in Store, kept Kept) { d.store, d.kept = in, kept }

// Meet is told who is here, and reports whether the drafts are others now. What
// another person has begun is forgotten: here, and on the device with the next
// draft that is kept.
func (d *Drafts) Meet(user string) bool {
	if user == "" || user == d.owner {
		return false
	}
	if d.owner != "" {
		d.begun = map[string]draft{}
	} else if d.kept.User == "" || d.kept.User == user {
		for key, begun := range d.kept.Begun {
			if _, since := d.begun[key]; !since {
				d.begun[key] = begun
			}
		}
	}
	d.owner, d.kept = user, Kept{}
	d.h.Raise(host.Drafts)
	d.keep()
	return true
}

// In reports whether a message to a room is begun.
func (d *Drafts) In(room string) bool { return d.has(Target{Room: room}) }

func (d *Drafts) has(to Target) bool { return strings.TrimSpace(d.get(to).Text) != "" }

func (d *Drafts) get(to Target) draft { return d.begun[to.key()] }

// put changes the draft of a target. The list of rooms shows whether there is one.
func (d *Drafts) put(to Target, now draft) {
	had := d.has(to)
	if now == (draft{}) {
		delete(d.begun, to.key())
	} else {
		d.begun[to.key()] = now
	}
	if had != d.has(to) {
		d.h.Raise(host.Drafts)
	}
	d.keep()
}

// keep has the drafts written soon, once it is known whose they are.
func (d *Drafts) keep() {
	if d.store == nil || d.owner == "" {
		return
	}
	if d.due {
		d.dirty = true
		return
	}
	d.due = true
	d.h.Later(draftEvery, d.flush)
}

func (d *Drafts) flush() {
	d.dirty = false
	kept := wire.Marshal(Kept{d.owner, d.begun})
	go func() {
		err := d.store.Write(context.Background(), []engine.Record{{Key: draftsKept, Value: string(kept)}}, []string{draftsBefore})
		if err != nil {
			platform.Report("the drafts are not kept: " + err.Error())
		}
		d.h.Post(func() {
			d.due = false
			if d.dirty {
				d.keep()
			}
		})
	}()
}
