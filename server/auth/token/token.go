package token

import (
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/confab/confab/shared/id"
)

const (
	// Lifetime of an access token.
	Lifetime = 10 * time.Minute
	// Leeway is how much longer a token is accepted: the nodes use one clock
	// (package clock), to which each is synchronised at least this well.
	Leeway = 30 * time.Second
	// MaxLen is the maximum length of a token, in bytes. A longer one is not
	// parsed.
	MaxLen = 8 << 10

	tokenType = "at+jwt" // RFC 9068
)

// ErrInvalid means that a token is malformed, forged, expired or for another
// server.
var ErrInvalid = errors.New("token: not valid")

// ErrExpired means that a token was valid until it expired, so its holder was
// signed in; it is an ErrInvalid.
var ErrExpired = fmt.Errorf("%w: expired", ErrInvalid)

// Keys are the signing keys. *keys.Ring is one.
type Keys interface {
	Signing() (kid string, private ed25519.PrivateKey)
	Public(kid string) (ed25519.PublicKey, bool)
}

// Claims is the content of a token.
type Claims struct {
	ID      string
	User    string
	Session string
	Issued  time.Time
	Expires time.Time
}

// Tokens issues and parses access tokens. It is safe for concurrent use.
type Tokens struct {
	keys     Keys
	issuer   string
	audience string
	now      func() time.Time
	parser   *jwt.Parser
	seen     seen
}

// body is the payload of a token.
type body struct {
	jwt.RegisteredClaims
	Session string `json:"sid"`
}

// New returns Tokens that issue and accept tokens with issuer and audience.
func New(keys Keys, issuer, audience string, now func() time.Time) *Tokens {
	return &Tokens{
		keys: keys, issuer: issuer, audience: audience, now: now,
		parser: jwt.NewParser(
			jwt.WithValidMethods([]string{jwt.SigningMethodEdDSA.Alg()}),
			jwt.WithIssuer(issuer),
			jwt.WithAudience(audience),
			jwt.WithExpirationRequired(),
			// A token from the future was issued before this server's clock was
			// set back: nobody else can sign one.
			jwt.WithLeeway(Leeway),
			jwt.WithTimeFunc(now),
			jwt.WithStrictDecoding(),
		),
	}
}

// Issue makes a token for a session of user.
func (t *Tokens) Issue(user, session string) (string, Claims, error) {
	now := t.now().UTC().Truncate(time.Second) // the precision of NumericDate
	c := Claims{ID: id.New(), User: user, Session: session, Issued: now, Expires: now.Add(Lifetime)}
	kid, private := t.keys.Signing()
	unsigned := jwt.NewWithClaims(jwt.SigningMethodEdDSA, body{
		RegisteredClaims: jwt.RegisteredClaims{
			ID: c.ID, Issuer: t.issuer, Audience: jwt.ClaimStrings{t.audience}, Subject: user,
			IssuedAt: jwt.NewNumericDate(c.Issued), ExpiresAt: jwt.NewNumericDate(c.Expires),
		},
		Session: session,
	})
	unsigned.Header = map[string]any{"alg": jwt.SigningMethodEdDSA.Alg(), "typ": tokenType, "kid": kid}
	raw, err := unsigned.SignedString(private)
	if err != nil {
		return "", Claims{}, fmt.Errorf("sign an access token: %w", err)
	}
	t.seen.put(sha256.Sum256([]byte(raw)), kid, c) // the signature is this server's own, so Parse need not verify it
	return raw, c, nil
}

// Parse returns the content of a valid token, else ErrExpired or ErrInvalid.
func (t *Tokens) Parse(raw string) (Claims, error) {
	// Base64 decoders skip line breaks; a token must have only one spelling.
	if len(raw) > MaxLen || strings.ContainsFunc(raw, foreign) {
		return Claims{}, ErrInvalid
	}
	print := sha256.Sum256([]byte(raw))
	if kid, c, ok := t.seen.get(print); ok && t.now().Before(c.Expires.Add(Leeway)) {
		if _, ours := t.keys.Public(kid); ours {
			return c, nil
		}
	}
	var b body
	parsed, err := t.parser.ParseWithClaims(raw, &b, t.key)
	if errors.Is(err, jwt.ErrTokenExpired) { // jwt has verified the signature before
		return Claims{}, ErrExpired
	}
	if err != nil || !parsed.Valid || !b.complete() {
		return Claims{}, ErrInvalid
	}
	c := Claims{
		ID: b.ID, User: b.Subject, Session: b.Session,
		Issued: b.IssuedAt.UTC(), Expires: b.ExpiresAt.UTC(),
	}
	t.seen.put(print, parsed.Header["kid"].(string), c)
	return c, nil
}

func foreign(r rune) bool {
	return r != '.' && r != '-' && r != '_' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
}

// key returns the key of a token whose header has exactly the form that Issue
// makes: no "jku", "jwk", "x5u", "x5c" or "crit", and no other unknown field.
func (t *Tokens) key(parsed *jwt.Token) (any, error) {
	for name := range parsed.Header {
		if name != "alg" && name != "typ" && name != "kid" {
			return nil, ErrInvalid
		}
	}
	kid, named := parsed.Header["kid"].(string)
	if parsed.Header["typ"] != tokenType || !named {
		return nil, ErrInvalid
	}
	public, ours := t.keys.Public(kid)
	if !ours {
		return nil, ErrInvalid
	}
	return public, nil
}

// complete reports whether the claims that jwt treats as optional are present and
// the lifetime is not extended.
func (b *body) complete() bool {
	if b.IssuedAt == nil {
		return false
	}
	lasts := b.ExpiresAt.Sub(b.IssuedAt.Time)
	return id.Valid(b.ID) && id.Valid(b.Subject) && id.Valid(b.Session) &&
		lasts > 0 && lasts <= Lifetime && len(b.Audience) == 1
}
