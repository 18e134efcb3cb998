package hub

import (
	"errors"
	"net"
	"time"

	"golang.org/x/sys/unix"
)

// userTimeout is how long the kernel keeps what a dead peer never confirms.
const userTimeout = 30 * time.Second

// unsentMax is how many bytes the kernel takes that it cannot send yet.
// Without it that grows to megabytes (tcp_wmem) for each slow reader: memory
// that nobody counts, and old news.
const unsentMax = 128 << 10

// tune sets what a socket needs beyond Go's own settings.
func tune(c net.Conn) error {
	tcp, ok := c.(*net.TCPConn)
	if !ok {
		return nil
	}
	raw, err := tcp.SyscallConn()
	if err != nil {
		return err
	}
	var set error
	err = raw.Control(func(fd uintptr) {
		set = errors.Join(
			unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT, int(userTimeout.Milliseconds())),
			unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_NOTSENT_LOWAT, unsentMax),
		)
	})
	return errors.Join(err, set)
}
