package keys

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/sqlite"
)

// shared returns the store of several nodes.
func shared(t *testing.T) store.Store {
	t.Helper()
	st, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	return st
}

// counted counts how often a Vault is read, and can be made to fail.
type counted struct {
	Vault
	mu     sync.Mutex
	reads  int
	broken error
}

func (c *counted) Read(ctx context.Context) ([]byte, error) {
	c.mu.Lock()
	c.reads++
	err := c.broken
	c.mu.Unlock()
	if err != nil {
		return nil, err
	}
	return c.Vault.Read(ctx)
}

// node returns one of several nodes that share their keys.
func node(t *testing.T, v Vault, c *clock) *Ring {
	t.Helper()
	r, err := New(t.Context(), v, Options{Clock: c.now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// same reports whether two nodes sign and link with the same keys.
func same(a, b *Ring) bool {
	kid, private := a.Signing()
	kid2, private2 := b.Signing()
	return kid == kid2 && private.Equal(private2) && bytes.Equal(a.Chain(), b.Chain()) && bytes.Equal(a.JWKS(), b.JWKS())
}

func TestNodesThatStartAtOnceAgree(t *testing.T) {
	st, c := shared(t), newClock()
	rings := make([]*Ring, 8)
	var wg sync.WaitGroup
	for i := range rings {
		wg.Go(func() { rings[i] = node(t, InStore(st), c) })
	}
	wg.Wait()
	for i, r := range rings {
		if !same(r, rings[0]) {
			t.Errorf("node %d has keys of its own", i)
		}
	}
	if !same(node(t, InStore(st), c), rings[0]) {
		t.Error("what they agreed on is not what was kept")
	}
}

func TestOfNodesThatRotateAtOnceOneDoes(t *testing.T) {
	st, c := shared(t), newClock()
	rings := make([]*Ring, 6)
	for i := range rings {
		rings[i] = node(t, InStore(st), c)
	}
	old, _ := rings[0].Signing()
	c.at = c.at.Add(Lifetime)
	var wg sync.WaitGroup
	did := make(chan bool, len(rings))
	for _, r := range rings {
		wg.Go(func() {
			rotated, err := r.RotateIfDue(t.Context())
			if err != nil {
				t.Error(err)
			}
			did <- rotated
		})
	}
	wg.Wait()
	close(did)
	times := 0
	for rotated := range did {
		if rotated {
			times++
		}
	}
	if kid, _ := rings[0].Signing(); times != 1 || kid == old {
		t.Errorf("rotated %d times, want once", times)
	}
	for i, r := range rings {
		if !same(r, rings[0]) {
			t.Errorf("node %d goes its own way", i)
		}
	}
}

func TestARotationElsewhereIsLearnt(t *testing.T) {
	st, c := shared(t), newClock()
	here, there := node(t, InStore(st), c), node(t, InStore(st), c)
	if err := there.Rotate(t.Context()); err != nil {
		t.Fatal(err)
	}
	kid, _ := there.Signing()
	if _, ok := here.Public(kid); !ok {
		t.Error("the key that came into use was not known before")
	}
	if old, _ := here.Signing(); old == kid {
		t.Error("learnt without reading: the test proves nothing")
	} else if _, ok := there.Public(old); !ok {
		t.Error("what is signed here is refused there until this node reads again")
	}
	if err := here.Reread(t.Context()); err != nil || !same(here, there) {
		t.Errorf("read again and still different: %v", err)
	}
}

func TestAnUnknownKeyIsLookedUpOnceASecond(t *testing.T) {
	st, c := shared(t), newClock()
	v := &counted{Vault: InStore(st)}
	here, there := node(t, v, c), node(t, InStore(st), c)
	for range 2 { // by now even the next key is one that was not published here
		if err := there.Rotate(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	kid, _ := there.Signing()
	v.reads = 0
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if _, ok := here.Public(kid); !ok {
				t.Error("a token of another node is refused")
			}
		})
	}
	wg.Wait()
	for range 100 {
		if _, ok := here.Public("forged"); ok {
			t.Fatal("a key nobody made")
		}
	}
	if v.reads != 1 {
		t.Errorf("%d reads within a second, want 1", v.reads)
	}
	c.at = c.at.Add(lookEvery)
	here.Public("forged")
	here.Public("forged")
	if v.reads != 2 {
		t.Errorf("%d reads in two seconds, want 2", v.reads)
	}
}

func TestAStoreThatCannotBeReadChangesNothing(t *testing.T) {
	st, c := shared(t), newClock()
	v := &counted{Vault: InStore(st)}
	r := node(t, v, c)
	before := string(r.JWKS())
	v.broken = errors.New("no answer")
	if _, ok := r.Public("forged"); ok {
		t.Error("an unknown key was taken")
	}
	if err := r.Reread(t.Context()); !errors.Is(err, v.broken) {
		t.Errorf("got %v", err)
	}
	if kid, _ := r.Signing(); kid == "" || string(r.JWKS()) != before {
		t.Error("the keys are lost")
	}
}

func TestANodeThatBecomesOneOfManyKeepsItsKeys(t *testing.T) {
	st, c, dir := shared(t), newClock(), t.TempDir()
	alone := open(t, dir, c)
	before, err := os.ReadFile(filepath.Join(dir, "signing.json"))
	if err != nil {
		t.Fatal(err)
	}
	from := func(dir string) *Ring {
		t.Helper()
		r, err := New(t.Context(), InStore(st), Options{Before: InDir(dir), Clock: c.now, Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	first := from(dir)
	if !same(first, alone) {
		t.Error("everybody is signed out: the keys were not taken over")
	}
	other := t.TempDir()
	open(t, other, c)
	if !same(from(other), first) || !same(from(t.TempDir()), first) {
		t.Error("a second node brought keys of its own")
	}
	if now, err := os.ReadFile(filepath.Join(dir, "signing.json")); err != nil || !bytes.Equal(now, before) {
		t.Error("the file was touched")
	}
}

func TestDamagedKeysInTheStoreAreRefusedAndLeftAlone(t *testing.T) {
	st, c := shared(t), newClock()
	err := st.Update(t.Context(), func(tx store.Tx) error { return tx.Settings().Set(store.SettingSigningKeys, "{}") })
	if err != nil {
		t.Fatal(err)
	}
	if _, err := New(t.Context(), InStore(st), Options{Clock: c.now}); err == nil ||
		!strings.Contains(err.Error(), "in the database are damaged") {
		t.Errorf("got %v", err)
	}
	if kept, err := InStore(st).Read(t.Context()); err != nil || string(kept) != "{}" {
		t.Errorf("now %q, %v", kept, err)
	}
}

func TestAKeyRetiredForLongerThanADayIsNoKey(t *testing.T) {
	c := newClock()
	r := open(t, t.TempDir(), c)
	old, _ := r.Signing()
	if err := r.Rotate(t.Context()); err != nil {
		t.Fatal(err)
	}
	c.at = c.at.Add(Keep)
	if _, ok := r.Public(old); !ok || !jwks(t, r)[old] {
		t.Error("after a day to the moment it is still one")
	}
	c.at = c.at.Add(time.Nanosecond)
	if _, ok := r.Public(old); ok {
		t.Error("it still verifies")
	}
	if jwks(t, r)[old] {
		t.Error("it is still published")
	}
	if n := len(jwks(t, r)); n != 2 {
		t.Errorf("%d keys published, want the active and the next", n)
	}
}
