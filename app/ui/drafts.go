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
// are few, and they are short.
const draftsKept = "drafts"

// draftEvery is how often a draft that is being typed is kept.
const draftEvery = 400 * time.Millisecond

// draft is a message begun and not sent.
type draft struct {
	Text    string `json:"t"`
	ReplyTo int64  `json:"r,omitempty"`
}

// drafts are the messages begun in each room. They are kept on this device
// through room switches and reloads.
type drafts struct {
	rooms map[string]draft
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
func loadDrafts(store draftStore) map[string]draft {
	rooms := map[string]draft{}
	if store == nil {
		return rooms
	}
	kept, err := store.Get(context.Background(), draftsKept)
	if err == nil && kept != "" {
		err = wire.Unmarshal([]byte(kept), &rooms)
	}
	if err != nil {
		platform.Report("the drafts could not be read: " + err.Error())
		return map[string]draft{}
	}
	return rooms
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

// keep has the drafts written soon.
func (d *drafts) keep(v *view) {
	if d.store == nil {
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
	kept := wire.Marshal(d.rooms)
	go func() {
		err := d.store.Write(context.Background(), []engine.Record{{Key: draftsKept, Value: string(kept)}}, nil)
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
