package password

import (
	"os"
	"runtime"
	"sync"
)

// spare lets the rest of the program go on while every processor hashes. A hash takes
// one for 20 to 40 ms. Go then looks for other work, and at the network, only every
// 10 ms, so that a message that passes through several goroutines arrives a tenth of a
// second late. With one more at Go's disposal than there are, the system shares them
// out, which it does much finer. It stays until nobody hashes: changing the number
// stops the program for a moment.
type spare struct {
	mu     sync.Mutex
	before int // processors without it; 0: it is not there
}

// took and gave are told how many hash after one has begun and ended.
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
		runtime.SetDefaultGOMAXPROCS() // follows a change of the container's, which a number would not
	} else {
		runtime.GOMAXPROCS(s.before)
	}
	s.before = 0
}
