package service

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"github.com/confab/confab/server/proof/instance"
)

// readyIn is how long a server may take to become ready, and to end. It is
// used up by a failure only.
const readyIn = 30 * time.Second

// attempts is how often a server is started on another port after somebody
// else took the one that was free.
const attempts = 5

// process is a server's process, or one that can be started again.
type process struct {
	path   string // of the program
	args   []string
	env    []string // more of it
	dir    string   // to run in
	owner  *syscall.Credential
	death  syscall.Signal // that it gets if the tests die
	ready  func() error   // nil: it serves
	output instance.Tail

	cmd  *exec.Cmd
	done chan struct{} // closed when it has ended
	err  error         // its end; read after done
}

// start starts the process and waits until it is ready.
func (p *process) start() error {
	p.cmd = exec.Command(p.path, p.args...)
	p.cmd.Dir = p.dir
	if p.env != nil {
		p.cmd.Env = append(os.Environ(), p.env...)
	}
	p.cmd.Stdout, p.cmd.Stderr = &p.output, &p.output
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Credential: p.owner}
	instance.DieWithParent(p.cmd.SysProcAttr, p.death)
	if err := p.cmd.Start(); err != nil {
		return err
	}
	p.done = make(chan struct{})
	go func(cmd *exec.Cmd, done chan struct{}) {
		p.err = cmd.Wait()
		close(done)
	}(p.cmd, p.done)
	deadline := time.After(readyIn)
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		err := p.ready()
		select {
		case <-p.done: // whoever answered, it was another
			return fmt.Errorf("%s ended at start: %v\n%s", p.path, p.err, &p.output)
		default:
		}
		if err == nil {
			return nil
		}
		select {
		case <-p.done:
		case <-deadline:
			p.end(syscall.SIGKILL)
			return fmt.Errorf("%s is not ready in %v: %w\n%s", p.path, readyIn, err, &p.output)
		case <-tick.C:
		}
	}
}

// running reports whether the process was started and has not ended.
func (p *process) running() bool {
	if p.done == nil {
		return false
	}
	select {
	case <-p.done:
		return false
	default:
		return true
	}
}

// signal sends sig to the process; one that has ended is past it.
func (p *process) signal(sig syscall.Signal) {
	if p.running() {
		_ = p.cmd.Process.Signal(sig)
	}
}

// pause stops the process where it is. When it returns none of its threads runs any more: a signal alone is only sent
// then, and a thread on another core may go on to answer a request.
func (p *process) pause() error {
	p.signal(syscall.SIGSTOP)
	return untilStopped(p.cmd.Process.Pid)
}

// end sends sig and waits for the end, which it forces after readyIn.
func (p *process) end(sig syscall.Signal) {
	if !p.running() {
		return
	}
	p.signal(sig)
	select {
	case <-p.done:
	case <-time.After(readyIn):
		p.signal(syscall.SIGKILL)
		<-p.done
	}
}

// tell adds what the process printed to the log of a test that failed.
func (p *process) tell(tb testing.TB, name string) {
	tb.Cleanup(func() {
		if tb.Failed() {
			tb.Logf("%s said:\n%s", name, &p.output)
		}
	})
}

// find returns the path of a program, or an error that says which package has
// it.
func find(name, from string) (string, error) {
	path, err := exec.LookPath(name)
	if err != nil { // Debian leaves this directory out of the path of ordinary people
		path, err = exec.LookPath("/usr/sbin/" + name)
	}
	if err != nil {
		return "", fmt.Errorf("%s is not installed; on Debian and Ubuntu: apt-get install %s", name, from)
	}
	return path, nil
}

// onFreePort calls start with free ports until it succeeds on one.
func onFreePort(start func(port int) error) error {
	var failed error
	for range attempts {
		port, err := instance.FreePort()
		if err != nil {
			return err
		}
		if err = start(port); err == nil {
			return nil
		}
		failed = errors.Join(failed, err)
	}
	return failed
}
