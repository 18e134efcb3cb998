package ui

import (
	"context"
	"strings"
	"time"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/platform"
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

// ownDrafts are the drafts of one person, as they are kept.
type ownDrafts struct {
	User  string           `json:"u"` // whose they are; "": of whoever comes next, from before this was kept
	Rooms map[string]draft `json:"r"`
}

// drafts are the messages begun in each room. They are kept on this device
// through room switches and reloads, for the person who wrote them.
type drafts struct {
	rooms map[string]draft
	owner string     // who is here; "": not known yet
	kept  ownDrafts  // what was read at the start, until it is known who is here
	store draftStore // nil: not kept
	due   bool       // keeping is scheduled
	dirty bool       // something changed while it was kept
}

// draftStore is the part of platform.Store that drafts need.
type draftStore interface {
	Get(ctx context.Context, key string) (string, error)
	Write(ctx context.Context, put []engine.Record, remove []string) error
	Clear(ctx context.Context) error
}

func (d *drafts) init() { d.rooms = map[string]draft{} }

// loadDrafts reads what was kept. It waits for the browser, so it is called before
// the first room is shown and not on go-app's goroutine.
func loadDrafts(store draftStore) (own ownDrafts) {
	if store == nil {
		return own
	}
	kept, err := store.Get(context.Background(), draftsKept)
	switch {
	case err != nil:
	case kept != "":
		err = wire.Unmarshal([]byte(kept), &own)
	default:
		if kept, err = store.Get(context.Background(), draftsBefore); err == nil && kept != "" {
			err = wire.Unmarshal([]byte(kept), &own.Rooms)
		}
	}
	if err != nil {
		platform.Report("the drafts could not be read: " + err.Error())
		return ownDrafts{}
	}
	return own
}

// meet is told who is here, and reports whether the drafts are others now. What
// another person has begun is forgotten: here, and on the device with the next
// draft that is kept.
func (d *drafts) meet(user string) bool {
	if user == "" || user == d.owner {
		return false
	}
	if d.owner != "" {
		d.rooms = map[string]draft{}
	} else if d.kept.User == "" || d.kept.User == user {
		for room, begun := range d.kept.Rooms {
			if _, since := d.rooms[room]; !since {
				d.rooms[room] = begun
			}
		}
	}
	d.owner, d.kept = user, ownDrafts{}
	return true
}

func (d *drafts) has(room string) bool { return strings.TrimSpace(d.rooms[room].Text) != "" }

// set changes the draft of a room and reports whether it has begun or ended,
// which the list of rooms shows.
func (d *drafts) set(room string, to draft) (shows bool) {
	had := d.has(room)
	if to == (draft{}) {
		delete(d.rooms, room)
	} else {
		d.rooms[room] = to
	}
	return had != d.has(room)
}

// keep has the drafts written soon, once it is known whose they are.
func (d *drafts) keep(v *view) {
	if d.store == nil || d.owner == "" {
		return
	}
	if d.due {
		d.dirty = true
		return
	}
	d.due = true
	v.later(draftEvery, func() { d.flush(v) })
}

func (d *drafts) flush(v *view) {
	d.dirty = false
	kept := wire.Marshal(ownDrafts{d.owner, d.rooms})
	go func() {
		err := d.store.Write(context.Background(), []engine.Record{{Key: draftsKept, Value: string(kept)}}, []string{draftsBefore})
		if err != nil {
			platform.Report("the drafts are not kept: " + err.Error())
		}
		v.post(func() {
			d.due = false
			if d.dirty {
				d.keep(v)
			}
		})
	}()
}
