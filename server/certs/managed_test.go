package certs

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"log/slog"
	"math/big"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/caddyserver/certmagic"
	"github.com/mholt/acmez/v3/acme"
)

const name = "chat.tideline.example"

// fake is an authority.
type fake struct {
	lasts time.Duration // its certificates; 0: 90 days
	mu    sync.Mutex
	asked []time.Time
	fails error     // what it answers
	wants time.Time // when it wants them renewed; zero: it does not say
}

func (f *fake) issue(_ context.Context, domain string, _ int) (issued, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = append(f.asked, time.Now())
	if f.fails != nil {
		return issued{}, f.fails
	}
	if f.lasts == 0 {
		f.lasts = 90 * 24 * time.Hour
	}
	return pair(domain, f.lasts), nil
}

func (f *fake) renewal(context.Context, *tls.Certificate) (at, again time.Time, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.wants, time.Time{}, nil
}

func (f *fake) set(fn func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	fn()
}

func (f *fake) times() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.asked)
}

// pair makes a certificate that begins now.
func pair(domain string, lasts time.Duration) issued {
	signer, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	serial, err := rand.Int(rand.Reader, big.NewInt(1<<62))
	if err != nil {
		panic(err)
	}
	of := &x509.Certificate{SerialNumber: serial, DNSNames: []string{domain}, NotBefore: time.Now(), NotAfter: time.Now().Add(lasts)}
	der, err := x509.CreateCertificate(rand.Reader, of, of, &signer.PublicKey, signer)
	if err != nil {
		panic(err)
	}
	key, err := certmagic.PEMEncodePrivateKey(signer)
	if err != nil {
		panic(err)
	}
	return issued{chain: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), key: key}
}

// node is one node's Managed that runs until the test stops it.
type node struct {
	*Managed
	stop func()
}

// newNode runs a node. The test must stop it.
func newNode(t *testing.T, ask issuing, storage certmagic.Storage, several bool) *node {
	m := &Managed{o: Options{Domain: name, Authority: "https://acme.example/dir", Email: "Keeper@tideline.example", Storage: storage,
		Several: several, Log: slog.New(slog.DiscardHandler)},
		kept: kept{storage, name}, ask: ask}
	ctx, cancel := context.WithCancel(t.Context())
	var work sync.WaitGroup
	work.Go(func() { m.Run(ctx) })
	return &node{m, func() {
		cancel()
		work.Wait()
	}}
}

// after lets time go by.
func after(d time.Duration) {
	time.Sleep(d) // the bubble's time, which takes none
	synctest.Wait()
}

func TestACertificateIsAskedForOnceAndRenewedWhenAThirdIsLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ca := &fake{}
		n := newNode(t, ca, Files(t.TempDir()), false)
		defer n.stop()
		synctest.Wait()
		if n.serves.Load() == nil || n.State().Problem != "" {
			t.Fatalf("state %+v after a good start", n.State())
		}
		after(59 * 24 * time.Hour)
		if n := ca.times(); n != 1 {
			t.Errorf("asked %d times in 59 of 90 days, want once", n)
		}
		after(25 * time.Hour)
		if n := ca.times(); n != 2 {
			t.Errorf("asked %d times in 60 of 90 days, want twice", n)
		}
	})
}

func TestTheAuthorityMayWishWhenButNotTooLateNorAgainAndAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ca := &fake{}
		n := newNode(t, ca, Files(t.TempDir()), false)
		defer n.stop()
		after(10 * 24 * time.Hour)
		ca.set(func() { ca.wants = time.Now().Add(-time.Hour) }) // it takes certificates back, say
		after(7 * time.Hour)
		if got := ca.times(); got < 2 {
			t.Error("the authority wants it renewed at once, and it was not")
		}
		before := ca.times()
		after(24 * time.Hour)
		if got := ca.times() - before; got > 24 {
			t.Errorf("asked %d times in a day by an authority that always wants more", got)
		}
		ca.set(func() { ca.wants = time.Now().Add(1000 * 24 * time.Hour) })
		before = ca.times()
		after(76 * 24 * time.Hour)
		if got := ca.times() - before; got == 0 {
			t.Error("the authority wants it renewed after its end, and so it was left")
		}
	})
}

func TestTheOldCertificateServesOnWhileRenewingFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ca := &fake{}
		n := newNode(t, ca, Files(t.TempDir()), false)
		defer n.stop()
		synctest.Wait()
		first := n.serves.Load()
		ca.set(func() { ca.fails = errors.New("dial tcp: connection refused, keeper@tideline.example") })
		after(61 * 24 * time.Hour)
		s := n.State()
		if n.serves.Load() != first || s.Problem == "" || s.Next.IsZero() {
			t.Fatalf("while the authority is away the state is %+v", s)
		}
		if strings.Contains(s.Problem, "keeper@") {
			t.Errorf("the contact is told: %s", s.Problem)
		}
		before := ca.times()
		after(time.Hour)
		if got := ca.times() - before; got < 5 || got > 7 {
			t.Errorf("an authority that is away was tried %d times in an hour, want every ten minutes", got)
		}
		ca.set(func() { ca.fails = nil })
		after(11 * time.Minute)
		if s := n.State(); n.serves.Load() == first || s.Problem != "" {
			t.Errorf("the authority is back, and the state is %+v", s)
		}
	})
}

func TestAnAuthorityThatRefusesIsAskedMoreAndMoreSeldom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ca := &fake{fails: acme.Problem{Type: acme.ProblemTypeDNS, Detail: "NXDOMAIN"}}
		n := newNode(t, ca, Files(t.TempDir()), false)
		defer n.stop()
		after(time.Hour)
		if got := ca.times(); got != 5 {
			t.Errorf("asked %d times in the first hour, want as often as may fail, 5", got)
		}
		after(24 * time.Hour)
		if got := ca.times(); got > 15 {
			t.Errorf("asked %d times in a day", got)
		}
		if s := n.State(); !strings.Contains(s.Problem, "Point its A or AAAA record at this server") || !s.Until.IsZero() {
			t.Errorf("the state is %+v", s)
		}
	})
}

func TestWhoStartsAServerAgainMostLikelyMendedSomething(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ca := &fake{fails: acme.Problem{Type: acme.ProblemTypeConnection, Detail: "timeout"}}
		storage := Files(t.TempDir())
		n := newNode(t, ca, storage, false)
		after(3 * time.Hour) // the next attempt is an hour or more away
		n.stop()
		ca.set(func() { ca.fails = nil })
		n = newNode(t, ca, storage, false)
		defer n.stop()
		after(time.Minute + time.Second)
		if n.serves.Load() == nil {
			t.Errorf("a minute after the start the state is %+v", n.State())
		}
	})
}

func TestOfManyNodesOneAsks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ca, shelf := &fake{lasts: 9 * time.Hour}, newShelf()
		var nodes []*node
		for _, holder := range []string{"a", "b", "c"} {
			nodes = append(nodes, newNode(t, ca, Shared(shelf, holder, nil), true))
		}
		after(time.Minute)
		for i, n := range nodes {
			defer n.stop()
			if c := n.serves.Load(); c == nil || !c.Leaf.Equal(nodes[0].serves.Load().Leaf) {
				t.Errorf("node %d serves with another certificate than the first", i)
			}
		}
		if got := ca.times(); got != 1 {
			t.Errorf("asked %d times for a first certificate, want once", got)
		}
		after(6 * time.Hour)
		if got := ca.times(); got != 2 {
			t.Errorf("asked %d times after a renewal, want twice", got)
		}
	})
}

func TestNodesCountTheirFailuresTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ca, shelf := &fake{fails: acme.Problem{Type: acme.ProblemTypeDNS, Detail: "NXDOMAIN"}}, newShelf()
		for _, holder := range []string{"a", "b", "c"} {
			n := newNode(t, ca, Shared(shelf, holder, nil), true)
			defer n.stop()
			defer func() {
				if n.State().Problem == "" {
					t.Errorf("node %s does not know that something is wrong", holder)
				}
			}()
		}
		after(time.Hour)
		if got := ca.times(); got != 5 {
			t.Errorf("three nodes asked %d times in the first hour, want as often as may fail, 5", got)
		}
	})
}

func TestANodeThatDiesWhileItAsksHoldsNobodyUpForLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ca, shelf := &fake{}, newShelf()
		if ok, err := shelf.Lease(t.Context(), lockName+name, "dead", leaseLasts); err != nil || !ok {
			t.Fatal(ok, err)
		}
		n := newNode(t, ca, Shared(shelf, "alive", nil), true)
		defer n.stop()
		after(leaseLasts + 2*busyLooks)
		if n.serves.Load() == nil {
			t.Error("there is still no certificate")
		}
	})
}

func TestWhatWasGotIsKeptEvenIfThatTakesAWhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ca, shelf := &fake{}, newShelf()
		shelf.full = true
		n := newNode(t, ca, Shared(shelf, "a", nil), true)
		defer n.stop()
		after(time.Hour)
		if n.serves.Load() == nil || ca.times() != 1 {
			t.Errorf("with a storage that takes nothing, asked %d times, want once; the state is %+v", ca.times(), n.State())
		}
		shelf.set(func() { shelf.full = false })
		after(time.Minute)
		if found, err := Look(t.Context(), Shared(shelf, "b", nil), name); err != nil || !found.Until.Equal(n.State().Until) {
			t.Errorf("kept is %+v: %v", found, err)
		}
	})
}

func TestACertificateOfAnotherAuthorityServesUntilThereIsANewOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		storage := Files(t.TempDir())
		old := pair(name, 90*24*time.Hour)
		if err := (kept{storage, name}).keepCertificate(t.Context(),
			certificate{Authority: "https://staging.example/dir", Chain: string(old.chain), Key: string(old.key)}); err != nil {
			t.Fatal(err)
		}
		ca := &fake{fails: errors.New("away")}
		n := newNode(t, ca, storage, false)
		defer n.stop()
		synctest.Wait()
		first := n.serves.Load()
		if first == nil || ca.times() != 1 {
			t.Fatalf("served %v, asked %d times", first, ca.times())
		}
		ca.set(func() { ca.fails = nil })
		after(time.Minute)
		if n.serves.Load() == first {
			t.Error("the other authority's certificate is still served")
		}
	})
}

func TestHandshakes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNode(t, &fake{}, Files(t.TempDir()), false)
		defer n.stop()
		synctest.Wait()
		config := n.TLS()
		if len(config.NextProtos) != 3 || config.NextProtos[0] != "h2" || config.NextProtos[1] != "http/1.1" {
			t.Errorf("protocols %q", config.NextProtos)
		}
		for host, want := range map[string]bool{name: true, strings.ToUpper(name): true, name + ".": true, "": true,
			"other.example": false, "www." + name: false} {
			c, err := config.GetCertificate(&tls.ClientHelloInfo{ServerName: host})
			if (err == nil && c != nil) != want {
				t.Errorf("a handshake for %q: %v", host, err)
			}
		}
	})
}
