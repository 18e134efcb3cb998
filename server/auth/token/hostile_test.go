package token

import (
	"bytes"
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/server/auth/keys"
	"github.com/confab/confab/shared/id"
)

type object = map[string]any

// forge is what an attacker can do: change any part of a perfect token before it
// is signed with the server's own key.
type forge struct {
	*fixture
	header, claims object
	private        ed25519.PrivateKey
}

func newForge(t *testing.T) *forge {
	f := &forge{fixture: setUp(t)}
	kid, private := f.ring.Signing()
	f.private = private
	f.header = object{"alg": "EdDSA", "typ": "at+jwt", "kid": kid}
	f.claims = object{
		"iss": here, "aud": "confab", "sub": id.New(), "sid": id.New(), "jti": id.New(),
		"iat": f.at.Unix(), "exp": f.at.Add(Lifetime).Unix(),
	}
	return f
}

func enc(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func encJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return enc(b)
}

// with returns m with changes; a nil value removes a field.
func with(m, changes object) object {
	m = maps.Clone(m)
	for k, v := range changes {
		if m[k] = v; v == nil {
			delete(m, k)
		}
	}
	return m
}

// sign makes a token with a valid signature of the server's key.
func (f *forge) sign(header, claims string) string {
	return header + "." + claims + "." + enc(ed25519.Sign(f.private, []byte(header+"."+claims)))
}

func (f *forge) head(changes object) string {
	return f.sign(encJSON(with(f.header, changes)), encJSON(f.claims))
}

func (f *forge) body(changes object) string {
	return f.sign(encJSON(f.header), encJSON(with(f.claims, changes)))
}

// hs256 signs with HMAC, to make the server mistake a public key for a shared
// one.
func (f *forge) hs256(key []byte) string {
	signed := encJSON(with(f.header, object{"alg": "HS256"})) + "." + encJSON(f.claims)
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(signed))
	return signed + "." + enc(mac.Sum(nil))
}

func TestAPerfectForgeryOfOurOwnIsTaken(t *testing.T) { // otherwise the table below would prove nothing
	f := newForge(t)
	if _, err := f.Parse(f.head(nil)); err != nil {
		t.Fatal(err)
	}
}

func TestHostileTokensAreAllRefusedAlike(t *testing.T) {
	f := newForge(t)
	tokens := map[string]string{}
	for name, list := range map[string]map[string]string{
		"algorithm": f.algorithms(), "header": f.headers(), "claim": f.claimTricks(), "shape": f.shapes(t),
	} {
		for k, raw := range list {
			tokens[name+"/"+k] = raw
		}
	}
	if len(tokens) < 60 {
		t.Fatalf("only %d tokens", len(tokens))
	}
	ranOut := map[string]bool{ // tokens of honest clients, which nobody can invent
		"claim/expired": true, "claim/expired by a bit": true, "claim/exp negative": true, "claim/number as exp ": true,
	}
	for name, raw := range tokens {
		want := ErrInvalid
		if ranOut[name] {
			want = ErrExpired
		}
		if claims, err := f.Parse(raw); err != want || claims != (Claims{}) {
			t.Errorf("%s: Parse = %+v, %v", name, claims, err)
		}
	}
}

func (f *forge) algorithms() map[string]string {
	public := f.private.Public().(ed25519.PublicKey)
	der, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		panic(err)
	}
	pemKey := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
	unsigned := encJSON(with(f.header, object{"alg": "none"})) + "." + encJSON(f.claims) + "."
	list := map[string]string{
		"none unsigned":             unsigned,
		"none with a signature":     f.head(object{"alg": "none"}),
		"HS256 with the public key": f.hs256(public),
		"HS256 with the PEM":        f.hs256(pemKey),
		"HS256 with the JWKS":       f.hs256(f.ring.JWKS()),
		"HS256 with the kid":        f.hs256([]byte(f.header["kid"].(string))),
		"HS256 with no key":         f.hs256(nil),
		"no algorithm":              f.head(object{"alg": nil}),
		"number as algorithm":       f.head(object{"alg": 1}),
		"list as algorithm":         f.head(object{"alg": []string{"EdDSA"}}),
	}
	for _, alg := range []string{"None", "NONE", "nOnE", "HS384", "RS256", "ES256", "PS512", "Ed25519", "eddsa", "EdDSA ", ""} {
		list["alg "+alg] = f.head(object{"alg": alg})
	}
	return list
}

func (f *forge) headers() map[string]string {
	_, stranger, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		panic(err)
	}
	theirs := stranger.Public().(ed25519.PublicKey)
	jwk := object{"kty": "OKP", "crv": "Ed25519", "x": enc(theirs)}
	foreign := &forge{private: stranger}
	ownJWK := foreign.sign(encJSON(with(f.header, object{"jwk": jwk})), encJSON(f.claims))
	list := map[string]string{
		"signed by a stranger": foreign.sign(encJSON(f.header), encJSON(f.claims)),
		"jwk of a stranger":    ownJWK,
		"jwk without kid":      foreign.sign(encJSON(with(f.header, object{"jwk": jwk, "kid": nil})), encJSON(f.claims)),
		"no kid":               f.head(object{"kid": nil}),
		"kid list":             f.head(object{"kid": []string{f.header["kid"].(string)}}),
		"kid null":             f.sign(`{"alg":"EdDSA","typ":"at+jwt","kid":null}`, encJSON(f.claims)),
		"no typ":               f.head(object{"typ": nil}),
		"array header":         f.sign(encJSON([]any{f.header}), encJSON(f.claims)),
	}
	for _, kid := range []string{
		"", "unknown", "../../../../dev/null", "/etc/passwd", "' OR '1'='1", "x' UNION SELECT 'key'--", "http://evil.example/k",
		strings.ToUpper(f.header["kid"].(string)), f.header["kid"].(string) + "\x00", " " + f.header["kid"].(string), "next", "active",
	} {
		list["kid "+kid] = f.head(object{"kid": kid})
	}
	for _, typ := range []any{"JWT", "jwt", "AT+JWT", "application/at+jwt", "at+jwt ", "logout+jwt", 7, nil} {
		list["typ "+encJSON(typ)] = f.head(object{"typ": typ})
	}
	extra := object{
		"jku": "https://evil.example/jwks.json", "jwk": jwk, "x5u": "https://evil.example/cert", "x5c": []string{"MIIB"},
		"crit": []string{"exp"}, "b64": false, "zip": "DEF", "cty": "JWT", "enc": "A256GCM", "x5t": "AA",
	}
	for name, value := range extra {
		list["extra "+name] = f.head(object{name: value})
	}
	return list
}

func (f *forge) claimTricks() map[string]string {
	at := func(d time.Duration) int64 { return f.at.Add(d).Unix() }
	many := make([]string, 3)
	list := map[string]string{
		"expired":            f.body(object{"iat": at(-Lifetime - time.Hour), "exp": at(-time.Hour)}),
		"expired by a bit":   f.body(object{"iat": at(-Lifetime - Leeway - time.Second), "exp": at(-Leeway - time.Second)}),
		"iat after exp":      f.body(object{"iat": at(2 * time.Minute), "exp": at(time.Minute)}),
		"nbf in the future":  f.body(object{"nbf": at(time.Minute)}),
		"lasts for a year":   f.body(object{"exp": at(365 * 24 * time.Hour)}),
		"two audiences":      f.body(object{"aud": []string{"confab", "other"}}),
		"empty audiences":    f.body(object{"aud": many}),
		"issuer with slash":  f.body(object{"iss": here + "/"}),
		"issuer as prefix":   f.body(object{"iss": here + ".evil.example"}),
		"sub not an id":      f.body(object{"sub": "nora"}),
		"sub with SQL":       f.body(object{"sub": "' OR 1=1 --"}),
		"sid not an id":      f.body(object{"sid": "../../x"}),
		"exp as a word":      f.body(object{"exp": "tomorrow"}),
		"exp as an object":   f.body(object{"exp": object{}}),
		"exp beyond numbers": f.sign(encJSON(f.header), enc([]byte(`{"exp":1e400}`))),
		"exp negative":       f.body(object{"exp": -1}),
		"claims null":        f.sign(encJSON(f.header), enc([]byte("null"))),
		"claims empty":       f.sign(encJSON(f.header), enc([]byte("{}"))),
		"claims a list":      f.sign(encJSON(f.header), enc([]byte("[]"))),
	}
	for _, name := range []string{"iss", "aud", "sub", "sid", "iat", "exp", "jti"} {
		list["no "+name] = f.body(object{name: nil})
		list["number as "+name+" "] = f.body(object{name: -7})
	}
	for _, name := range []string{"iss", "aud", "sub", "sid", "jti"} {
		list["empty "+name] = f.body(object{name: ""})
		list["other "+name] = f.body(object{name: "https://evil.example"})
	}
	return list
}

func (f *forge) shapes(t *testing.T) map[string]string {
	good := f.head(nil)
	parts := strings.Split(good, ".")
	otherServer, err := keys.Open(t.TempDir(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	theirs, _, err := New(otherServer, here, "confab", f.now).Issue(id.New(), id.New())
	if err != nil {
		t.Fatal(err)
	}
	flipped := []byte(good)
	flipped[len(parts[0])+10] ^= 1
	return map[string]string{
		"empty": "", "a dot": ".", "two dots": "..", "three dots": "...", "blank": " ", "word": "token",
		"of another server":      theirs,
		"one bit changed":        string(flipped),
		"signature cut":          good[:len(good)-1],
		"signature missing":      parts[0] + "." + parts[1] + ".",
		"signature of all zeros": parts[0] + "." + parts[1] + "." + enc(make([]byte, 64)),
		"signature twice":        good + "." + parts[2],
		"header missing":         "." + parts[1] + "." + parts[2],
		"claims missing":         parts[0] + ".." + parts[2],
		"parts swapped":          parts[1] + "." + parts[0] + "." + parts[2],
		"leading space":          " " + good,
		"trailing space":         good + " ",
		"trailing line":          good + "\n",
		"carriage return":        good + "\r",
		"line inside":            parts[0] + ".\n" + parts[1] + "." + parts[2],
		"a null byte":            good + "\x00",
		"padded":                 parts[0] + "." + parts[1] + "." + parts[2] + "==",
		"Bearer twice":           "Bearer " + good,
		"quoted":                 `"` + good + `"`,
		"unicode dots":           strings.ReplaceAll(good, ".", "。"),
		"fullwidth letter":       strings.Replace(good, "e", "ｅ", 1),
		"standard alphabet":      parts[0] + "." + parts[1] + "." + base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{0xff}, 64)),
		"encrypted (five parts)": "a.b.c.d.e",
		"JSON serialization":     `{"protected":"` + parts[0] + `","payload":"` + parts[1] + `","signature":"` + parts[2] + `"}`,
		"8 KiB and one":          strings.Repeat("a", MaxLen+1),
		"oversize but signed":    f.body(object{"pad": strings.Repeat("x", MaxLen)}),
		"invalid UTF-8":          "\xff\xfe." + parts[1] + "." + parts[2],
	}
}
