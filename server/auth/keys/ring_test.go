package keys

import (
	"crypto/ed25519"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// clock is a time that the tests set.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

func open(t *testing.T, dir string, c *clock) *Ring {
	t.Helper()
	r, err := Open(dir, c.now)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func newClock() *clock { return &clock{time.Date(2030, 5, 1, 12, 0, 0, 0, time.UTC)} }

func TestKeysAreMadeOnceAndKeptPrivate(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data", "keys")
	c := newClock()
	first := open(t, dir, c)
	kid, private := first.Signing()
	info, err := os.Stat(filepath.Join(dir, "signing.json"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("mode %v, %v; want 0600", info.Mode(), err)
	}
	second := open(t, dir, c)
	kid2, private2 := second.Signing()
	if kid2 != kid || !private2.Equal(private) || string(second.Chain()) != string(first.Chain()) {
		t.Error("a restart made other keys")
	}
	if other := open(t, t.TempDir(), c); string(other.Chain()) == string(first.Chain()) {
		t.Error("two servers have the same keys")
	}
}

func TestAFileOthersCanReadIsTightened(t *testing.T) {
	dir, c := t.TempDir(), newClock()
	open(t, dir, c)
	path := filepath.Join(dir, "signing.json")
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	open(t, dir, c)
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", info.Mode())
	}
}

func TestRotation(t *testing.T) {
	dir, c := t.TempDir(), newClock()
	r := open(t, dir, c)
	oldest, private := r.Signing()
	announced := jwks(t, r)
	signature := ed25519.Sign(private, []byte("said before"))

	if done, err := r.RotateIfDue(t.Context()); done || err != nil {
		t.Fatalf("a fresh key was rotated: %v", err)
	}
	c.at = c.at.Add(Lifetime)
	if done, err := r.RotateIfDue(t.Context()); !done || err != nil {
		t.Fatalf("RotateIfDue = %v, %v", done, err)
	}
	kid, _ := r.Signing()
	if kid == oldest || !announced[kid] {
		t.Error("the key that signs now was not announced before")
	}
	public, ok := r.Public(oldest)
	if !ok || !ed25519.Verify(public, []byte("said before"), signature) {
		t.Error("what the retired key signed is not verified any more")
	}
	if kid2, _ := open(t, dir, c).Signing(); kid2 != kid {
		t.Error("the rotation was not stored")
	}

	c.at = c.at.Add(Lifetime)
	if err := r.Rotate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, ok := r.Public(oldest); ok {
		t.Error("a key retired long ago still verifies")
	}
	if n := len(jwks(t, r)); n != 3 {
		t.Errorf("%d keys published, want next, active and the one just retired", n)
	}
}

func TestOnlyPublicHalvesArePublished(t *testing.T) {
	r := open(t, t.TempDir(), newClock())
	if set := string(r.JWKS()); strings.Contains(set, `"d"`) || strings.Contains(set, "seed") {
		t.Error(set)
	}
}

func TestDamagedFilesAreRefusedAndLeftAlone(t *testing.T) {
	dir, c := t.TempDir(), newClock()
	open(t, dir, c)
	path := filepath.Join(dir, "signing.json")
	good, _ := os.ReadFile(path)
	for name, bad := range map[string]string{
		"empty": "", "half": string(good[:len(good)/2]), "none": "{}",
		"two active": strings.Replace(string(good), `"next"`, `"active"`, 1),
		"no chain":   strings.Replace(string(good), `"chain"`, `"chains"`, 1),
		"short seed": strings.Replace(string(good), `"seed": "`, `"seed": "AAAA`, 1),
	} {
		if err := os.WriteFile(path, []byte(bad), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(dir, c.now); err == nil || !strings.Contains(err.Error(), "damaged") {
			t.Errorf("%s: %v", name, err)
		}
		if now, _ := os.ReadFile(path); string(now) != bad {
			t.Errorf("%s: the file was changed", name)
		}
	}
}

func TestAFailedRotationChangesNothing(t *testing.T) {
	dir, c := filepath.Join(t.TempDir(), "keys"), newClock()
	r := open(t, dir, c)
	before, _ := r.Signing()
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if err := r.Rotate(t.Context()); err == nil {
		t.Fatal("rotated without a place to keep the keys")
	}
	if after, _ := r.Signing(); after != before {
		t.Error("tokens are signed with a key that was never stored")
	}
}

// jwks returns the ids of the published keys.
func jwks(t *testing.T, r *Ring) map[string]bool {
	t.Helper()
	var set struct {
		Keys []map[string]string `json:"keys"`
	}
	if err := json.Unmarshal(r.JWKS(), &set); err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	for _, k := range set.Keys {
		if k["kty"] != "OKP" || k["crv"] != "Ed25519" || len(k["x"]) != 43 {
			t.Errorf("key %v", k)
		}
		ids[k["kid"]] = true
	}
	return ids
}
