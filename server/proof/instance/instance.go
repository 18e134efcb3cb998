package instance

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// SetupCode is the first-run code of every instance.
const SetupCode = "instance-setup-code"

// readyIn is how long a server may take to become ready. Only a failure takes
// that long.
const readyIn = 30 * time.Second

// Options are the parameters of an instance.
type Options struct {
	Bin    string    // "": found by Binary
	Data   string    // its data directory
	Args   []string  // additional arguments of serve
	Output io.Writer // gets its output; nil: the end is kept, and part of errors
	// Around, if not nil, is called at each start with the function that starts
	// the process.
	Around func(start func() error) error
	// Ready reports whether the server serves; nil: whether /readyz says so.
	Ready func(ctx context.Context) bool
	// Apart keeps signals of the terminal, such as that of Ctrl-C, from the
	// process. On systems without process groups it does nothing.
	Apart bool
}

// Server is one running process, or one that can be started again.
type Server struct {
	URL  string // http://127.0.0.1:PORT, the same after each start
	Data string

	bin    string
	args   []string
	output io.Writer
	kept   *Tail
	around func(start func() error) error
	serves func(ctx context.Context) bool
	apart  bool

	cmd  *exec.Cmd
	done chan struct{} // closed when the process has ended
	err  error         // the process's error; read it after done
}

// Binary finds bin/confab by walking up from the working directory.
func Binary() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		bin := filepath.Join(dir, "bin", "confab")
		if _, err := os.Stat(bin); err == nil {
			return bin, nil
		}
	}
	return "", errors.New("instance: bin/confab is not built; run: make build")
}

// New prepares a server on a free port of 127.0.0.1. Start starts it.
func New(o Options) (*Server, error) {
	if o.Bin == "" {
		bin, err := Binary()
		if err != nil {
			return nil, err
		}
		o.Bin = bin
	}
	port, err := FreePort()
	if err != nil {
		return nil, err
	}
	address := fmt.Sprintf("127.0.0.1:%d", port)
	s := &Server{URL: "http://" + address, Data: o.Data, bin: o.Bin, kept: &Tail{}, around: o.Around, serves: o.Ready, apart: o.Apart}
	s.args = append([]string{"serve", "--listen", address, "--data", o.Data, "--setup-code", SetupCode}, o.Args...)
	s.output = s.kept
	if o.Output != nil {
		s.output = io.MultiWriter(s.kept, o.Output)
	}
	return s, nil
}

// Start starts the process and waits until it is ready to serve.
func (s *Server) Start(ctx context.Context) error {
	s.cmd = exec.Command(s.bin, s.args...)
	s.cmd.Stdout, s.cmd.Stderr = s.output, s.output
	s.cmd.SysProcAttr = &syscall.SysProcAttr{}
	DieWithParent(s.cmd.SysProcAttr, syscall.SIGKILL)
	if s.apart {
		keepApart(s.cmd)
	}
	start := s.cmd.Start
	if s.around != nil {
		start = func() error { return s.around(s.cmd.Start) }
	}
	if err := start(); err != nil {
		return err
	}
	s.done = make(chan struct{})
	go func(cmd *exec.Cmd, done chan struct{}) {
		s.err = cmd.Wait()
		close(done)
	}(s.cmd, s.done)
	ctx, cancel := context.WithTimeout(ctx, readyIn)
	defer cancel()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		if s.ready(ctx) {
			return nil
		}
		select {
		case <-s.done:
			return fmt.Errorf("instance: ended at start: %v\n%s", s.err, s.kept)
		case <-ctx.Done():
			s.Kill()
			return fmt.Errorf("instance: not ready in %v\n%s", readyIn, s.kept)
		case <-tick.C:
		}
	}
}

func (s *Server) ready(ctx context.Context) bool {
	if s.serves != nil {
		return s.serves(ctx)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.URL+"/readyz", nil)
	if err != nil {
		return false
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	defer res.Body.Close()
	return res.StatusCode == http.StatusOK
}

// Kill ends the process with SIGKILL, so that it cannot finish anything, as in a
// power cut.
func (s *Server) Kill() { s.end(syscall.SIGKILL) }

// Stop asks the process to end and waits until it has.
func (s *Server) Stop() error {
	s.end(syscall.SIGTERM)
	return s.err
}

func (s *Server) end(sig syscall.Signal) {
	if s.cmd == nil {
		return
	}
	// The process may have ended by itself just now, so an error does not matter.
	_ = s.cmd.Process.Signal(sig)
	<-s.done
}

// PID returns the process's id.
func (s *Server) PID() int { return s.cmd.Process.Pid }

// Output returns the end of the process's output.
func (s *Server) Output() string { return s.kept.String() }
