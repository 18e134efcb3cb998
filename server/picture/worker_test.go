package picture

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// endless is a picture that never ends.
type endless struct{ begin []byte }

func (e *endless) Read(p []byte) (int, error) {
	n := copy(p, e.begin)
	e.begin = e.begin[n:]
	clear(p[n:])
	return len(p), nil
}

func TestAPictureThatIsATrapEndsItsProcessAlone(t *testing.T) {
	picture := jpegOf(t, corners(60, 40))
	for what, c := range map[string]struct {
		role   string
		memory int64
		time   time.Duration
		want   error
	}{
		"a decoder that does not end":       {"hang", 0, time.Second, ErrTimeout},
		"a process that only waits":         {"wait", 0, time.Second, ErrTimeout},
		"a decoder that takes all memory":   {"hog", 64 << 20, 0, ErrTooLarge},
		"a decoder that panics":             {"panic", 0, 0, ErrBroken},
		"a process that writes without end": {"chat", 0, 0, ErrTooLarge},
		"a process that says less":          {"lie", 0, 0, ErrBroken},
		"a process that says nonsense":      {"nonsense", 0, 0, ErrBroken},
		"a process that writes a file":      {"write", 0, 0, ErrBroken},
	} {
		t.Run(what, func(t *testing.T) {
			w := worker(c.role)
			w.Memory, w.Time = c.memory, c.time
			fails(t, w, bytes.NewReader(picture), c.want)
		})
	}
	t.Run("a picture that never ends", func(t *testing.T) {
		fails(t, worker("serve"), &endless{picture}, ErrTooLarge)
	})
}

func TestASystemEndsWhatRunsForTooLong(t *testing.T) {
	// nobody waits for it: the bound is its own
	cmd := exec.CommandContext(t.Context(), os.Args[0], "hang", strconv.Itoa(64<<20), "1")
	err := cmd.Run()
	if status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); !ok || !status.Signaled() {
		t.Errorf("%v", err)
	}
	if used := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(); used > 3*time.Second {
		t.Errorf("it ran for %v", used)
	}
	if err := death(cmd.ProcessState, "", time.Second); !errors.Is(err, ErrTimeout) {
		t.Errorf("%v", err)
	}
}

func TestAProcessKnowsNothingOfTheServer(t *testing.T) {
	t.Setenv("CONFAB_POSTGRES", "postgres://confab:secret@db.example.org/confab")
	_, err := worker("look").Make(t.Context(), strings.NewReader(""))
	if !errors.Is(err, ErrBroken) || !strings.Contains(err.Error(), "environment") || strings.Contains(err.Error(), "secret") {
		t.Errorf("%v", err)
	}
}

func TestWhatCannotBeReadIsNotThePicturesFault(t *testing.T) {
	away := errors.New("the storage has gone")
	src := io.MultiReader(bytes.NewReader(jpegOf(t, corners(60, 40))), failing{away})
	_, err := worker("serve").Make(t.Context(), src)
	if !errors.Is(err, away) {
		t.Errorf("%v, want %v", err, away)
	}
}

// panicking is a source with a fault.
type panicking struct{}

func (panicking) Read([]byte) (int, error) { panic("a fault of a storage") }

func TestASourceThatPanicsOrDoesNotAnswerIsLeftBehind(t *testing.T) {
	if _, err := worker("serve").Make(t.Context(), panicking{}); err == nil || !strings.Contains(err.Error(), "a fault of a storage") {
		t.Errorf("%v", err)
	}
	stalled := make(chan struct{})
	defer close(stalled)
	w := worker("serve")
	w.Time, w.AtOnce = time.Second, 1
	fails(t, w, until(stalled), ErrTimeout)
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func TestAWorkerRunsSoManyProcessesAtOnce(t *testing.T) {
	w := worker("serve")
	w.AtOnce = 2
	picture := jpegOf(t, corners(60, 40))
	blocked := make(chan struct{})
	src := func() io.Reader {
		return io.MultiReader(bytes.NewReader(picture[:100]), until(blocked), bytes.NewReader(picture[100:]))
	}
	var group sync.WaitGroup
	for range 2 {
		group.Go(func() {
			if _, err := w.Make(t.Context(), src()); err != nil {
				t.Error(err)
			}
		})
	}
	for begin := time.Now(); len(w.taken()) < 2; {
		if time.Since(begin) > 10*time.Second {
			t.Fatal("the first two have not begun")
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := w.Make(ctx, bytes.NewReader(picture)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a third one at once: %v", err)
	}
	close(blocked)
	group.Wait()
	if _, err := w.Make(t.Context(), bytes.NewReader(picture)); err != nil {
		t.Errorf("after them: %v", err)
	}
}

// taken are the slots that are.
func (w *Worker) taken() []struct{} {
	w.once.Do(w.init)
	return make([]struct{}, len(w.slots))
}

// until is read to its end when something is closed.
type until <-chan struct{}

func (u until) Read([]byte) (int, error) {
	<-u
	return 0, io.EOF
}

func TestWhoGivesUpIsNotWaitedFor(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	w := worker("wait")
	go func() {
		for len(w.taken()) == 0 {
		}
		cancel()
	}()
	begin := time.Now()
	if _, err := w.Make(ctx, strings.NewReader("")); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if took := time.Since(begin); took > 10*time.Second {
		t.Errorf("it took %v", took)
	}
	if _, err := w.Make(ctx, strings.NewReader("")); !errors.Is(err, context.Canceled) {
		t.Errorf("once more: %v", err)
	}
}

func TestAProgramThatIsNotThereIsNotThePicturesFault(t *testing.T) {
	w := &Worker{Command: []string{"/nowhere/confab", "picture"}}
	_, err := w.Make(t.Context(), strings.NewReader(""))
	for _, wrong := range []error{nil, ErrBroken, ErrTooLarge, ErrTimeout, ErrNotPicture} {
		if errors.Is(err, wrong) {
			t.Errorf("%v", err)
		}
	}
}
