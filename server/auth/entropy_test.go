package auth_test

import (
	"encoding/base64"
	"math/bits"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/auth/authtest"
	"github.com/confab/confab/server/auth/secret"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// Each credential that this program generates has at least 128 random bits: in a
// sample of a thousand, no bit is mostly set or mostly clear.
func TestEveryTokenIsLongAndRandom(t *testing.T) {
	fresh := authtest.New(t, func(o *auth.Options) { o.SetupCode = "" })
	w, nora := authtest.Settled(t)
	base := func(s string) []byte {
		b, err := base64.RawURLEncoding.DecodeString(s)
		if err != nil {
			t.Fatal(s, err)
		}
		return b
	}
	for name, c := range map[string]struct {
		random func() []byte // the random part of one
		many   int
	}{
		"a secret": {func() []byte { token, _ := secret.New(); return base(token) }, 1000},
		"an invite": {func() []byte {
			token, _ := w.Invite(t, nora, wire.InviteCreate{})
			return base(token)
		}, 200},
		"a refresh token": {func() []byte {
			g, err := w.Auth.SignIn(t.Context(), authtest.NoraEmail, authtest.NoraPassword, authtest.Client("192.0.2.1"))
			if err != nil {
				t.Fatal(err)
			}
			return base(g.Refresh[:43])
		}, 200},
		"the mark of a browser": {func() []byte { return base(browser(t, w, nora, "192.0.2.1").Known[:22]) }, 200},
		"the setup code": {func() []byte {
			code, err := fresh.Auth.PrepareSetup(t.Context())
			if err != nil || len(code)*5 < 128 || strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") != "" {
				t.Fatalf("%q, %v", code, err)
			}
			return five(code)
		}, 200},
	} {
		seen := map[string]bool{}
		var set []int
		for range c.many {
			b := c.random()
			if len(b)*8 < 128 {
				t.Fatalf("%s has %d bits", name, len(b)*8)
			}
			if seen[string(b)] {
				t.Fatalf("%s came twice", name)
			}
			seen[string(b)] = true
			for i := range b {
				for bit := range 8 {
					if len(set) <= i*8+bit {
						set = append(set, 0)
					}
					set[i*8+bit] += int(b[i] >> bit & 1)
				}
			}
		}
		for at, n := range set {
			if n < c.many/4 || n > c.many*3/4 {
				t.Errorf("%s: bit %d is set in %d of %d", name, at, n, c.many)
			}
		}
	}
}

// five decodes base 32: one byte for the five bits of each character.
func five(code string) []byte {
	var out []byte
	var held, n uint
	for _, r := range code {
		v := strings.IndexRune("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", r)
		held, n = held<<5|uint(v), n+5
		if n >= 8 {
			n -= 8
			out = append(out, byte(held>>n))
		}
	}
	return out
}

// The cookies hold the whole generated tokens, not something shorter.
func TestTheCookiesHoldTheWholeTokens(t *testing.T) {
	w, nora := authtest.Settled(t)
	answer := httptest.NewRecorder()
	w.Auth.Cookies.SetCookies(answer, httptest.NewRequest(http.MethodGet, "http://localhost/", nil), nora)
	var values []string
	for _, c := range answer.Result().Cookies() {
		values = append(values, c.Value)
	}
	for _, want := range []string{nora.Access, nora.Refresh} {
		if !strings.Contains(strings.Join(values, "\n"), want) {
			t.Error("a cookie was cut")
		}
	}
}

// Ids are not secret: they only must not collide, and not come from a generator
// that can be run backwards. On a server their random bits come from crypto/rand.
func TestIDsAreOfCryptoRandOnAServer(t *testing.T) {
	files, err := filepath.Glob("../../shared/id/*.go")
	if err != nil || len(files) < 3 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_js.go") || strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), "\"math/rand") {
			t.Errorf("%s imports math/rand", file)
		}
	}
	differ := 0
	last := id.New()
	for range 1000 {
		next := id.New()
		for i := 16; i < len(next); i++ { // the half that is random
			differ += bits.OnesCount8(nibble(last[i]) ^ nibble(next[i]))
		}
		last = next
	}
	if mean := differ / 1000; mean < 25 || mean > 37 {
		t.Errorf("two ids differ in %d of 62 random bits", mean)
	}
}

func nibble(c byte) byte { return byte(strings.IndexByte("0123456789abcdef", c)) }
