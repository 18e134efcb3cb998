package removal

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/server/files"
	"github.com/confab/confab/server/jobs"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// world is a workspace whose files are in a directory, and the jobs that remove them.
type world struct {
	*chattest.World
	blobs *files.Local
	kinds []jobs.Kind
}

func newWorld(t *testing.T) *world {
	t.Helper()
	blobs, err := files.OpenLocal(t.TempDir(), -1)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := blobs.Close(); err != nil {
			t.Error(err)
		}
	})
	w := &world{World: chattest.New(t, func(_ *chattest.World, o *chat.Options) { o.Files.Blobs = blobs }), blobs: blobs}
	w.kinds = Jobs(w.Store, blobs, w.Now)
	return w
}

// kept are the names of the blobs that are there.
func (w *world) kept() (names []string) {
	w.T.Helper()
	if err := w.blobs.Walk(w.T.Context(), func(b files.Blob) error {
		names = append(names, b.Name)
		return nil
	}); err != nil {
		w.T.Fatal(err)
	}
	return names
}

// do carries out a kind of job once.
func (w *world) do(name string, j store.Job) error {
	i := slices.IndexFunc(w.kinds, func(k jobs.Kind) bool { return k.Name == name })
	return w.kinds[i].Do(w.T.Context(), j)
}

// work carries out the jobs that are due.
func (w *world) work() {
	w.T.Helper()
	for {
		var j store.Job
		err := w.Store.Update(w.T.Context(), func(tx store.Tx) (err error) {
			if j, err = tx.Jobs().Next(w.Now().UnixMilli(), store.JobKinds{}); err == nil {
				j, err = tx.Jobs().Claim(j, "test", w.Now().Add(time.Minute).UnixMilli())
			}
			return err
		})
		if errors.Is(err, store.ErrNotFound) {
			return
		}
		if err == nil {
			err = w.do(j.Kind, j)
		}
		if err != nil {
			w.T.Fatal(err)
		}
		w.Update(func(tx store.Tx) error { return tx.Jobs().Finish(j) })
	}
}

// send sends a message with files.
func (w *world) send(p chattest.Person, ids ...string) int64 {
	w.T.Helper()
	q := &wire.Send{CID: id.New(), Room: w.Main, Files: ids}
	return w.MustDo(p, q, wire.SendMessage.Type).(*wire.Ack).Seq
}

func TestWhatIsDeletedIsDeletedEverywhere(t *testing.T) {
	w := newWorld(t)
	same := w.Upload(w.Sam, "a.txt", "the same")
	first := w.send(w.Sam, same.ID, w.Upload(w.Sam, "b.txt", "another").ID)
	second := w.send(w.Hana, w.Upload(w.Hana, "c.txt", "the same").ID)
	w.work()
	if n := len(w.kept()); n != 2 {
		t.Fatalf("%d blobs for two contents", n)
	}
	w.MustDo(w.Sam, &wire.Delete{Room: w.Main, Seq: first}, wire.DeleteMessage.Type)
	w.work()
	if n := len(w.kept()); n != 1 {
		t.Errorf("%d blobs are left after one message was deleted", n)
	}
	w.MustDo(w.Hana, &wire.Delete{Room: w.Main, Seq: second}, wire.DeleteMessage.Type)
	w.work()
	if n := len(w.kept()); n != 0 {
		t.Errorf("%d blobs are left in the end", n)
	}
	if got, _, e := w.Download(w.Sam, w.Upload(w.Sam, "a.txt", "the same").ID, ""); got != "the same" || e != nil {
		t.Errorf("uploaded again: %q %v", got, e)
	}
}

func TestPartsGoWhenTheirFileIsWhole(t *testing.T) {
	w := newWorld(t)
	text := strings.Repeat("x", limits.FilePartMin) + "end"
	f := w.Begin(w.Sam, "a.txt", int64(len(text)))
	for _, at := range []int{0, limits.FilePartMin} {
		if _, e := w.Part(w.Sam, f.File.ID, int64(at), text[at:min(len(text), at+limits.FilePartMin)]); e != nil {
			t.Fatal(e)
		}
	}
	if n := len(w.kept()); n != 3 {
		t.Errorf("%d blobs, want two parts and the whole", n)
	}
	w.work()
	if n := len(w.kept()); n != 1 {
		t.Errorf("%d blobs are left, want the whole", n)
	}
	if got, _, e := w.Download(w.Sam, f.File.ID, ""); got != text || e != nil {
		t.Errorf("%d bytes, %v", len(got), e)
	}
}

func TestWhatIsNotSentIsRemoved(t *testing.T) {
	w := newWorld(t)
	sent := w.Upload(w.Sam, "sent.txt", "sent")
	w.send(w.Sam, sent.ID)
	w.Upload(w.Sam, "finished.txt", "finished")
	half := w.Begin(w.Sam, "half.txt", 2*limits.FilePartMin)
	if _, e := w.Part(w.Sam, half.File.ID, 0, strings.Repeat("x", limits.FilePartMin)); e != nil {
		t.Fatal(e)
	}
	left := func(after time.Duration, want int) {
		t.Helper()
		w.Advance(after)
		if err := w.do("remove unsent files", store.Job{}); err != nil {
			t.Fatal(err)
		}
		w.work()
		if n := len(w.kept()); n != want {
			t.Errorf("%d blobs are left, want %d", n, want)
		}
	}
	left(limits.FileIdle-time.Second, 3)
	left(2*time.Second, 2)
	left(limits.FileUnsent-limits.FileIdle-2*time.Second, 2)
	left(2*time.Second, 1)
	if _, e := w.Do(w.Sam, &wire.FileRef{File: half.File.ID}, wire.GetUpload.Type); e == nil || e.Code != wire.CodeNotFound {
		t.Errorf("a removed upload: %v", e)
	}
	if got, _, e := w.Download(w.Hana, sent.ID, ""); got != "sent" || e != nil {
		t.Errorf("what was sent: %q %v", got, e)
	}
}

// A server that was killed between storing content and noting it leaves it behind.
func TestWhatACrashLeftBehindIsDeleted(t *testing.T) {
	w := newWorld(t)
	w.Upload(w.Sam, "a.txt", "used")
	name := strings.Repeat("ab", 32)
	const sum = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824" // of hello
	if err := w.blobs.Put(t.Context(), sum, 5, strings.NewReader("hello")); err != nil {
		t.Fatal(err)
	}
	w.kinds = Jobs(w.Store, w.blobs, time.Now)
	if err := w.do("delete unused blobs", store.Job{}); err != nil || len(w.kept()) != 2 {
		t.Errorf("young ones: %v, %q", err, w.kept())
	}
	w.kinds = Jobs(w.Store, w.blobs, func() time.Time { return time.Now().Add(Grace + time.Minute) })
	if err := w.do("delete unused blobs", store.Job{}); err != nil || len(w.kept()) != 1 {
		t.Errorf("old ones: %v, %q", err, w.kept())
	}
	if _, err := w.blobs.Open(t.Context(), sum, 0, -1); !errors.Is(err, files.ErrNotFound) {
		t.Errorf("the unused one: %v", err)
	}
	if err := w.do(store.JobDeleteBlobs, store.Job{Payload: name}); err != nil { // what is gone already
		t.Error(err)
	}
}

// away is a storage that cannot be reached.
type away struct{ files.Store }

func (away) Delete(context.Context, string) error { return files.ErrUnavailable }

func TestAStorageThatIsAwayIsWaitedFor(t *testing.T) {
	w := newWorld(t)
	seq := w.send(w.Sam, w.Upload(w.Sam, "a.txt", "hello").ID)
	blob := w.kept()[0]
	w.MustDo(w.Sam, &wire.Delete{Room: w.Main, Seq: seq}, wire.DeleteMessage.Type)
	w.kinds = Jobs(w.Store, away{w.blobs}, w.Now)
	if err := w.do(store.JobDeleteBlobs, store.Job{Payload: blob}); !errors.Is(err, jobs.ErrAway) {
		t.Errorf("away: %v", err)
	}
	f := w.Begin(w.Sam, "b.txt", 5)
	if _, e := w.Part(w.Sam, f.File.ID, 0, "hello"); e == nil || e.Code != wire.CodeOverload {
		t.Errorf("while the same content is being deleted: %v", e)
	}
	w.kinds = Jobs(w.Store, w.blobs, w.Now)
	w.work()
	if i, e := w.Part(w.Sam, f.File.ID, 0, "hello"); e != nil || !i.Done {
		t.Errorf("once it is deleted: %+v %v", i, e)
	}
	body, err := w.blobs.Open(t.Context(), blob, 0, -1)
	if err != nil {
		t.Fatal(err)
	}
	defer body.Close()
	if text, err := io.ReadAll(body); string(text) != "hello" || err != nil {
		t.Errorf("%q %v", text, err)
	}
}
