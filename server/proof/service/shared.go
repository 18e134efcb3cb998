package service

import (
	"fmt"
	"os"
	"sync"
	"testing"
)

// shared is the one PostgreSQL server of a test binary.
var shared struct {
	mu     sync.Mutex
	main   bool // Main is there to end it
	server *postmaster
	err    error
}

// SharedPostgres returns the one server of the whole test binary, which is
// started for the first test that asks: making one takes a second, a database
// a hundredth. The package's TestMain must be Main. Whoever stops it must
// start it again within the same test, and run no other test beside it.
func SharedPostgres(tb testing.TB) *Postgres {
	tb.Helper()
	shared.mu.Lock()
	defer shared.mu.Unlock()
	if !shared.main {
		tb.Fatal("service: SharedPostgres needs: func TestMain(m *testing.M) { service.Main(m) }")
	}
	if shared.server == nil && shared.err == nil {
		shared.server, shared.err = newPostmaster(nil)
	}
	if shared.err != nil {
		tb.Fatal(shared.err)
	}
	shared.server.process.tell(tb, "postgres")
	return &Postgres{Addr: shared.server.addr, tb: tb, server: shared.server, shared: true}
}

// Main runs the tests of a package and ends what they share:
//
//	func TestMain(m *testing.M) { service.Main(m) }
func Main(m *testing.M) {
	shared.mu.Lock()
	shared.main = true
	shared.mu.Unlock()
	m.Run()
	shared.mu.Lock()
	defer shared.mu.Unlock()
	if shared.server == nil {
		return
	}
	if err := shared.server.remove(); err != nil {
		fmt.Fprintln(os.Stderr, "service: the shared PostgreSQL:", err)
	}
}
