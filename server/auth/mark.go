package auth

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"

	"github.com/confab/confab/server/auth/secret"
	"github.com/confab/confab/shared/id"
)

// A refresh token is 256 secret bits, then the id of its session, then a mark
// that proves that it was issued here: an old token is recognised although the
// store does not remember all of them. Tokens from before marks existed are the
// secret bits alone.
const (
	secretLen = 43 // of 256 bits, in base64
	markLen   = 22 // of 128 bits
	tokenLen  = secretLen + id.Len + markLen
)

// first creates the first refresh token of a session, and its hash.
func (x *Sessions) first(session string) (token string, hash []byte) {
	random, _ := secret.New()
	token = x.marked(random, session)
	return token, secret.Hash(token)
}

// successor computes the token that follows another. Only the server can, and the
// result is always the same, so that it need not be stored in the clear to repeat
// a lost answer.
func (x *Sessions) successor(refresh, session string) string {
	return x.marked(base64.RawURLEncoding.EncodeToString(x.mac(refresh)), session)
}

func (x *Sessions) marked(bits, session string) string {
	return bits + session + x.mark(bits+session)
}

// mark separates its input from that of successor by a NUL, which no token
// contains.
func (x *Sessions) mark(text string) string {
	return base64.RawURLEncoding.EncodeToString(x.mac("refresh\x00" + text)[:16])
}

func (x *Sessions) mac(text string) []byte {
	mac := hmac.New(sha256.New, x.ring.Chain())
	mac.Write([]byte(text))
	return mac.Sum(nil)
}

// deviceMark makes what a browser keeps after somebody signed in with it: 128
// random bits, and a mark for that person, who is not named in it. It does not
// authenticate. It proves that the person signed in with that browser before, so
// that their tries do not wait with those of strangers, nor because of them.
// Therefore it also outlives signing out.
func (x *Sessions) deviceMark(user string) string {
	random, _ := secret.New()
	device := random[:deviceLen]
	return device + x.deviceProof(device, user)
}

// deviceLen is the length of somewhat more than 128 bits in base64.
const deviceLen = 22

// deviceOf returns the browser of a mark, "" if the mark does not show that user
// signed in with it.
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

// sessionOf returns the session for which a token was issued, if this server
// issued it.
func (x *Sessions) sessionOf(refresh string) (session string, ours bool) {
	if len(refresh) != tokenLen {
		return "", false
	}
	text, mark := refresh[:tokenLen-markLen], refresh[tokenLen-markLen:]
	return text[secretLen:], hmac.Equal([]byte(x.mark(text)), []byte(mark))
}
