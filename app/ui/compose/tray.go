package compose

import (
	"slices"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// picked is a file that is to be sent.
type picked struct {
	engine.Picked
	file    platform.File
	preview string // the address of a picture of it; "": there is none
	key     string // of its content on this device; "": it is not to be kept
	said    string // its caption
}

// attached is a file in a tray.
type attached struct {
	picked
	upload string // its id
}

// tray has the files that go with the next message to a target, in their order.
type tray struct {
	files  []attached
	chosen string // the upload whose caption can be written; "": see choice
	// queued is what the person has sent while files were on their way: it goes when they
	// are there. nil: nothing.
	queued *queued
}

// queued is a message that waits for its files.
type queued struct {
	cid     string // its id, which stays the same so that it is sent once
	text    string
	replyTo int64
	inRoom  bool // the room shows it too, though it is a reply in a thread
}

// trays are the trays of all targets, and the uploads of the files in them.
type trays struct {
	d       *Drafts
	uploads *engine.Uploads // nil until there is a file
	of      map[Target]*tray
	kept    shelf
}

// server begins the uploads.
func (t *trays) server(s engine.FileServer) {
	t.uploads = engine.NewUploads(s, func() { t.d.h.Post(t.moved) })
}

// at returns the tray of a target; there is one even if it is empty.
func (t *trays) at(to Target) *tray {
	if found := t.of[to]; found != nil {
		return found
	}
	return &tray{}
}

// add puts files into the tray of a target and begins to upload them. It says so if not all
// of them fit.
func (t *trays) add(to Target, files []picked) {
	if t.uploads == nil {
		t.server(t.d.h.Eng.FileServer())
	}
	into := t.of[to]
	if into == nil {
		into = &tray{}
		t.of[to] = into
	}
	for i, f := range files {
		if len(into.files) == limits.Files {
			for _, left := range files[i:] {
				left.free()
			}
			t.d.h.Say("alert", text.TooManyFiles(limits.Files))
			break
		}
		if f.Size == 0 {
			t.d.h.Say("alert", text.EmptyFile(f.Name))
			continue
		}
		if f.CID == "" {
			f.CID, f.key = id.New(), t.kept.newKey(f.Size)
		}
		into.files = append(into.files, attached{f, t.uploads.Add(f.Picked)})
	}
	if into.queued = nil; len(into.files) == 0 {
		delete(t.of, to)
	}
	t.saved(to)
}

// enqueue has a message sent when the files of its target are there.
func (t *trays) enqueue(to Target, text string, replyTo int64, inRoom bool) {
	t.at(to).queued = &queued{id.New(), text, replyTo, inRoom}
	t.saved(to)
}

// hold takes that back, and reports whether there was such a message.
func (t *trays) hold(to Target) bool {
	in := t.at(to)
	if in.queued == nil {
		return false
	}
	in.queued = nil
	t.saved(to)
	return true
}

// saved has the tray of a target, which is another one now, kept and drawn.
func (t *trays) saved(to Target) {
	t.kept.save(to)
	t.changed(to)
}

// free gives up what the browser keeps to show a file.
func (p picked) free() {
	if p.preview != "" {
		platform.FreeURL(p.preview)
	}
}

// remove takes a file away.
func (t *trays) remove(to Target, i int) {
	in := t.at(to)
	if i < 0 || i >= len(in.files) {
		return
	}
	t.uploads.Remove(in.files[i].upload)
	in.files[i].free()
	t.kept.drop(in.files[i])
	in.files = append(in.files[:i:i], in.files[i+1:]...)
	if len(in.files) == 0 {
		delete(t.of, to)
	}
	t.saved(to)
	t.moved()
}

// choice returns which file of a tray is the one whose caption can be written; -1: none. Of several, one always
// is; one alone is if the person chose it, because the message says what there is to say of it.
func (in *tray) choice() int {
	i := slices.IndexFunc(in.files, func(f attached) bool { return f.upload == in.chosen })
	if i < 0 && len(in.files) > 1 {
		return 0
	}
	return i
}

// caption changes what is said of a file.
func (t *trays) caption(to Target, upload, said string) {
	in := t.at(to)
	if i := slices.IndexFunc(in.files, func(f attached) bool { return f.upload == upload }); i >= 0 && in.files[i].said != said {
		in.files[i].said = said
		in.queued = nil // what was sent while files are on their way is being changed
		t.saved(to)
	}
}

// move puts a file by steps to the front or the back, and reports whether it could.
func (t *trays) move(to Target, i, by int) bool {
	files := t.at(to).files
	j := i + by
	if min(i, j) < 0 || max(i, j) >= len(files) {
		return false
	}
	files[i], files[j] = files[j], files[i]
	t.saved(to)
	return true
}

// state returns how far a file is.
func (t *trays) state(f attached) engine.Upload {
	known, _ := t.uploads.Get(f.upload)
	return known
}

// count returns how many files of a tray are on their way, and how many have failed.
func (t *trays) count(in *tray) (going, failed int) {
	for _, f := range in.files {
		switch known := t.state(f); {
		case known.Fail != nil:
			failed++
		case !known.Done:
			going++
		}
	}
	return going, failed
}

// ready returns the files of a target for its message; ok is false if some are not there yet.
func (t *trays) ready(to Target) (files []wire.File, ok bool) {
	for _, f := range t.at(to).files {
		known := t.state(f)
		if !known.Done {
			return nil, false
		}
		known.File.Caption = f.said
		files = append(files, known.File)
	}
	return files, true
}

// sent empties the tray of a target, whose files are in a message.
func (t *trays) sent(to Target) {
	for _, f := range t.at(to).files {
		t.uploads.Sent(f.upload)
		f.free()
		t.kept.drop(f)
	}
	delete(t.of, to)
	t.saved(to)
}

// planned takes the files out of the tray of a target that are in a message which the server sends later.
func (t *trays) planned(to Target, files []wire.File) {
	in := t.at(to)
	in.files = slices.DeleteFunc(in.files, func(f attached) bool {
		known := t.state(f).File.ID
		if !slices.ContainsFunc(files, func(p wire.File) bool { return p.ID == known }) {
			return false
		}
		t.uploads.Sent(f.upload)
		f.free()
		t.kept.drop(f)
		return true
	})
	if len(in.files) == 0 {
		delete(t.of, to)
	}
	if len(files) > 0 {
		t.saved(to)
	}
}

// moved is called when an upload has changed: messages go whose files are there now.
func (t *trays) moved() {
	for to, in := range t.of {
		if files, ok := t.ready(to); ok && in.queued != nil {
			t.d.deliver(to, *in.queued, files)
		}
		t.changed(to)
	}
	t.forgetSent()
}

// forgetSent takes away files that are in a message already: the page ended after it had been
// sent and before that was kept. Those of a message that waits stay: it has the same
// id as before, so that the server knows it.
func (t *trays) forgetSent() {
	for to, in := range t.of {
		for i := len(in.files) - 1; i >= 0 && in.queued == nil; i-- {
			if f := in.files[i]; t.state(f).InMessage {
				t.uploads.Sent(f.upload)
				f.free()
				t.kept.drop(f)
				in.files = slices.Delete(in.files, i, i+1)
				t.saved(to)
			}
		}
		if len(in.files) == 0 {
			delete(t.of, to)
		}
	}
}

// clear forgets all files: somebody else is here now.
func (t *trays) clear() {
	for to, in := range t.of {
		for _, f := range in.files {
			t.uploads.Remove(f.upload)
			f.free()
			t.kept.drop(f)
		}
		delete(t.of, to)
		t.saved(to)
	}
}

// meet is told who is here. The files of somebody else who was here are forgotten.
func (t *trays) meet(user string) {
	if before := t.kept.owner; before != "" && before != user {
		t.clear()
		t.kept.records = map[Target]bool{}
	}
	t.kept.meet(user)
}

// unfinished reports whether something would be lost with the page.
func (t *trays) unfinished() bool {
	for to := range t.of {
		if !t.kept.has(to) {
			return true
		}
	}
	return false
}

// in reports whether a room has files that are not sent.
func (t *trays) in(room string) bool {
	for to := range t.of {
		if to.Room == room {
			return true
		}
	}
	return false
}

func (t *trays) changed(to Target) { t.d.h.Raise(to.thing()) }
