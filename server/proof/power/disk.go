package power

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	fusefs "github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// Disk is a mounted disk.
type Disk struct {
	// Lies makes fsync do nothing, like drives that report a write too early:
	// tests must notice. Set it before anything is written.
	Lies bool

	path   string
	server *fuse.Server
	rng    *rand.Rand

	mu       sync.Mutex // guards the images and what follows
	root     *folder
	last     uint64        // inode number
	full     bool          // nothing may grow
	when     func(Op) bool // cut the power before this; nil: not yet
	keep     Keep          // what that cut leaves
	survivor *folder       // what the cut has left; nil: the power is on
	dark     chan struct{} // closed then
}

// Op is something that changes a disk.
type Op struct {
	Kind Kind
	Name string // of the file or directory, as it was made
}

// Kind says what an Op does.
type Kind string

// What an Op does.
const (
	Make     Kind = "make" // a file or a directory
	Write    Kind = "write"
	Truncate Kind = "truncate"
	Rename   Kind = "rename"
	Remove   Kind = "remove"
	Sync     Kind = "sync" // of a file or a directory
)

// Mount mounts an empty disk on the empty directory path. It needs /dev/fuse, and
// root or fusermount3. seed determines what cuts keep.
func Mount(path string, seed uint64) (*Disk, error) {
	d := &Disk{path: path, rng: rand.New(rand.NewPCG(seed, 1)), root: newFolder(1, 0o700), last: 100, dark: make(chan struct{})}
	return d, d.mount()
}

func (d *Disk) mount() error {
	cached := time.Minute // only this process changes the files
	server, err := fusefs.Mount(d.path, &folderNode{disk: d, folder: d.root}, &fusefs.Options{
		EntryTimeout: &cached, AttrTimeout: &cached,
		UID: uint32(os.Getuid()), GID: uint32(os.Getgid()),
		MountOptions: fuse.MountOptions{DirectMount: os.Getuid() == 0, FsName: "power", Name: "power", DisableXAttrs: true},
	})
	if err != nil {
		return fmt.Errorf("power: mount a FUSE file system (is there a /dev/fuse, and fusermount3 if you are not root?): %w", err)
	}
	d.server = server
	return nil
}

// Path is where the disk is mounted.
func (d *Disk) Path() string { return d.path }

// Close unmounts the disk and discards its content. No file may be open.
func (d *Disk) Close() error { return d.server.Unmount() }

// Cut cuts the power now. From then on every request fails, until On.
func (d *Disk) Cut(keep Keep) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.survivor == nil {
		d.blackout(keep)
	}
}

// CutWhen cuts the power right before the first Op for which when returns true,
// and closes the channel. when is called with the Disk's lock held.
func (d *Disk) CutWhen(keep Keep, when func(Op) bool) <-chan struct{} {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.keep, d.when = keep, when
	return d.dark
}

func (d *Disk) blackout(keep Keep) {
	d.survivor, d.when = d.root.survivor(keep, d.rng), nil
	close(d.dark)
}

// On switches the power on again: the disk has what the cut has left. No file may
// be open any more.
func (d *Disk) On() error {
	d.mu.Lock()
	if d.survivor == nil {
		d.mu.Unlock()
		return errors.New("power: it is on")
	}
	d.mu.Unlock()
	if err := d.server.Unmount(); err != nil {
		return fmt.Errorf("power: unmount: %w", err)
	}
	d.mu.Lock()
	d.root, d.survivor, d.dark = d.survivor, nil, make(chan struct{})
	d.mu.Unlock()
	return d.mount()
}

// Full sets whether the disk is full: then no file can grow or be created.
func (d *Disk) Full(full bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.full = full
}

// begin is called with the lock held before every Op; a result other than 0 is
// the answer.
func (d *Disk) begin(kind Kind, name string) syscall.Errno {
	if d.survivor == nil && d.when != nil && d.when(Op{kind, name}) {
		d.blackout(d.keep)
	}
	return d.power()
}

// power returns 0 while the power is on.
func (d *Disk) power() syscall.Errno {
	if d.survivor != nil {
		return syscall.EIO
	}
	return 0
}

// next returns a new inode number.
func (d *Disk) next() uint64 {
	d.last++
	return d.last
}

// Load copies a directory of another file system to the name at the top of the
// disk. All of it is durable.
func (d *Disk) Load(name, from string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	top, err := d.load(from)
	if err != nil {
		return err
	}
	d.root.now[name] = top
	d.root.sync()
	return nil
}

func (d *Disk) load(from string) (*folder, error) {
	listed, err := os.ReadDir(from)
	if err != nil {
		return nil, err
	}
	into := newFolder(d.next(), 0o700)
	for _, l := range listed {
		path := filepath.Join(from, l.Name())
		if l.IsDir() {
			if into.now[l.Name()], err = d.load(path); err != nil {
				return nil, err
			}
			continue
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		f := &file{ino: d.next(), kind: syscall.S_IFREG, mode: 0o600, name: l.Name()}
		f.put(change{0, content})
		f.sync()
		into.now[l.Name()] = f
	}
	into.sync()
	return into, nil
}

// Save copies what is at the name at the top of the disk, as it is seen now or,
// if the power is cut, as it will be seen, to a directory of another file system.
// Sockets are left out.
func (d *Disk) Save(name, to string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	root := d.root
	if d.survivor != nil {
		root = d.survivor
	}
	top, ok := root.now[name].(*folder)
	if !ok {
		return fmt.Errorf("power: %s: %w", name, fs.ErrNotExist)
	}
	return top.save(to)
}

func (f *folder) save(to string) error {
	if err := os.MkdirAll(to, 0o700); err != nil {
		return err
	}
	for name, e := range f.now {
		path := filepath.Join(to, name)
		var err error
		switch e := e.(type) {
		case *file:
			if e.kind != syscall.S_IFREG {
				continue // a socket: its server makes a new one
			}
			err = os.WriteFile(path, e.now, 0o600)
		case *folder:
			err = e.save(path)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
