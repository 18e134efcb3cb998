package broker

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"
)

const (
	// mark begins an envelope of this version.
	mark = "2 "
	// fresh is how far an envelope's time may differ from this node's. The nodes
	// of a cluster use the database's clock.
	fresh = time.Minute
	// maxPeers is how many senders are remembered. Each start of a node is a new
	// sender.
	maxPeers = 256

	bootBytes    = 16
	counterBytes = 8
	timeBytes    = 8
)

var (
	errForeign = errors.New("it is of another version, or no hint at all")
	errForged  = errors.New("it was not sealed by a server of this cluster, or was changed on the way")
	errStale   = errors.New("it was heard before, or is too old")
)

// sealer seals envelopes so that only nodes with the same key can read or make
// them. Somebody with access to Redis can still withhold hints, which only causes
// delays.
//
// Each start of a program seals with its own key, derived from the common one and
// 16 random bytes, with a counter that is never used twice. The counter rises
// within a channel, so that an envelope is accepted only once; an envelope older
// than fresh is never accepted.
type sealer struct {
	key []byte
	now func() time.Time

	boot  [bootBytes]byte
	own   cipher.AEAD
	count uint64 // used by the publisher only

	mu    sync.Mutex
	peers map[string]*peer
}

// peer is one sender.
type peer struct {
	aead cipher.AEAD
	last map[string]uint64 // the counter of the last envelope, per channel
	seen time.Time
}

func newSealer(key []byte, now func() time.Time) *sealer {
	if now == nil {
		now = time.Now
	}
	s := &sealer{key: key, now: now, peers: map[string]*peer{}}
	rand.Read(s.boot[:]) // never fails: crypto/rand ends the program instead
	s.own = s.derive(s.boot[:])
	return s
}

// derive returns the key of one start of a program.
func (s *sealer) derive(boot []byte) cipher.AEAD {
	key, err := hkdf.Key(sha256.New, s.key, boot, "confab hint", 32)
	if err == nil {
		var block cipher.Block
		if block, err = aes.NewCipher(key); err == nil {
			var aead cipher.AEAD
			if aead, err = cipher.NewGCM(block); err == nil {
				return aead
			}
		}
	}
	panic(fmt.Sprintf("broker: %v", err)) // the lengths are right
}

func nonceOf(count []byte) []byte { return append(make([]byte, 4, 12), count...) }

// seal seals text for a channel. Only the publisher calls it.
func (s *sealer) seal(node, channel string, text []byte) []byte {
	s.count++
	b := make([]byte, 0, len(mark)+len(node)+1+bootBytes+counterBytes+timeBytes+len(text)+s.own.Overhead())
	b = append(append(append(b, mark...), node...), '\n')
	b = append(b, s.boot[:]...)
	b = binary.BigEndian.AppendUint64(b, s.count)
	plain := binary.BigEndian.AppendUint64(make([]byte, 0, timeBytes+len(text)), uint64(s.now().UnixMilli()))
	plain = append(plain, text...)
	return s.own.Seal(b, nonceOf(b[len(b)-counterBytes:]), plain, []byte(node+"\n"+channel))
}

// open returns the text that was sealed for a channel.
func (s *sealer) open(channel, sealed string) ([]byte, error) {
	node := sender(sealed)
	head := len(mark) + len(node) + 1
	if node == "" || len(sealed) < head+bootBytes+counterBytes {
		return nil, errForeign
	}
	boot, rest := sealed[head:head+bootBytes], sealed[head+bootBytes:]
	s.mu.Lock()
	defer s.mu.Unlock()
	p, known := s.peers[boot]
	if !known {
		p = &peer{aead: s.derive([]byte(boot)), last: map[string]uint64{}}
	}
	count := []byte(rest[:counterBytes])
	plain, err := p.aead.Open(nil, nonceOf(count), []byte(rest[counterBytes:]), []byte(node+"\n"+channel))
	if err != nil || len(plain) < timeBytes {
		return nil, errForged
	}
	now := s.now()
	age := now.Sub(time.UnixMilli(int64(binary.BigEndian.Uint64(plain))))
	n := binary.BigEndian.Uint64(count)
	if age > fresh || age < -fresh || n <= p.last[channel] {
		return nil, errStale
	}
	if !known {
		s.makeRoom(now)
		s.peers[boot] = p
	}
	p.last[channel], p.seen = n, now
	return plain[timeBytes:], nil
}

// makeRoom forgets senders whose last envelope is no longer fresh, and if there
// are none, the one that was silent for longest.
func (s *sealer) makeRoom(now time.Time) {
	if len(s.peers) < maxPeers {
		return
	}
	oldest := ""
	for boot, p := range s.peers {
		switch {
		case now.Sub(p.seen) > 2*fresh:
			delete(s.peers, boot)
		case oldest == "" || p.seen.Before(s.peers[oldest].seen):
			oldest = boot
		}
	}
	if len(s.peers) >= maxPeers {
		delete(s.peers, oldest)
	}
}

// sender returns the node from which an envelope claims to be; "" if it cannot be
// read.
func sender(text string) string {
	text, ok := strings.CutPrefix(text, mark)
	if !ok {
		return ""
	}
	node, _, ok := strings.Cut(text, "\n")
	if !ok {
		return ""
	}
	return node
}
