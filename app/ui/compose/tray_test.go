package compose

import (
	"context"
	"strings"
	"sync"
	"testing"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// depot is a server that takes files once it is opened.
type depot struct {
	open   chan struct{}
	told   chan struct{} // something has changed
	mu     sync.Mutex
	refuse error
	gone   []string
	sent   bool // what comes is in a message already
}

func (s *depot) Begin(ctx context.Context, q *wire.FileBegin) (*wire.FileInfo, error) {
	select {
	case <-s.open:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.refuse != nil {
		return nil, s.refuse
	}
	return &wire.FileInfo{File: wire.File{ID: "f-" + q.Name, Name: q.Name, Size: q.Size}, Received: q.Size, Done: true, Sent: s.sent}, nil
}

func (s *depot) Get(context.Context, string) (*wire.FileInfo, error) { return nil, nil }
func (s *depot) Cancel(_ context.Context, file string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gone = append(s.gone, file)
	return nil
}

// attaching is the composer of general, and a server that takes its files.
func attaching(t *testing.T) (*Composer, *depot) {
	c, _ := opened(t, "general")
	s := &depot{open: make(chan struct{}), told: make(chan struct{}, 1)}
	c.h.Eng = engine.New(engine.Options{}) // which is not started
	c.drafts.trays.uploads = engine.NewUploads(s, func() {
		select {
		case s.told <- struct{}{}:
		default:
		}
	})
	t.Cleanup(c.drafts.trays.uploads.Stop)
	return c, s
}

func named(names ...string) (files []picked) {
	for _, name := range names {
		files = append(files, picked{Picked: engine.Picked{Name: name, Size: 184_000}})
	}
	return files
}

// order is what the tray of general has.
func order(c *Composer) string {
	var names []string
	for _, f := range c.drafts.trays.at(Target{Room: "general"}).files {
		names = append(names, f.Name)
	}
	return strings.Join(names, " ")
}

// arrive opens the server, and waits until all uploads to a target have ended.
func (s *depot) arrive(c *Composer, to Target) {
	close(s.open)
	for going := 1; going > 0; going, _ = c.drafts.trays.count(c.drafts.trays.at(to)) {
		<-s.told
	}
}

func TestTheFilesOfADraftStayInTheirRoom(t *testing.T) {
	c, _ := attaching(t)
	c.Files().add(named("buoy.jpg", "log.csv"))
	hosttest.Wants(t, hosttest.Page(c.View()), "2 files, in the order", `aria-label="buoy.jpg, waiting"`, `aria-label="Remove log.csv"`,
		`aria-label="Uploading buoy.jpg"`)
	c.Turn(Target{Room: "board"})
	hosttest.WantsNot(t, hosttest.Page(c.View()), "buoy.jpg")
	if !c.drafts.In("general") || c.drafts.In("support") || !c.drafts.Unfinished() {
		t.Error("it is not known which room has files")
	}
	c.Turn(Target{Room: "general"})
	hosttest.Wants(t, hosttest.Page(c.View()), "buoy.jpg")
}

func TestFilesAreMovedAndRemoved(t *testing.T) {
	c, _ := attaching(t)
	at := Target{Room: "general"}
	c.Files().add(named("a", "b", "c"))
	if c.drafts.trays.move(at, 0, -1) || c.drafts.trays.move(at, 2, 1) || !c.drafts.trays.move(at, 2, -1) {
		t.Error("a file can be moved out of the tray, or not within")
	}
	if got := order(c); got != "a c b" {
		t.Errorf("the order is %q", got)
	}
	c.Files().remove(0)
	if got := order(c); got != "c b" {
		t.Errorf("what is left is %q", got)
	}
	c.Files().remove(1)
	c.Files().remove(0)
	if c.drafts.Unfinished() {
		t.Error("something is left")
	}
	hosttest.WantsNot(t, hosttest.Page(c.View()), "tray")
}

func TestEachFileHasACaption(t *testing.T) {
	c, s := attaching(t)
	at := Target{Room: "general"}
	c.Files().add(named("a"))
	hosttest.WantsNot(t, hosttest.Page(c.View()), "attach__cap") // what there is to say is the message
	c.Files().add(named("b"))
	hosttest.Wants(t, hosttest.Page(c.View()), `aria-label="Caption for a"`, `aria-label="Move a later"`)
	in := c.Files().tray()
	in.chosen = in.files[1].upload
	hosttest.Wants(t, hosttest.Page(c.View()), `aria-label="Caption for b"`)
	c.drafts.trays.enqueue(at, "look", 0, false)
	c.drafts.trays.caption(at, in.files[1].upload, "the door")
	if in.queued != nil {
		t.Error("what is half written would be sent")
	}
	c.drafts.trays.move(at, 1, -1)
	s.arrive(c, at)
	hosttest.Wants(t, hosttest.Page(c.View()), `aria-label="b, ready, with the caption: the door"`, `value="the door"`)
	if files, ok := c.drafts.trays.ready(at); !ok || files[0].Caption != "the door" || files[1].Caption != "" {
		t.Errorf("the message would have %+v", files)
	}
	c.drafts.trays.remove(at, 0)
	hosttest.WantsNot(t, hosttest.Page(c.View()), "attach__cap")
}

func TestAMessageTakesNoMoreFilesThanItCanHave(t *testing.T) {
	c, _ := attaching(t)
	empty := []picked{{Picked: engine.Picked{Name: "empty"}}}
	c.Files().add(append(empty, named(strings.Fields(strings.Repeat("x ", limits.Files+1))...)...))
	if got := len(c.Files().tray().files); got != limits.Files {
		t.Errorf("%d files are in the tray", got)
	}
}

func TestAMessageWaitsForItsFiles(t *testing.T) {
	c, s := attaching(t)
	c.Files().add(named("buoy.jpg"))
	c.drafts.put(general, "look", 0)
	c.send()
	if c.Files().tray().queued == nil || len(c.h.Eng.Outbox().List()) > 0 {
		t.Fatal("the message did not wait")
	}
	hosttest.Wants(t, hosttest.Page(c.View()), "1 file is on its way. Then it sends by itself.")

	c.input() // the person goes on writing
	if c.Files().tray().queued != nil {
		t.Error("what is half written would be sent")
	}
	if c.send(); !c.cancel() || c.Files().tray().queued != nil {
		t.Error("sending cannot be given up")
	}

	c.drafts.put(general, "look", 0) // the field of a test has no text
	c.drafts.trays.enqueue(c.to, "look", 0, false)
	c.Turn(Target{Room: "board"})
	s.arrive(c, Target{Room: "general"})
	c.drafts.trays.moved()
	if c.drafts.Unfinished() || c.drafts.Book.Get(general).Text != "" {
		t.Error("the message has not gone when its file was there")
	}
}

func TestAFileThatIsRefusedSaysWhy(t *testing.T) {
	c, s := attaching(t)
	s.refuse = wire.Refused(wire.CodeForbidden, text.FileQuota)
	c.Files().add(named("buoy.jpg"))
	c.send()
	s.arrive(c, c.to)
	html := hosttest.Page(c.View())
	hosttest.Wants(t, html, "Not uploaded", `aria-label="Try buoy.jpg again"`, "Your files take up all the space", "1 file needs you")
}

func TestTheLimitOfAFileIsSaidAsPeopleDo(t *testing.T) {
	if got := whyOf(wire.Refused(wire.CodeTooLarge, text.FileTooLarge(100_000_000))); !strings.Contains(got, "at most 100 MB") {
		t.Errorf("it is said as %q", got)
	}
}

func TestSomebodyElseDoesNotGetTheFiles(t *testing.T) {
	c, _ := attaching(t)
	c.Files().add(named("buoy.jpg"))
	c.drafts.Meet("sam")
	if !c.drafts.Unfinished() {
		t.Error("what was picked before it was known who is here is gone")
	}
	c.drafts.Meet("nora")
	if c.drafts.Unfinished() {
		t.Error("the files are still there")
	}
}

func TestNamesAndSizesOfFiles(t *testing.T) {
	long := strings.Repeat("ü", 200) + ".jpeg"
	if got := fileName(long); len([]rune(got)) != limits.FileNameRunes || !strings.HasSuffix(got, "ü.jpeg") || fileName("a.b") != "a.b" {
		t.Errorf("a long name becomes %q", got)
	}
	for bytes, want := range map[int64]string{1: "1 kB", 184_000: "184 kB", 4_560_000: "4.5 MB", 2_000_000_000: "2.0 GB"} {
		if got := sizeOf(bytes); got != want {
			t.Errorf("%d bytes are %q, want %q", bytes, got, want)
		}
	}
	for name, want := range map[string][2]string{
		"soundings.csv": {"soundings", ".csv"}, "README": {"README", ""},
		"Sydhavnen mooring plan, third draft.xlsx": {"Sydhavnen mooring…", "aft.xlsx"},
	} {
		if stem, end := shown(name); [2]string{stem, end} != want {
			t.Errorf("%s is shown as %q %q", name, stem, end)
		}
	}
	if kindOf("note 2.4.pdf") != "PDF" || kindOf("README") != "" || kindOf("x.a-sentence") != "" {
		t.Error("the kind of a file is something else")
	}
}

func TestTheAnswerToAPartIsRead(t *testing.T) {
	info, err := infoIn(platform.Answer{Status: 200, Body: `{"file":{"id":"f1","name":"a","content_type":"x","size":9},"received":5}`})
	if err != nil || info.Received != 5 {
		t.Errorf("%+v, %v", info, err)
	}
	_, err = infoIn(platform.Answer{Status: 429, Body: `{"error":{"code":"rate","message":"slow",` +
		`"retry_ms":50,"key":"k","args":{"a":"b"}}}`})
	refused, ok := err.(*wire.Error)
	if !ok || refused.RetryMS != 50 || refused.Key != "k" {
		t.Errorf("a refusal is read as %v", err)
	}
	for _, status := range []int{200, 502} {
		if _, err := infoIn(platform.Answer{Status: status, Body: "<html>"}); err != errNoInfo {
			t.Errorf("a proxy's answer is read as %v", err)
		}
	}
}

func TestAReplyThatWaitsForItsFilesIsShownInTheRoomToo(t *testing.T) {
	c, _ := attaching(t)
	c.Turn(Target{Room: "general", Thread: 7})
	c.also = true
	c.Files().add(named("buoy.jpg"))
	c.drafts.trays.enqueue(c.to, "look", 0, sending{c}.alsoInRoom())
	c.also = false
	hosttest.Wants(t, hosttest.Page(c.View()), "i-check")
	c.input() // the person goes on writing
	if q := c.Files().tray().queued; q != nil || !c.also {
		t.Errorf("the message waits: %v; the room is to have it: %v", q != nil, c.also)
	}
	c.Turn(Target{Room: "general", Thread: 9})
	if (sending{c}).alsoInRoom() {
		t.Error("in another thread it is chosen too")
	}
}
