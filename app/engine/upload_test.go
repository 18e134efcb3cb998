package engine_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

var errCut = errors.New("the connection was cut")

// shelf is a server that takes files.
type shelf struct {
	mu        sync.Mutex
	begun     []string // cids
	files     map[string]*wire.FileInfo
	parts     [][2]int64
	cancelled []string
	begin     func() error                      // what it refuses
	part      func(n int) (before, after error) // what happens to the nth part before and after it is there
	gate      chan struct{}                     // a part waits for it
	drip      time.Duration                     // after so long another eighth of a part has gone
	most, now int
}

func newShelf() *shelf { return &shelf{files: map[string]*wire.FileInfo{}} }

func (s *shelf) Begin(_ context.Context, q *wire.FileBegin) (*wire.FileInfo, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.begun = append(s.begun, q.CID)
	if s.begin != nil {
		if err := s.begin(); err != nil {
			return nil, err
		}
	}
	if s.files["f"+q.CID] == nil {
		s.files["f"+q.CID] = &wire.FileInfo{File: wire.File{ID: "f" + q.CID, Name: q.Name, Size: q.Size}}
	}
	return s.info("f" + q.CID)
}

func (s *shelf) info(file string) (*wire.FileInfo, error) {
	if s.files[file] == nil {
		return nil, wire.Refused(wire.CodeNotFound, text.NoSuchFile)
	}
	info := *s.files[file]
	return &info, nil
}

func (s *shelf) Get(_ context.Context, file string) (*wire.FileInfo, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.info(file)
}

func (s *shelf) Cancel(_ context.Context, file string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cancelled = append(s.cancelled, file)
	delete(s.files, file)
	return nil
}

// Put makes the server the content of all files, too.
func (s *shelf) Put(ctx context.Context, file string, from, to int64, moved func()) (*wire.FileInfo, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now++
	s.most = max(s.most, s.now)
	if s.gate != nil {
		s.mu.Unlock()
		select {
		case <-s.gate:
		case <-ctx.Done():
		}
		s.mu.Lock()
	}
	for i := 0; s.drip > 0 && i < 8; i++ {
		s.mu.Unlock()
		select {
		case <-time.After(s.drip):
			moved()
		case <-ctx.Done():
		}
		s.mu.Lock()
	}
	s.now--
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	s.parts = append(s.parts, [2]int64{from, to})
	var before, after error
	if s.part != nil {
		before, after = s.part(len(s.parts))
	}
	if before != nil {
		return nil, before
	}
	f := s.files[file]
	if f == nil || f.Received != from {
		return nil, wire.Refused(wire.CodeConflict, text.FileAt(0))
	}
	f.Received = to
	f.Done = to == f.File.Size
	if after != nil {
		return nil, after
	}
	return s.info(file)
}

// uploading is uploads to a shelf, in a bubble of time.
func uploading(t *testing.T, f func(t *testing.T, s *shelf, u *engine.Uploads)) {
	synctest.Test(t, func(t *testing.T) {
		s := newShelf()
		u := engine.NewUploads(s, func() {})
		defer u.Stop()
		f(t, s, u)
	})
}

func add(s *shelf, u *engine.Uploads, size int64) string {
	return u.Add(engine.Picked{Name: "buoy.jpg", Type: "image/jpeg", Size: size, Content: s})
}

func known(t *testing.T, u *engine.Uploads, id string) engine.Upload {
	t.Helper()
	synctest.Wait()
	got, ok := u.Get(id)
	if !ok {
		t.Fatal("the upload is gone")
	}
	return got
}

func TestAFileGoesUpInPartsThatGrow(t *testing.T) {
	uploading(t, func(t *testing.T, s *shelf, u *engine.Uploads) {
		id := add(s, u, 20<<20)
		got := known(t, u, id)
		if !got.Done || got.Sent != 20<<20 || got.File.ID == "" || got.Fail != nil {
			t.Fatalf("the upload ended as %+v", got)
		}
		at, largest := int64(0), int64(0)
		for _, p := range s.parts {
			if p[0] != at {
				t.Errorf("a part begins at %d, want %d", p[0], at)
			}
			at, largest = p[1], max(largest, p[1]-p[0])
		}
		if first := s.parts[0][1]; first > 1<<20 || largest != limits.FilePart {
			t.Errorf("the first part has %d bytes, the largest %d", first, largest)
		}
	})
}

func TestAnUploadGoesOnWhereTheServerIs(t *testing.T) {
	for _, c := range []struct {
		name          string
		before, after error
		again         bool // the part is sent again
	}{
		{"the part is lost", errCut, nil, true},
		{"the answer to the part is lost", nil, errCut, false},
		{"the server is busy", &wire.Error{Code: wire.CodeOverload, RetryMS: 3000}, nil, true},
		{"the access is being renewed", &wire.Error{Code: wire.CodeUnauthorized}, nil, true},
		{"the part was there already", nil, wire.Refused(wire.CodeConflict, text.FileAt(0)), false},
	} {
		for _, n := range []int{1, 2, 4} {
			t.Run(c.name, func(t *testing.T) {
				uploading(t, func(t *testing.T, s *shelf, u *engine.Uploads) {
					s.part = func(i int) (before, after error) {
						if i == n {
							return c.before, c.after
						}
						return nil, nil
					}
					id := add(s, u, 3<<20)
					after(time.Minute)
					if got := known(t, u, id); !got.Done {
						t.Fatalf("the upload is %+v", got)
					}
					same := func(p [2]int64) bool { return p[0] == s.parts[n-1][0] }
					if again := slices.ContainsFunc(s.parts[n:], same); again != c.again {
						t.Errorf("part %d was sent again: %v; %v", n, again, s.parts)
					}
					if len(s.begun) != 1 {
						t.Errorf("the file was announced %d times", len(s.begun))
					}
				})
			})
		}
	}
}

func TestAnUploadThatNeverGetsOnAsksThePerson(t *testing.T) {
	uploading(t, func(t *testing.T, s *shelf, u *engine.Uploads) {
		s.part = func(i int) (before, after error) { return errCut, nil }
		id := add(s, u, 1<<20)
		after(10 * time.Minute)
		if got := known(t, u, id); got.Fail == nil || got.Fail.Key != text.FileNotUploaded.Key() {
			t.Fatalf("the upload is %+v", got)
		}
		s.part = nil
		u.Retry(id)
		if got := known(t, u, id); !got.Done || got.Fail != nil {
			t.Errorf("after another try it is %+v", got)
		}
	})
}

func TestWhoMustWaitForHoursIsToldSo(t *testing.T) {
	uploading(t, func(t *testing.T, s *shelf, u *engine.Uploads) {
		s.part = func(int) (before, after error) { return &wire.Error{Code: wire.CodeRate, RetryMS: 3_600_000}, nil }
		id := add(s, u, 1<<20)
		after(time.Second)
		if got := known(t, u, id); got.Fail == nil || got.Fail.Code != wire.CodeRate || len(s.parts) != 1 {
			t.Errorf("the upload is %+v after %d tries", got, len(s.parts))
		}
	})
}

func TestAPartThatDoesNotMoveIsSentAgain(t *testing.T) {
	uploading(t, func(t *testing.T, s *shelf, u *engine.Uploads) {
		s.gate = make(chan struct{}) // half open: nobody says anything
		id := add(s, u, 1<<20)
		after(50 * time.Second)
		if got := known(t, u, id); got.Done || len(s.parts) != 0 || s.most != 1 {
			t.Fatalf("after 50 seconds the upload is %+v", got)
		}
		s.mu.Lock()
		s.gate = nil
		s.mu.Unlock()
		after(15 * time.Second)
		if got := known(t, u, id); !got.Done {
			t.Fatalf("after a minute the upload is %+v", got)
		}
		if first := s.parts[0]; first[1]-first[0] != limits.FilePartMin {
			t.Errorf("what did not move is followed by a part of %d bytes", first[1]-first[0])
		}
	})
}

func TestASlowPartThatMovesIsNotGivenUp(t *testing.T) {
	uploading(t, func(t *testing.T, s *shelf, u *engine.Uploads) {
		s.drip = 40 * time.Second
		id := add(s, u, 100<<10)
		after(10 * time.Minute)
		if got := known(t, u, id); !got.Done || len(s.parts) != 1 {
			t.Errorf("the upload is %+v after %d parts", got, len(s.parts))
		}
	})
}

func TestThatThereIsNoSpaceIsSaidAtOnceAndTriedNowAndThen(t *testing.T) {
	full := &wire.Error{Code: wire.CodeStorageFull, RetryMS: 3000}
	uploading(t, func(t *testing.T, s *shelf, u *engine.Uploads) {
		s.part = func(n int) (before, after error) {
			if n < 4 {
				return full, nil
			}
			return nil, nil
		}
		id := add(s, u, 1<<20)
		for n := 1; n <= 3; n++ {
			got := known(t, u, id)
			if got.Fail == nil || got.Fail.Code != wire.CodeStorageFull || len(s.parts) != n {
				t.Fatalf("the upload is %+v after %d tries, want %d", got, len(s.parts), n)
			}
			after(time.Minute)
		}
		if got := known(t, u, id); !got.Done || got.Fail != nil {
			t.Errorf("when there is space again it is %+v", got)
		}
	})
	uploading(t, func(t *testing.T, s *shelf, u *engine.Uploads) {
		s.begin = func() error { return full }
		id := add(s, u, 1<<20)
		if got := known(t, u, id); got.Fail == nil || len(s.begun) != 1 {
			t.Fatalf("the upload is %+v after %d tries", got, len(s.begun))
		}
		s.begin = nil
		u.Retry(id)
		u.Retry(id)
		if got := known(t, u, id); !got.Done || got.Fail != nil {
			t.Errorf("tried by the person it is %+v", got)
		}
		u.Remove(add(s, u, 1<<10))
		after(10 * time.Minute)
		if len(s.begun) != 3 {
			t.Errorf("%d were announced", len(s.begun))
		}
	})
}

func TestWhatTheServerRefusesIsNotTriedAgain(t *testing.T) {
	uploading(t, func(t *testing.T, s *shelf, u *engine.Uploads) {
		s.begin = func() error { return wire.Refused(wire.CodeTooLarge, text.FileTooLarge(100)) }
		id := add(s, u, 1<<20)
		after(time.Hour)
		if got := known(t, u, id); got.Fail == nil || got.Fail.Code != wire.CodeTooLarge || len(s.begun) != 1 {
			t.Errorf("the upload is %+v after %d tries", got, len(s.begun))
		}
	})
}

func TestAnUploadThatTheServerHasForgottenBeginsAgain(t *testing.T) {
	uploading(t, func(t *testing.T, s *shelf, u *engine.Uploads) {
		s.part = func(i int) (before, after error) {
			if i == 2 {
				clear(s.files)
				return errCut, nil
			}
			return nil, nil
		}
		id := add(s, u, 1<<20)
		after(time.Minute)
		if got := known(t, u, id); got.Fail == nil || got.Fail.Code != wire.CodeNotFound {
			t.Fatalf("the upload is %+v", got)
		}
		u.Retry(id)
		if got := known(t, u, id); !got.Done || len(s.begun) != 2 || s.begun[0] == s.begun[1] {
			t.Errorf("after another try it is %+v, announced as %q", got, s.begun)
		}
	})
}

func TestACancelledUploadIsDeletedOnTheServer(t *testing.T) {
	uploading(t, func(t *testing.T, s *shelf, u *engine.Uploads) {
		done := add(s, u, 1<<10)
		known(t, u, done)
		s.gate = make(chan struct{})
		going, waits, last := add(s, u, 1<<20), "", ""
		add(s, u, 1<<20)
		waits, last = add(s, u, 1<<20), add(s, u, 1<<20)
		synctest.Wait()
		for _, id := range []string{done, going, waits} {
			u.Remove(id)
		}
		synctest.Wait()
		if _, ok := u.Get(going); ok || len(s.cancelled) != 2 {
			t.Errorf("%d files were deleted, want that which was done and that which was on its way", len(s.cancelled))
		}
		close(s.gate)
		if got := known(t, u, last); !got.Done || len(s.begun) != 4 {
			t.Errorf("the one behind it is %+v; %d were announced", got, len(s.begun))
		}
	})
}

func TestTwoFilesGoUpAtATime(t *testing.T) {
	uploading(t, func(t *testing.T, s *shelf, u *engine.Uploads) {
		s.gate = make(chan struct{})
		var ids []string
		for range 5 {
			ids = append(ids, add(s, u, 1<<10))
		}
		synctest.Wait()
		close(s.gate)
		for _, id := range ids {
			if !known(t, u, id).Done {
				t.Error("one was left behind")
			}
		}
		if s.most != 2 {
			t.Errorf("%d at a time", s.most)
		}
	})
}

func TestAMessageOfFilesAloneGoesOutInItsTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		s.open(room)
		c := reading(t, s)
		defer c.Stop()
		c.send("before")
		buoy := wire.File{ID: "f1", Name: "buoy.jpg", Type: "image/jpeg", Size: 9}
		if _, err := c.SendMessage(engine.Message{Room: room, Files: []wire.File{buoy}}); err != nil {
			t.Fatal(err)
		}
		c.send("after")
		same(t, "the files of what was sent", filesSent(s), [][]string{nil, {"f1"}, nil})
		door := wire.File{ID: "f2", Name: "door.jpg", Type: "image/jpeg", Size: 9, Caption: "the door"}
		if _, err := c.SendMessage(engine.Message{Room: room, Files: []wire.File{buoy, door}}); err != nil {
			t.Fatal(err)
		}
		var said [][]string
		synctest.Wait()
		s.set(func() {
			for _, q := range s.sends {
				said = append(said, q.Captions)
			}
		})
		same(t, "what was said of the files", said, [][]string{nil, nil, nil, {"", "the door"}})
		if _, err := c.SendMessage(engine.Message{Room: room, Files: make([]wire.File, limits.Files+1)}); err == nil {
			t.Error("more files than a message can have")
		}
	})
}

func TestARefusedMessageKeepsItsFiles(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		s.open(room)
		s.refuse = func(*wire.Send) *wire.Nack { return &wire.Nack{Code: wire.CodeForbidden, Message: "no"} }
		c := reading(t, s)
		defer c.Stop()
		if _, err := c.SendMessage(engine.Message{Room: room, Files: []wire.File{{ID: "f1", Name: "buoy.jpg"}}}); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		list := c.Outbox().List()
		if len(list) != 1 || list[0].Fail == nil || len(list[0].Files) != 1 {
			t.Fatalf("the outbox has %+v", list)
		}
		shown := ask(c, room, func(_ *state.State, r *state.Room) int { return len(r.Timeline()[0].Event.Files) })
		if shown != 1 {
			t.Errorf("its row shows %d files", shown)
		}
		s.set(func() { s.refuse = nil })
		c.Outbox().Retry(list[0].ID)
		synctest.Wait()
		same(t, "the files of what was sent", filesSent(s), [][]string{{"f1"}, {"f1"}})
	})
}

func filesSent(s *server) (files [][]string) {
	synctest.Wait()
	s.set(func() {
		for _, q := range s.sends {
			files = append(files, q.Files)
		}
	})
	return files
}
