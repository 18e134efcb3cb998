package compose

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// Shelf is the store of this device, which keeps the content of files too.
type Shelf interface {
	engine.Store
	// Keys returns the keys that begin with prefix.
	Keys(ctx context.Context, prefix string) ([]string, error)
	// PutFile keeps a file; it fails if there is no room for it.
	PutFile(ctx context.Context, key string, f platform.File) error
	// GetFile returns a file; ok is false if there is none.
	GetFile(ctx context.Context, key string) (f platform.File, ok bool, err error)
}

// The keys of the store. What follows prefixTray is USER/PAGE/ROOM, then "/t" and a
// thread, if there is one. What follows prefixContent is PAGE/ID, of the page where the file was
// picked.
const (
	prefixTray    = "tray/"
	prefixContent = "content/"
)

// keptTray is the record of a tray.
type keptTray struct {
	Files   []keptFile `json:"f"`
	CID     string     `json:"c,omitempty"` // of the message that waits for them; "": none does
	Text    string     `json:"t,omitempty"`
	ReplyTo int64      `json:"r,omitempty"`
	InRoom  bool       `json:"i,omitempty"`
}

// keptFile is a file of it, whose content has Key.
type keptFile struct {
	Key  string `json:"k"`
	CID  string `json:"c"`
	Name string `json:"n"`
	Type string `json:"t,omitempty"`
	Size int64  `json:"s"`

	Duration int64  `json:"d,omitempty"`
	Wave     string `json:"w,omitempty"`
	Said     string `json:"a,omitempty"`
}

// shelf keeps trays on this device, so that their files are there after a reload or a crash,
// online or not. The trays of a page are its own while it lives, which it says by a lock of
// the browser; whichever page gets the lock of one that ended takes its trays over.
type shelf struct {
	t    *trays
	in   Shelf // nil: nothing is kept
	lock engine.Lock
	post func(func()) // runs a function on the goroutine of the page
	page string       // the name of this page among those of the device

	owner   string // who is here; "": not known yet
	locked  bool   // this page has its lock
	content map[string]bool
	records map[Target]bool     // those that the device has as they are here
	dirty   map[Target]struct{} // those that it has not
	gone    []string            // keys that are not needed any more
	after   []func()            // to be called when all this is stored
	storing bool
	shut    bool
}

// open has trays kept in a store.
func (s *shelf) open(in Shelf, lock engine.Lock) {
	s.in, s.lock, s.post, s.page = in, lock, s.t.d.h.Post, id.New()
	s.content, s.records, s.dirty = map[string]bool{}, map[Target]bool{}, map[Target]struct{}{}
}

// newKey returns a key for the content of a file; "" if it is too large to be kept.
func (s *shelf) newKey(size int64) string {
	if s.in == nil || size > limits.FileKept {
		return ""
	}
	return prefixContent + s.page + "/" + id.New()
}

// has reports whether a tray is kept as it is.
func (s *shelf) has(to Target) bool {
	if !s.records[to] {
		return false
	}
	return !slices.ContainsFunc(s.t.at(to).files, func(f attached) bool { return !s.content[f.key] })
}

func (s *shelf) key(to Target) string {
	key := prefixTray + s.owner + "/" + s.page + "/" + to.Room
	if to.Thread != 0 {
		key += "/t" + strconv.FormatInt(to.Thread, 10)
	}
	return key
}

// parseTray returns what the key of a tray says.
func parseTray(key string) (user, page string, to Target, ok bool) {
	parts := strings.Split(strings.TrimPrefix(key, prefixTray), "/")
	if len(parts) < 3 {
		return "", "", to, false
	}
	to.Room = parts[2]
	if len(parts) > 3 {
		seq, err := strconv.ParseInt(strings.TrimPrefix(parts[3], "t"), 10, 64)
		if err != nil {
			return "", "", to, false
		}
		to.Thread = seq
	}
	return parts[0], parts[1], to, true
}

// save has a tray kept that has changed.
func (s *shelf) save(to Target) {
	if s.in == nil || s.shut {
		return
	}
	s.dirty[to] = struct{}{}
	delete(s.records, to)
	s.store()
}

// drop has content deleted that is not needed any more, with the next tray that is kept.
func (s *shelf) drop(f attached) {
	if s.in != nil && f.key != "" {
		delete(s.content, f.key)
		s.gone = append(s.gone, f.key)
	}
}

// store keeps what has changed: first the content of files, then the trays that have them.
func (s *shelf) store() {
	if s.in == nil || s.owner == "" || s.storing || s.shut || len(s.dirty) == 0 && len(s.gone) == 0 && len(s.after) == 0 {
		return
	}
	s.storing = true
	var fresh []picked
	trays := map[Target]keptTray{}
	for to := range s.dirty {
		trays[to] = s.recordOf(to, &fresh)
	}
	gone, after, locked := s.gone, s.after, s.locked
	s.dirty, s.gone, s.after = map[Target]struct{}{}, nil, nil
	has := map[string]bool{}
	for key := range s.content {
		has[key] = true
	}
	go func() {
		ctx := context.Background()
		var err error
		if !locked && s.lock != nil {
			_, _, err = s.lock(ctx, prefixTray+s.page, false)
			failed(err)
		}
		for _, f := range fresh {
			if err := s.in.PutFile(ctx, f.key, f.file); err != nil {
				failed(err) // the browser asks before the page is left, as it does for files that are too large
				continue
			}
			has[f.key] = true
		}
		var put []engine.Record
		for to, k := range trays {
			whole := len(k.Files)
			k.Files = slices.DeleteFunc(k.Files, func(f keptFile) bool { return !has[f.Key] })
			if len(k.Files) < whole {
				k.CID = "" // a message is not sent with a part of its files
			}
			if len(k.Files) == 0 {
				gone = append(gone, s.key(to))
				continue
			}
			put = append(put, engine.Record{Key: s.key(to), Value: string(wire.Marshal(k))})
		}
		err = s.in.Write(ctx, put, gone)
		s.post(func() { s.stored(err, has, trays, after) })
	}()
}

// stored is told what was kept.
func (s *shelf) stored(err error, has map[string]bool, trays map[Target]keptTray, after []func()) {
	failed(err)
	s.storing, s.locked = false, true
	for key := range has {
		s.content[key] = true
	}
	for to := range trays {
		if _, again := s.dirty[to]; !again && err == nil {
			s.records[to] = true
		}
	}
	for _, f := range after {
		f()
	}
	s.store()
}

// recordOf returns the record of a tray, and adds the files to fresh whose content is not kept.
func (s *shelf) recordOf(to Target, fresh *[]picked) (k keptTray) {
	in := s.t.at(to)
	if q := in.queued; q != nil {
		k.CID, k.Text, k.ReplyTo, k.InRoom = q.cid, q.text, q.replyTo, q.inRoom
	}
	for _, f := range in.files {
		k.Files = append(k.Files, keptFile{f.key, f.CID, f.Name, f.Type, f.Size, f.Duration, f.Wave, f.said})
		if f.key != "" && !s.content[f.key] {
			*fresh = append(*fresh, f.picked)
		}
	}
	return k
}

// meet is told who is here: trays that this person's pages have left are taken over, and those
// of others deleted.
func (s *shelf) meet(user string) {
	s.owner = user
	if s.in == nil || s.shut {
		return
	}
	s.store()
	go func() {
		keys, err := s.in.Keys(context.Background(), prefixTray)
		failed(err)
		var others []string
		pages := map[string]bool{}
		for _, key := range keys {
			if of, page, _, ok := parseTray(key); ok && of == user {
				pages[page] = true
			} else {
				others = append(others, key)
			}
		}
		s.forget(others)
		keys, err = s.in.Keys(context.Background(), prefixContent)
		failed(err)
		for _, key := range keys {
			page, _, _ := strings.Cut(strings.TrimPrefix(key, prefixContent), "/")
			pages[page] = true
		}
		delete(pages, s.page)
		s.post(func() {
			for page := range pages {
				go s.inherit(user, page)
			}
		})
	}()
}

// forget deletes trays with the content of their files.
func (s *shelf) forget(trays []string) {
	ctx := context.Background()
	var gone []string
	for _, key := range trays {
		value, err := s.in.Get(ctx, key)
		failed(err)
		for _, f := range parseFiles(value).Files {
			gone = append(gone, f.Key)
		}
	}
	if len(trays) > 0 {
		failed(s.in.Write(ctx, nil, append(gone, trays...)))
	}
}

// parseFiles reads the record of a tray; of one that cannot be read nothing is left.
func parseFiles(value string) (k keptTray) {
	if value == "" {
		return k
	}
	failed(wire.Unmarshal([]byte(value), &k))
	return k
}

// inherit waits until a page has ended, and takes over the trays that it has left. It keeps
// the lock of that page until they are this one's.
func (s *shelf) inherit(user, page string) {
	ctx := context.Background()
	release := func() {}
	if s.lock != nil {
		_, free, err := s.lock(ctx, prefixTray+page, false)
		if err != nil {
			failed(err)
			return
		}
		release = free
	}
	left, err := s.in.All(ctx, prefixTray+user+"/"+page+"/")
	failed(err)
	for _, rec := range left {
		_, _, to, ok := parseTray(rec.Key)
		if !ok {
			continue
		}
		k := parseFiles(rec.Value)
		var found []picked
		for _, f := range k.Files {
			file, ok, err := s.in.GetFile(ctx, f.Key)
			failed(err)
			if ok {
				found = append(found, restored(f, file))
			}
		}
		if len(found) < len(k.Files) {
			k.CID = ""
		}
		s.post(func() { s.take(user, rec.Key, to, k, found) })
	}
	s.post(func() {
		s.after = append(s.after, func() {
			go func() {
				s.sweep(page)
				s.post(release)
			}()
		})
		s.store()
	})
}

// sweep deletes what a page that has ended kept of files that no tray has: it ended in
// between.
func (s *shelf) sweep(page string) {
	ctx := context.Background()
	keys, err := s.in.Keys(ctx, prefixContent+page+"/")
	failed(err)
	all, lost := s.in.All(ctx, prefixTray)
	failed(lost)
	if lost != nil {
		return
	}
	for _, rec := range all {
		for _, f := range parseFiles(rec.Value).Files {
			keys = slices.DeleteFunc(keys, func(key string) bool { return key == f.Key })
		}
	}
	if len(keys) > 0 {
		failed(s.in.Write(ctx, nil, keys))
	}
}

// restored is a file whose upload goes on where it was.
func restored(k keptFile, file platform.File) picked {
	p := picked{
		Picked: engine.Picked{
			Name: k.Name, Type: k.Type, Size: k.Size, Content: content{file}, CID: k.CID, Duration: k.Duration, Wave: k.Wave,
		},
		file: file, key: k.Key, said: k.Said,
	}
	if hasPreview(p.Type) {
		p.preview = file.URL()
	}
	return p
}

// take puts the files of a tray that another page has left into the tray of this one.
func (s *shelf) take(user, key string, to Target, k keptTray, found []picked) {
	if user != s.owner || s.shut {
		return
	}
	s.gone = append(s.gone, key)
	for _, f := range found {
		s.content[f.key] = true
	}
	was := len(s.t.at(to).files)
	if room := limits.Files - was; len(found) > room {
		found, k.CID = found[:max(room, 0)], ""
	}
	if len(found) == 0 {
		return
	}
	s.t.add(to, found)
	if k.CID != "" && was == 0 {
		s.t.at(to).queued = &queued{k.CID, k.Text, k.ReplyTo, k.InRoom}
	}
	s.t.saved(to)
	s.t.d.h.Raise(host.Drafts)
}
