package password

import (
	"os"
	"runtime"
	"sync"
)

// spare keeps the rest of the program responsive while every processor hashes. A
// hash occupies one for 20 to 40 ms, and Go looks for other work, and at the
// network, only every 10 ms, so that a message that passes through several
// goroutines arrives a tenth of a second late. spare gives Go one processor more
// than there are, so that the system, which switches much more often, divides
// them. It keeps that until nothing hashes: changing the number stops the program
// for a moment.
type spare struct {
	mu     sync.Mutex
	before int // processors without the spare one; 0: there is none now
}

// took and gave are called with the number of running hashes after one has begun
// or ended.
func (s *spare) took(running int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n := runtime.GOMAXPROCS(0); s.before == 0 && running >= n {
		s.before = n
		runtime.GOMAXPROCS(n + 1)
	}
}

func (s *spare) gave(running int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.before == 0 || running > 0 {
		return
	}
	if os.Getenv("GOMAXPROCS") == "" {
		runtime.SetDefaultGOMAXPROCS() // unlike a fixed number, this follows changes of the container's limit
	} else {
		runtime.GOMAXPROCS(s.before)
	}
	s.before = 0
}
