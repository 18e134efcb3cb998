package hub

import (
	"net"
	"testing"

	"golang.org/x/sys/unix"
)

// A peer that no longer confirms anything is given up by the kernel.
func TestTheKernelGivesUpOnADeadPeer(t *testing.T) {
	l, _ := pair(t)
	if err := tune(l.Conn); err != nil {
		t.Fatal(err)
	}
	raw, err := l.Conn.(*net.TCPConn).SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	var ms int
	var get error
	err = raw.Control(func(fd uintptr) { ms, get = unix.GetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT) })
	if err != nil || get != nil || ms != 30_000 {
		t.Errorf("after %d ms (%v, %v), want 30 s", ms, err, get)
	}
}
