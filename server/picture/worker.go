package picture

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"
)

// The bounds of a process if a Worker does not say otherwise.
const (
	DefaultMemory = 512 << 20
	DefaultTime   = 30 * time.Second
)

// Worker makes pictures anew, each in a process of its own. Its zero value is ready for use.
type Worker struct {
	// Memory is how many bytes a process may use besides those that it begins with; 0: DefaultMemory.
	Memory int64
	// Time is how long a process may run; 0: DefaultTime.
	Time time.Duration
	// AtOnce is how many processes run at once; 0: as many as there are cores.
	AtOnce int
	// Command is what is run, with the bounds as its last arguments; nil: this program, with "picture". It calls Serve.
	Command []string

	once  sync.Once
	slots chan struct{}
}

// Make makes a picture anew, when it is its turn. Returns ErrNotPicture, ErrTooLarge, ErrBroken or
// ErrTimeout if nothing becomes of it, and the context's error if that ends first. A src that does not answer is
// left behind while it is read; its answer goes nowhere.
func (w *Worker) Make(ctx context.Context, src io.Reader) (Result, error) { return w.make(ctx, src, 0) }

// MakeSmall makes a picture anew that is at most side pixels wide and high, and its one thumbnail if it moves: the
// same, standing still. Stills become PNG. Of those that move only GIF can be made; others are ErrNotPicture.
func (w *Worker) MakeSmall(ctx context.Context, src io.Reader, side int) (Result, error) {
	return w.make(ctx, src, side)
}

func (w *Worker) make(ctx context.Context, src io.Reader, side int) (Result, error) {
	w.once.Do(w.init)
	select {
	case w.slots <- struct{}{}:
		defer func() { <-w.slots }()
	case <-ctx.Done():
		return Result{}, ctx.Err()
	}
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	r, err := w.run(ctx, src, side)
	if err != nil && ctx.Err() != nil {
		return Result{}, ctx.Err()
	}
	return r, err
}

// init makes the slots.
func (w *Worker) init() {
	n := w.AtOnce
	if n <= 0 {
		n = runtime.GOMAXPROCS(0)
	}
	w.slots = make(chan struct{}, n)
}

// bounds returns the bounds of a process.
func (w *Worker) bounds() (memory int64, most time.Duration) {
	memory, most = w.Memory, w.Time
	if memory <= 0 {
		memory = DefaultMemory
	}
	if most <= 0 {
		most = DefaultTime
	}
	return memory, most
}

// settle is how long the rest of a process may take after its end: what still reads for it is left alone then.
const settle = time.Second

// run runs one process.
func (w *Worker) run(ctx context.Context, src io.Reader, side int) (Result, error) {
	memory, most := w.bounds()
	timed, cancel := context.WithTimeoutCause(ctx, most, ErrTimeout)
	defer cancel()
	command := w.Command
	if command == nil {
		program, err := self()
		if err != nil {
			return Result{}, fmt.Errorf("picture: find the program: %w", err)
		}
		command = []string{program, "picture"}
	}
	seconds := int64((most + time.Second - 1) / time.Second)
	cmd := exec.CommandContext(timed, command[0], append(command[1:len(command):len(command)],
		strconv.FormatInt(memory, 10), strconv.FormatInt(seconds, 10), strconv.Itoa(side))...)
	said, complaint := &bounded{most: maxOutput}, &bounded{most: maxComplaint, cut: true}
	cmd.Stdout, cmd.Stderr = said, complaint
	// nothing of the server's surroundings, where passwords may be; the collector gives back what it frees
	cmd.Env = []string{"GOMAXPROCS=1", "GODEBUG=madvdontneed=1", "GOTRACEBACK=none"}
	cmd.Dir = os.TempDir()
	cmd.WaitDelay = settle
	to, err := cmd.StdinPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		return Result{}, fmt.Errorf("picture: start the process: %w", err)
	}
	source := newFeed(src, to)
	_ = cmd.Wait() // how it ended is in its state, and whether all was said in what it said
	if failed := source.end(); failed != nil {
		return Result{}, fmt.Errorf("picture: read it: %w", failed)
	}
	if said.over {
		return Result{}, fmt.Errorf("%w: more than %d bytes come of it", ErrTooLarge, maxOutput)
	}
	if cmd.ProcessState.Success() {
		return read(said.content.Bytes())
	}
	if errors.Is(context.Cause(timed), ErrTimeout) {
		return Result{}, ErrTimeout
	}
	return Result{}, death(cmd.ProcessState, complaint.content.String(), time.Duration(seconds)*time.Second)
}

// death says why a process has ended as it did: who reaches a bound is killed, or finds no memory.
func death(state *os.ProcessState, complaint string, most time.Duration) error {
	first, _, _ := strings.Cut(complaint, "\n")
	switch {
	case state.UserTime()+state.SystemTime() > most/2: // the system counts for its bound in another way, which is less exact
		return fmt.Errorf("%w: %s", ErrTimeout, state)
	case !state.Exited(), strings.Contains(complaint, "out of memory"), strings.Contains(complaint, "cannot allocate memory"):
		return fmt.Errorf("%w: %s: %s", ErrTooLarge, state, first)
	}
	return fmt.Errorf("%w: %s: %s", ErrBroken, state, first)
}

// read reads what Serve has written.
func read(said []byte) (Result, error) {
	line, contents, _ := bytes.Cut(said, []byte("\n"))
	var a answer
	if err := json.Unmarshal(line, &a); err != nil {
		return Result{}, fmt.Errorf("%w: the process said %.100q", ErrBroken, line)
	}
	if a.Failed != "" {
		failure, ok := failures[a.Failed]
		if !ok {
			failure = ErrBroken
		}
		return Result{}, fmt.Errorf("%w: %s", failure, a.Detail)
	}
	for i, p := range a.Parts {
		if p.Size < 0 || p.Size > len(contents) {
			return Result{}, fmt.Errorf("%w: the process said less than it would", ErrBroken)
		}
		a.Parts[i].content, contents = contents[:p.Size:p.Size], contents[p.Size:]
	}
	if len(a.Parts) == 0 {
		return Result{}, fmt.Errorf("%w: nothing has become of it", ErrBroken)
	}
	full := a.Parts[0]
	r := Result{Type: full.Type, Content: full.content, Width: full.Width, Height: full.Height,
		Animated: a.Animated, Hash: a.Hash, Colour: a.Colour, Alpha: a.Alpha}
	for _, p := range a.Parts[1:] {
		r.Thumbs = append(r.Thumbs, Thumb{p.Type, p.content, p.Width, p.Height})
	}
	return r, nil
}
