package token

import (
	"crypto/sha256"
	"strings"
	"sync"
)

// seenMost is how many tokens each half of seen holds: all tokens of a large
// server within their lifetime. One takes 0.3 KB.
const seenMost = 8192

// seen caches the tokens that were recently signed or verified here, by their
// hash: Parse then hashes a token instead of verifying its signature for each
// request and connection. It must hold only tokens whose signature is known to be
// valid. The caller checks that a token has not expired and that its key is still
// in use. When one half is full, the other half is dropped.
type seen struct {
	mu       sync.RWMutex
	now, was map[[sha256.Size]byte]verified
}

// verified is the content of a token with a valid signature, and the name of its
// key.
type verified struct {
	kid    string
	claims Claims
}

func (s *seen) get(print [sha256.Size]byte) (kid string, c Claims, ok bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	v, ok := s.now[print]
	if !ok {
		v, ok = s.was[print]
	}
	return v.kid, v.claims, ok
}

func (s *seen) put(print [sha256.Size]byte, kid string, c Claims) {
	// A copy, so that the token's text is not kept in memory.
	kid = strings.Clone(kid)
	c.ID, c.User, c.Session = strings.Clone(c.ID), strings.Clone(c.User), strings.Clone(c.Session)
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.now) >= seenMost {
		s.was, s.now = s.now, nil
	}
	if s.now == nil {
		s.now = map[[sha256.Size]byte]verified{}
	}
	s.now[print] = verified{kid, c}
}
