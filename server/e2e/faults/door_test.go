package faults

import (
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/server/auth/keys"
	"github.com/confab/confab/server/bench"
	"github.com/confab/confab/server/proof/instance"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

type object = map[string]any

// forge makes tokens with the server's own key.
type forge struct {
	key            ed25519.PrivateKey
	header, claims object
}

// newForge reads the key from the server's data. What it makes without changes
// is a good token of the person's.
func newForge(t *testing.T, w *bench.Workspace, seat bench.Seat) *forge {
	t.Helper()
	ring, err := keys.Open(filepath.Join(w.Data, "keys"), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	f := &forge{}
	var kid string
	kid, f.key = ring.Signing()
	f.header = object{"alg": "EdDSA", "typ": "at+jwt", "kid": kid}
	part := strings.Split(seat.Token, ".")[1]
	claims, err := base64.RawURLEncoding.DecodeString(part)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(claims, &f.claims); err != nil {
		t.Fatal(err)
	}
	return f
}

func encoded(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// token makes a token with some fields changed; nil takes one away.
func (f *forge) token(header, claims object) string {
	signed := encoded(changed(f.header, header)) + "." + encoded(changed(f.claims, claims))
	return signed + "." + base64.RawURLEncoding.EncodeToString(ed25519.Sign(f.key, []byte(signed)))
}

func changed(o, by object) object {
	o = maps.Clone(o)
	for k, v := range by {
		if o[k] = v; v == nil {
			delete(o, k)
		}
	}
	return o
}

// hmac256 makes a token signed with a shared key that is the public one.
func (f *forge) hmac256() string {
	signed := encoded(changed(f.header, object{"alg": "HS256"})) + "." + encoded(f.claims)
	mac := hmac.New(sha256.New, f.key.Public().(ed25519.PublicKey))
	mac.Write([]byte(signed))
	return signed + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// knocks does the handshake of a socket and returns the status of the answer.
func knocks(t *testing.T, s *instance.Server, change func(*http.Request)) int {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+"/ws", nil)
	if err != nil {
		t.Fatal(err)
	}
	for k, v := range map[string]string{
		"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
		"Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==", "Sec-WebSocket-Protocol": wire.Subprotocol,
	} {
		r.Header.Set(k, v)
	}
	change(r)
	transport := &http.Transport{DisableKeepAlives: true}
	res, err := transport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	if err := res.Body.Close(); err != nil {
		t.Error(err)
	}
	return res.StatusCode
}

func bearing(token string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+token) }
}

// Bad tokens are refused before the upgrade, all alike.
func TestForgedAndExpiredTokensAreRefusedAtTheDoor(t *testing.T) {
	w := prepare(t, 2, 1, 2)
	f := newForge(t, w, w.Seats[0])
	s := serve(t, w.Data, "--limits", "off")
	now := time.Now().Unix()
	if got := knocks(t, s, bearing(f.token(nil, nil))); got != http.StatusSwitchingProtocols {
		t.Fatalf("a good token is answered with %d", got)
	}
	other := &forge{header: f.header, claims: f.claims}
	_, other.key, _ = ed25519.GenerateKey(nil)
	good := strings.Split(w.Seats[0].Token, ".")
	for name, token := range map[string]string{
		"expired":                     f.token(nil, object{"iat": now - 700, "exp": now - 100}),
		"without an end":              f.token(nil, object{"exp": nil}),
		"for an hour":                 f.token(nil, object{"exp": now + 3600}),
		"not valid yet":               f.token(nil, object{"nbf": now + 300, "exp": now + 600}),
		"not yet good":                f.token(nil, object{"nbf": now + 300}),
		"of another issuer":           f.token(nil, object{"iss": "https://evil.example"}),
		"for another audience":        f.token(nil, object{"aud": "elsewhere"}),
		"without an audience":         f.token(nil, object{"aud": nil}),
		"of another person":           f.token(nil, object{"sub": w.Seats[1].User}),
		"of nobody":                   f.token(nil, object{"sub": id.New()}),
		"without a person":            f.token(nil, object{"sub": nil}),
		"of another session":          f.token(nil, object{"sid": id.New()}),
		"without a session":           f.token(nil, object{"sid": nil}),
		"of another type":             f.token(object{"typ": "JWT"}, nil),
		"without a type":              f.token(object{"typ": nil}, nil),
		"with a key of its own":       f.token(object{"jwk": object{"kty": "OKP"}}, nil),
		"with the address of a key":   f.token(object{"jku": "https://evil.example/keys"}, nil),
		"with a critical extension":   f.token(object{"crit": []string{"b64"}, "b64": false}, nil),
		"of another key":              f.token(object{"kid": id.New()}, nil),
		"of a key that is a path":     f.token(object{"kid": "../../etc/passwd"}, nil),
		"of a key that is SQL":        f.token(object{"kid": "' OR 1=1 --"}, nil),
		"without a key":               f.token(object{"kid": nil}, nil),
		"signed by another key":       other.token(nil, nil),
		"signed with the public key":  f.hmac256(),
		"not signed: none":            encoded(changed(f.header, object{"alg": "none"})) + "." + good[1] + ".",
		"not signed: nOnE":            encoded(changed(f.header, object{"alg": "nOnE"})) + "." + good[1] + ".",
		"without its signature":       good[0] + "." + good[1] + ".",
		"with another's signature":    good[0] + "." + good[1] + "." + strings.Split(w.Seats[1].Token, ".")[2],
		"with another's claims":       good[0] + "." + strings.Split(w.Seats[1].Token, ".")[1] + "." + good[2],
		"of two parts":                good[0] + "." + good[1],
		"of four parts":               w.Seats[0].Token + "." + good[2],
		"empty":                       "",
		"nonsense":                    "nonsense",
		"of 9 KiB":                    strings.Repeat("x", 9<<10),
		"with a space at its end":     w.Seats[0].Token + " x",
		"with padding":                w.Seats[0].Token + "==",
		"with another's word for sub": f.token(nil, object{"sub": object{"id": w.Seats[0].User}}),
	} {
		if got := knocks(t, s, bearing(token)); got != http.StatusUnauthorized {
			t.Errorf("a token %s is answered with %d", name, got)
		}
	}
	alive(t, s, opens(t, s, w.Seats[0].Token), w.Rooms[0])
}

// With a cookie, the Origin must be ours to the letter.
func TestForeignOriginsAreRefusedAtTheDoor(t *testing.T) {
	w := prepare(t, 2, 1, 2)
	s := serve(t, w.Data, "--limits", "off")
	cookie := func(origins ...string) func(*http.Request) {
		return func(r *http.Request) {
			r.AddCookie(&http.Cookie{Name: "confab_access", Value: w.Seats[0].Token})
			r.Header["Origin"] = origins
		}
	}
	if got := knocks(t, s, cookie(s.URL)); got != http.StatusSwitchingProtocols {
		t.Fatalf("our own page is answered with %d", got)
	}
	for _, origin := range []string{
		"https://evil.example", "null", "", "file://", "chrome-extension://abcdef", s.URL + ".evil.example", s.URL + "0", s.URL + "/",
		s.URL + "@evil.example", "http://127.0.0.1", "http://127.0.0.1:1", strings.Replace(s.URL, "http:", "https:", 1),
		strings.Replace(s.URL, "127.0.0.1", "localhost", 1), strings.Replace(s.URL, "127.0.0.1", "127.0.0.1.evil.example", 1),
		strings.Replace(s.URL, "127.0.0.1", "evil.127.0.0.1", 1), s.URL + ", https://evil.example", strings.ToUpper(s.URL),
	} {
		if got := knocks(t, s, cookie(origin)); got != http.StatusForbidden {
			t.Errorf("a page of %q is answered with %d", origin, got)
		}
	}
	if got := knocks(t, s, cookie()); got != http.StatusForbidden {
		t.Errorf("a cookie without an Origin is answered with %d", got)
	}
	if got := knocks(t, s, cookie(s.URL, "https://evil.example")); got != http.StatusForbidden {
		t.Errorf("two Origins are answered with %d", got)
	}
	alive(t, s, opens(t, s, w.Seats[0].Token), w.Rooms[0])
}
