package compose

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/shared/id"
)

// disk is the store of a device.
type disk struct {
	*engine.Memory
	mu    sync.Mutex
	files map[string]bool
	full  bool
}

func newDisk() *disk { return &disk{Memory: engine.NewMemory(), files: map[string]bool{}} }

func (d *disk) Keys(ctx context.Context, prefix string) (keys []string, err error) {
	all, err := d.All(ctx, prefix)
	for _, rec := range all {
		keys = append(keys, rec.Key)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	for key := range d.files {
		if strings.HasPrefix(key, prefix) {
			keys = append(keys, key)
		}
	}
	return keys, err
}

func (d *disk) PutFile(_ context.Context, key string, _ platform.File) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.full {
		return errors.New("the disk is full")
	}
	d.files[key] = true
	return nil
}

func (d *disk) GetFile(_ context.Context, key string) (f platform.File, ok bool, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return f, d.files[key], nil
}

func (d *disk) Write(ctx context.Context, put []engine.Record, gone []string) error {
	d.mu.Lock()
	for _, key := range gone {
		delete(d.files, key)
	}
	d.mu.Unlock()
	return d.Memory.Write(ctx, put, gone)
}

// left is how many trays and files are on the disk.
func (d *disk) left(t *testing.T) (trays, files int) {
	t.Helper()
	all, err := d.Keys(t.Context(), prefixTray)
	if err != nil {
		t.Fatal(err)
	}
	contents, err := d.Keys(t.Context(), prefixContent)
	if err != nil {
		t.Fatal(err)
	}
	return len(all), len(contents)
}

// browser has the locks of its pages.
type browser struct {
	mu   sync.Mutex
	free map[string]chan struct{} // closed when the page that has the lock ends
}

func (b *browser) lock(ctx context.Context, name string, _ bool) (<-chan struct{}, func(), error) {
	for {
		b.mu.Lock()
		free, taken := b.free[name]
		if !taken {
			mine := make(chan struct{})
			b.free[name] = mine
			b.mu.Unlock()
			return nil, func() { b.end(name) }, nil
		}
		b.mu.Unlock()
		select {
		case <-free:
		case <-ctx.Done():
			return nil, nil, ctx.Err()
		}
	}
}

func (b *browser) end(name string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if free, ok := b.free[name]; ok {
		delete(b.free, name)
		close(free)
	}
}

// paged is a composer of general in a browser with a disk, and a server that takes its files.
type paged struct {
	*Composer
	*depot
	posted chan func()
}

func page(t *testing.T, b *browser, d *disk) paged {
	c, s := attaching(t)
	c.drafts.put(general, "", 0)
	c.drafts.KeepFiles(d, b.lock)
	p := paged{c, s, make(chan func(), 100)}
	c.drafts.trays.kept.post = func(do func()) { p.posted <- do }
	return p
}

// until runs what is posted to the page's goroutine until a condition holds.
func (p paged) until(holds func() bool) {
	for !holds() {
		(<-p.posted)()
	}
}

// ends is the end of a page.
func (p paged) ends(b *browser) { b.end(prefixTray + p.drafts.trays.kept.page) }

func TestFilesOutliveThePage(t *testing.T) {
	b, d := &browser{free: map[string]chan struct{}{}}, newDisk()
	before := page(t, b, d)
	before.drafts.Meet("nora")
	before.Files().add(named("buoy.jpg", "log.csv"))
	if !before.drafts.Unfinished() {
		t.Error("the files are said to be kept before they are")
	}
	before.drafts.trays.enqueue(before.to, "look", 0, true)
	before.until(func() bool { return !before.drafts.Unfinished() })
	cid := before.Files().tray().queued.cid

	after := page(t, b, d)
	after.drafts.Meet("nora")
	if got := order(after.Composer); got != "" {
		t.Errorf("a page that is open has lost %q to another", got)
	}
	before.ends(b)
	after.until(func() bool { return order(after.Composer) != "" })
	if got := order(after.Composer); got != "buoy.jpg log.csv" {
		t.Errorf("the next page has %q", got)
	}
	if q := after.Files().tray().queued; q == nil || q.cid != cid || q.text != "look" || !q.inRoom {
		t.Fatalf("the message that waits is %+v", q)
	}
	after.arrive(after.Composer, after.to)
	after.drafts.trays.moved()
	if after.drafts.Unfinished() {
		t.Error("the message has not gone")
	}
	after.until(func() bool { trays, files := d.left(t); return trays+files == 0 })
}

func TestFilesOfSomebodyElseAreDeletedFromTheDevice(t *testing.T) {
	b, d := &browser{free: map[string]chan struct{}{}}, newDisk()
	before := page(t, b, d)
	before.drafts.Meet("nora")
	before.Files().add(named("buoy.jpg"))
	before.until(func() bool { return !before.drafts.Unfinished() })
	before.ends(b)

	after := page(t, b, d)
	after.drafts.Meet("sam")
	after.until(func() bool { trays, files := d.left(t); return trays+files == 0 })
	if got := order(after.Composer); got != "" {
		t.Errorf("sam finds %q", got)
	}
}

func TestWhatTheDeviceCannotKeepIsUnfinished(t *testing.T) {
	b, d := &browser{free: map[string]chan struct{}{}}, newDisk()
	c := page(t, b, d)
	c.drafts.Meet("nora")
	d.full = true
	c.Files().add(named("buoy.jpg"))
	c.until(func() bool { return c.drafts.trays.kept.records[c.to] })
	if !c.drafts.Unfinished() {
		t.Error("a file is said to be kept that is not")
	}
	if trays, _ := d.left(t); trays != 0 {
		t.Error("a tray is kept whose file is not")
	}
}

// A page may end after the content of a file is kept, and before the tray is that has it.
func TestContentThatNoTrayHasIsDeleted(t *testing.T) {
	b, d := &browser{free: map[string]chan struct{}{}}, newDisk()
	if err := d.PutFile(t.Context(), prefixContent+id.New()+"/"+id.New(), platform.File{}); err != nil {
		t.Fatal(err)
	}
	c := page(t, b, d)
	c.drafts.Meet("nora")
	c.until(func() bool { _, files := d.left(t); return files == 0 })
}

func TestAFileThatIsInAMessageAlreadyIsNotOfferedAgain(t *testing.T) {
	c, s := attaching(t)
	s.sent = true
	c.Files().add(named("buoy.jpg"))
	s.arrive(c, c.to)
	c.drafts.trays.moved()
	if got := order(c); got != "" {
		t.Errorf("the tray has %q", got)
	}
}
