package auth

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"

	"github.com/confab/confab/server/auth/secret"
	"github.com/confab/confab/shared/id"
)

// A refresh token is 256 secret bits, then the id of its session, then a mark
// that proves that it was given out here: an old one is known for what it is
// without the store remembering all there ever were. Tokens from before there
// were marks are the secret bits alone.
const (
	secretLen = 43 // of 256 bits, in base64
	markLen   = 22 // of 128 bits
	tokenLen  = secretLen + id.Len + markLen
)

// first makes the first refresh token of a session, and its hash.
func (x *Sessions) first(session string) (token string, hash []byte) {
	random, _ := secret.New()
	token = x.marked(random, session)
	return token, secret.Hash(token)
}

// successor computes the token that comes after one. Only the server can, and
// it always comes out the same, so that it need not be remembered in the clear
// for an answer that was lost.
func (x *Sessions) successor(refresh, session string) string {
	return x.marked(base64.RawURLEncoding.EncodeToString(x.mac(refresh)), session)
}

func (x *Sessions) marked(bits, session string) string {
	return bits + session + x.mark(bits+session)
}

// mark is separated from what successor computes by a NUL, which no token has.
func (x *Sessions) mark(text string) string {
	return base64.RawURLEncoding.EncodeToString(x.mac("refresh\x00" + text)[:16])
}

func (x *Sessions) mac(text string) []byte {
	mac := hmac.New(sha256.New, x.ring.Chain())
	mac.Write([]byte(text))
	return mac.Sum(nil)
}

// deviceMark makes what a browser keeps after somebody signed in with it: 128
// random bits, and a mark for that person, who is not named in it. It opens
// nothing. It shows that whoever tries the password was let in with that
// browser before, so that they wait neither with strangers nor for what
// strangers did; so it also outlives signing out.
func (x *Sessions) deviceMark(user string) string {
	random, _ := secret.New()
	device := random[:deviceLen]
	return device + x.deviceProof(device, user)
}

// deviceLen is of somewhat more than 128 bits, in base64.
const deviceLen = 22

// deviceOf returns which browser a mark is of, "" if it is not of one that user
// was let in with.
func (x *Sessions) deviceOf(mark, user string) (device string) {
	if len(mark) != deviceLen+markLen || user == "" {
		return ""
	}
	device, proof := mark[:deviceLen], mark[deviceLen:]
	if !hmac.Equal([]byte(x.deviceProof(device, user)), []byte(proof)) {
		return ""
	}
	return device
}

func (x *Sessions) deviceProof(device, user string) string {
	return base64.RawURLEncoding.EncodeToString(x.mac("device\x00" + user + device)[:16])
}

// sessionOf returns the session for which a token was given out, if the token
// is ours.
func (x *Sessions) sessionOf(refresh string) (session string, ours bool) {
	if len(refresh) != tokenLen {
		return "", false
	}
	text, mark := refresh[:tokenLen-markLen], refresh[tokenLen-markLen:]
	return text[secretLen:], hmac.Equal([]byte(x.mark(text)), []byte(mark))
}
