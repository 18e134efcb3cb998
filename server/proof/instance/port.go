package instance

import (
	"fmt"
	"math/rand/v2"
	"net"
	"sync"
)

// The range of FreePort. It is below the ports that systems use for outgoing
// connections (Linux from 32768, others from 49152): while a server is down,
// nothing else gets its port, and a client that dials it cannot be connected to
// itself.
const (
	firstPort = 20000
	lastPort  = 31999
	blockSize = 100 // ports that a process takes at once
)

// ports are those that this process has taken and not given out yet.
var ports struct {
	mu      sync.Mutex
	left    []int
	holders []net.Listener // one for each block, until the process ends
}

// FreePort returns a port of 127.0.0.1 that no other call returns, in this process or
// another one that uses FreePort, as long as this process runs: servers that are not
// started yet, or are down between two starts, keep theirs. A process takes ports by the
// hundred and listens on the first of each hundred, which tells the others that it is taken.
func FreePort() (int, error) {
	ports.mu.Lock()
	defer ports.mu.Unlock()
	for {
		if len(ports.left) == 0 {
			if err := takeBlock(); err != nil {
				return 0, err
			}
		}
		port := ports.left[0]
		ports.left = ports.left[1:]
		l, err := listen(port)
		if err != nil {
			continue // something that has nothing to do with us listens there
		}
		return port, l.Close()
	}
}

// takeBlock takes a hundred ports for this process.
func takeBlock() error {
	const blocks = (lastPort - firstPort + 1) / blockSize
	var failed error
	for range 10 * blocks {
		first := firstPort + blockSize*rand.IntN(blocks)
		holder, err := listen(first)
		if err != nil {
			failed = err
			continue
		}
		ports.holders = append(ports.holders, holder)
		for port := first + 1; port < first+blockSize; port++ {
			ports.left = append(ports.left, port)
		}
		return nil
	}
	return fmt.Errorf("instance: no ports are free: %w", failed)
}

func listen(port int) (net.Listener, error) {
	return net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
}
