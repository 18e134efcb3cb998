package checkup

import (
	"maps"
	"slices"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/contents"
	"github.com/confab/confab/shared/wire"
)

// file is a file as it was read.
type file struct {
	received int64 // bytes that are there
	done     bool
	whole    bool // it uses a blob for the whole of it
	room     string
	seq      int64
	met      bool // in the message with which it was sent, or as a picture
}

// attached is what was read of people's files.
type attached struct {
	files map[string]*file
	bytes map[string]int64 // by person; "": of all
	blobs map[string]int64 // the sizes of those that files use, by name
}

func newAttached() attached {
	return attached{files: make(map[string]*file), bytes: make(map[string]int64), blobs: make(map[string]int64)}
}

// file: id, person, cid, info, bytes, received, sum, done, room, seq, created, expires.
func (a *attached) file(l *look, r contents.Row) {
	id, user := r.Text(0), r.Text(1)
	a.files[id] = &file{received: r.Int(5), done: r.Bool(7), room: r.Text(8), seq: r.Int(9)}
	for _, person := range []string{"", user} {
		a.bytes[person] += r.Int(4)
	}
	if _, there := l.people.users[user]; !there {
		l.findings.add(Orphans, "file %s belongs to %s, who is not there", id, user)
	}
	var info wire.File
	if err := wire.Unmarshal([]byte(r.Text(3)), &info); err != nil {
		l.findings.add(Form, "file %s cannot be read: %v", id, err)
	}
	if received := r.Int(5); received < 0 || received > r.Int(4) || r.Bool(7) && received != r.Int(4) {
		l.findings.add(Counters, "of file %s %d bytes of %d are there", id, received, r.Int(4))
	}
}

// emoji: name, id, person, aliases, picture, still, at. It uses blobs as a file does.
func (a *attached) emoji(l *look, r contents.Row) {
	a.files[r.Text(1)] = &file{done: true}
	if _, there := l.people.users[r.Text(2)]; !there {
		l.findings.add(Orphans, "emoji %s was made by %s, who is not there", r.Text(0), r.Text(2))
	}
}

// blob: file, role, place, name, size, type.
func (a *attached) blob(l *look, r contents.Row) {
	f := a.files[r.Text(0)]
	if f == nil {
		l.findings.add(Orphans, "a blob is used by file %s, which is not there", r.Text(0))
		return
	}
	f.whole = f.whole || r.Text(1) == store.RoleWhole
	// The use of a blob is noted before the blob is stored.
	if f.done || r.Text(1) == store.RolePart && r.Int(2) < f.received {
		a.blobs[r.Text(3)] = r.Int(4)
	}
}

// doomed: name.
func (a *attached) doomed(l *look, r contents.Row) {
	if _, used := a.blobs[r.Text(0)]; used {
		l.findings.add(Orphans, "a file uses the blob %s, which is being deleted", r.Text(0))
	}
}

// usage: person, bytes.
func (a *attached) usage(l *look, r contents.Row) {
	if is := a.bytes[r.Text(0)]; is != r.Int(1) {
		whose := "everybody"
		if r.Text(0) != "" {
			whose = r.Text(0)
		}
		l.findings.add(Counters, "the files of %s are counted as %d bytes, and have %d", whose, r.Int(1), is)
	}
	delete(a.bytes, r.Text(0))
}

// uncounted reports the files that were not counted.
func (a *attached) uncounted(l *look) {
	for _, person := range slices.Sorted(maps.Keys(a.bytes)) {
		if n := a.bytes[person]; n != 0 {
			l.findings.add(Counters, "%d bytes of files of %q are not counted", n, person)
		}
	}
}

// meet compares the files of a message with those that are kept.
func (a *attached) meet(l *look, here *room, seq int64, files []wire.File) {
	for _, of := range files {
		f := a.files[of.ID]
		if f == nil || l.ids[f.room] != here || f.seq != seq {
			l.findings.add(Orphans, "message %d of room %s has the file %s, which is not there for it", seq, here, of.ID)
			continue
		}
		f.met = true
	}
}

// faces compares the pictures of people and rooms with the files that are kept.
func (a *attached) faces(l *look) {
	pictures := map[string]string{} // by whose they are
	for id, u := range l.people.users {
		pictures[id] = u.picture
	}
	for id, r := range l.ids {
		pictures[id] = r.picture
	}
	for _, of := range slices.Sorted(maps.Keys(pictures)) {
		if pictures[of] == "" {
			continue
		}
		f := a.files[pictures[of]]
		if f == nil || f.room != of || f.seq != 0 {
			l.findings.add(Orphans, "%s has the picture %s, which is not there for it", of, pictures[of])
			continue
		}
		f.met = true
	}
}

// unmet reports files that nothing has although they were sent or are a picture, and those
// whose content is nowhere.
func (a *attached) unmet(l *look) {
	a.faces(l)
	for _, id := range slices.Sorted(maps.Keys(a.files)) {
		f := a.files[id]
		switch {
		case f.room == "" || f.met:
		case f.seq == 0:
			l.findings.add(Orphans, "file %s is the picture of %s, who does not have it", id, f.room)
		default:
			l.findings.add(Orphans, "file %s was sent with message %d of room %s, which does not have it", id, f.seq, f.room)
		}
		if f.done && !f.whole {
			l.findings.add(Orphans, "file %s has no content", id)
		}
	}
}
