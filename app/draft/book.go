package draft

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/shared/wire"
)

// A draft that is being typed is stored this often; a long one takes longer to store.
const (
	keepEvery = 400 * time.Millisecond
	keepAside = 3 * time.Second
)

// sayStored begins what a tab says when it has stored a draft; the time of the draft and
// its name follow.
const sayStored = "draft "

// Options are what a Book needs from its environment. Post is required.
type Options struct {
	Store   engine.Store     // nil: drafts are lost with the page
	Channel engine.Channel   // to the other tabs; nil: there are none
	Post    func(func())     // runs a function on the goroutine that the Book belongs to
	Changed func(Target)     // another tab has changed a draft; it may be nil
	Failed  func(what error) // a draft could not be stored or read; it may be nil
}

// Book is the drafts of one person. Make one with New.
type Book struct {
	o     Options
	owner string // who is here; "": not known yet
	kept  Kept   // what the device has, until it is known who is here
	all   map[Target]Draft
	aside map[Target]string // the texts put aside that were written in this tab

	dirty    map[Target]struct{} // changed, and not stored yet
	unwanted []string            // keys of the store that are not needed any more
	due      bool                // what is dirty will be stored soon
	storing  bool                // something is being stored
	hurry    bool                // and what has changed since then is stored at once
	shut     bool
}

// New returns a Book of what Read has found. Nothing of it is shown before Meet.
func New(o Options, k Kept) *Book {
	b := &Book{o: o, kept: k}
	b.reset()
	if o.Channel != nil {
		o.Channel.Listen(func(text string) { o.Post(func() { b.hear(text) }) })
	}
	return b
}

func (b *Book) reset() {
	b.all, b.aside, b.dirty = map[Target]Draft{}, map[Target]string{}, map[Target]struct{}{}
}

// Meet says who is here, and reports whether the drafts are others now. Those of another
// person are forgotten: here, and on the device.
func (b *Book) Meet(user string) bool {
	if user == "" || user == b.owner || b.shut {
		return false
	}
	if b.owner != "" {
		for t := range b.all {
			b.unwanted = append(b.unwanted, prefixDraft+name(b.owner, t), prefixAside+name(b.owner, t))
		}
		b.reset()
	}
	for _, rec := range b.kept.drafts {
		of, t, ok := parseName(strings.TrimPrefix(rec.Key, prefixDraft))
		d, err := parse(rec.Value)
		switch {
		case !ok || err != nil || of != user:
			b.unwanted = append(b.unwanted, rec.Key, prefixAside+strings.TrimPrefix(rec.Key, prefixDraft))
		default:
			b.all[t] = d.and(b.all[t])
		}
	}
	if b.kept.isOld {
		b.adoptOld(user)
	}
	b.owner, b.kept = user, Kept{}
	b.keep()
	return true
}

// adoptOld takes over what earlier versions have kept.
func (b *Book) adoptOld(user string) {
	b.unwanted = append(b.unwanted, keyOwned, keyBare)
	if b.kept.old.User != "" && b.kept.old.User != user {
		return
	}
	for room, begun := range b.kept.old.Rooms {
		t := Target{Room: room}
		b.all[t] = Draft{Text: begun.Text, ReplyTo: begun.ReplyTo, At: 1}.and(b.all[t])
		b.dirty[t] = struct{}{}
	}
}

// Get returns a draft; it is empty if there is none.
func (b *Book) Get(t Target) Draft { return b.all[t] }

// In reports whether something is begun in a room.
func (b *Book) In(room string) bool {
	for t, d := range b.all {
		if t.Room == room && !d.Blank() {
			return true
		}
	}
	return false
}

// Editing returns the edit that is under way in a room or a thread, the latest if there
// are several.
func (b *Book) Editing(room string, thread int64) (edit Target, ok bool) {
	for t, d := range b.all {
		if t.Room == room && t.Thread == thread && t.Edit != "" && !d.empty() && (!ok || d.At > b.all[edit].At) {
			edit, ok = t, true
		}
	}
	return edit, ok
}

// Each calls do with every draft.
func (b *Book) Each(do func(Target, Draft)) {
	for t, d := range b.all {
		do(t, d)
	}
}

// Count returns how many drafts there are.
func (b *Book) Count() (n int) {
	for _, d := range b.all {
		if !d.Blank() {
			n++
		}
	}
	return n
}

// Set changes a draft and has it stored soon. A text over TextMax is put aside when it is
// stored; one that was put aside before stays. Set reports whether something has begun or
// ended in the room, which lists of rooms show.
func (b *Book) Set(t Target, text string, replyTo int64) (shows bool) {
	d := b.all[t]
	if b.shut || d.Text == text && d.ReplyTo == replyTo {
		return false
	}
	had := b.In(t.Room)
	d.Text, d.ReplyTo, d.Told, d.At = text, replyTo, false, max(d.At+1, time.Now().UnixMilli())
	b.put(t, d)
	return had != b.In(t.Room)
}

// put changes a draft and has it stored soon.
func (b *Book) put(t Target, d Draft) {
	b.all[t] = d
	b.dirty[t] = struct{}{}
	b.keep()
}

// Aside calls then, on the Book's goroutine, with a text that was put aside.
func (b *Book) Aside(t Target, then func(text string)) {
	if text, ok := b.aside[t]; ok || b.o.Store == nil || b.owner == "" {
		then(text)
		return
	}
	key := prefixAside + name(b.owner, t)
	go func() {
		text, err := b.o.Store.Get(context.Background(), key)
		b.o.Post(func() {
			b.failed(err)
			then(text)
		})
	}()
}

// PutAside puts a text aside, for one that is too long for the text field. It replaces
// an earlier one.
func (b *Book) PutAside(t Target, text string) {
	d := b.all[t]
	if b.shut || d.Aside == 0 && text == "" {
		return
	}
	d.Aside, d.At = len(text), max(d.At+1, time.Now().UnixMilli())
	b.aside[t] = text
	b.put(t, d)
}

// Forget drops everything; nothing is stored any more. The caller clears the store.
func (b *Book) Forget() {
	b.shut = true
	b.unwanted = nil
	b.reset()
}

// keep has what has changed stored soon, once it is known whose it is.
func (b *Book) keep() {
	if b.o.Store == nil || b.owner == "" || b.due || b.storing || len(b.dirty) == 0 && len(b.unwanted) == 0 {
		return
	}
	b.due = true
	wait := keepEvery
	for t := range b.dirty {
		if len(b.all[t].Text) > TextMax {
			wait = keepAside
		}
	}
	time.AfterFunc(wait, func() {
		b.o.Post(func() {
			b.due = false
			b.store()
		})
	})
}

// Flush has stored at once what has changed, because the page may be about to go. It does
// not wait for the store.
func (b *Book) Flush() {
	b.hurry = b.storing
	b.store()
}

// store writes what has changed, and tells the other tabs.
func (b *Book) store() {
	if b.o.Store == nil || b.owner == "" || b.storing || len(b.dirty) == 0 && len(b.unwanted) == 0 {
		return
	}
	var put []engine.Record
	var said []string
	gone := b.unwanted
	for t := range b.dirty {
		d, key := b.all[t], name(b.owner, t)
		said = append(said, sayStored+strconv.FormatInt(d.At, 10)+" "+key)
		put, gone = b.records(put, gone, t, key)
	}
	b.unwanted, b.dirty, b.storing = nil, map[Target]struct{}{}, true
	go func() {
		err := b.o.Store.Write(context.Background(), put, gone)
		if err == nil && b.o.Channel != nil {
			for _, text := range said {
				b.o.Channel.Say(text)
			}
		}
		b.o.Post(func() {
			b.failed(err)
			again := b.hurry
			b.storing, b.hurry = false, false
			if again {
				b.store()
			}
			b.keep()
		})
	}()
}

// records adds the records of a draft to those that are to be written, or its keys to
// those that are to be deleted.
func (b *Book) records(put []engine.Record, gone []string, t Target, key string) ([]engine.Record, []string) {
	d := b.all[t]
	aside, ok := b.aside[t]
	if len(d.Text) > TextMax {
		aside, ok = d.Text, true
		d.Text, d.Aside = "", len(aside)
	}
	switch {
	case d.Aside == 0:
		gone = append(gone, prefixAside+key)
	case ok:
		put = append(put, engine.Record{Key: prefixAside + key, Value: aside})
	}
	if d.empty() {
		return put, append(gone, prefixDraft+key)
	}
	value := wire.Marshal(kept(d))
	return append(put, engine.Record{Key: prefixDraft + key, Value: string(value)}), gone
}

// hear is told what another tab has stored, and shows it if it is later than what is
// here.
func (b *Book) hear(text string) {
	stamp, key, _ := strings.Cut(strings.TrimPrefix(text, sayStored), " ")
	at, err := strconv.ParseInt(stamp, 10, 64)
	user, t, ok := parseName(key)
	if !strings.HasPrefix(text, sayStored) || err != nil || !ok || user != b.owner || b.shut || b.o.Store == nil || b.all[t].At >= at {
		return
	}
	go func() {
		value, err := b.o.Store.Get(context.Background(), prefixDraft+key)
		d, broken := parse(value)
		b.o.Post(func() {
			if err != nil || broken != nil || user != b.owner || b.shut || b.all[t].At >= at {
				b.failed(err)
				return
			}
			delete(b.aside, t)
			delete(b.dirty, t)
			d.At = max(d.At, at)
			b.all[t] = d
			if b.o.Changed != nil {
				b.o.Changed(t)
			}
		})
	}()
}

func (b *Book) failed(err error) {
	if err != nil && b.o.Failed != nil {
		b.o.Failed(err)
	}
}
