package bench

import (
	"context"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// clock is a pacer good to some microseconds: the runtime waits for its own
// timers in whole milliseconds when nothing else happens, and a server that
// answers within one would seem slower than it is.
type clock struct{ f *os.File }

// newPacer returns a clock, or a timer if the system has none to give.
func newPacer() pacer {
	fd, err := unix.TimerfdCreate(unix.CLOCK_MONOTONIC, unix.TFD_NONBLOCK|unix.TFD_CLOEXEC)
	if err != nil {
		return newTimer()
	}
	return clock{os.NewFile(uintptr(fd), "timer")}
}

func (p clock) until(ctx context.Context, t time.Time) {
	wait := time.Until(t)
	if wait <= 0 {
		return
	}
	conn, err := p.f.SyscallConn()
	if err != nil {
		return
	}
	once := unix.ItimerSpec{Value: unix.NsecToTimespec(int64(wait))}
	if cerr := conn.Control(func(fd uintptr) { err = unix.TimerfdSettime(int(fd), 0, &once, nil) }); cerr != nil || err != nil {
		return
	}
	defer context.AfterFunc(ctx, func() { _ = p.f.SetReadDeadline(time.Now()) })() // read then returns
	var fired [8]byte
	_, _ = p.f.Read(fired[:]) // whatever it says, the caller looks at the time
}

func (p clock) close() { _ = p.f.Close() } // nothing was written
