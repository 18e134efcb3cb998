package instance

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
)

// The range of FreePort. It is below the ports that systems use for outgoing
// connections (Linux from 32768, others from 49152): while a server is down,
// nothing else gets its port, and a client that dials it cannot be connected to
// itself.
const (
	firstPort = 20000
	lastPort  = 31999
)

// FreePort returns a port of 127.0.0.1 on which nothing listens now. Another
// process may still take it first.
func FreePort() (int, error) {
	var failed error
	for range 100 {
		port := firstPort + rand.IntN(lastPort-firstPort+1)
		l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
		if err == nil {
			return port, l.Close()
		}
		failed = errors.Join(failed, err)
	}
	return 0, fmt.Errorf("instance: no port is free: %w", failed)
}
