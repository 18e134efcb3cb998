package certs

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// ownLooks is how often the files are looked at.
const ownLooks = 10 * time.Second

// endsSoon is how long before its end a certificate that nobody renews is told of.
const endsSoon = 7 * 24 * time.Hour

// Own is a certificate out of two files.
type Own struct {
	chainFile, keyFile string
	log                *slog.Logger

	serves atomic.Pointer[tls.Certificate]

	mu      sync.Mutex
	problem string // what is wrong with the files as they are; empty: nothing

	// What follows is Run's alone, after OpenOwn.

	chain, key []byte // as they were read last
	warned     time.Time
}

// OpenOwn reads a certificate with its chain, and its key, both in PEM.
func OpenOwn(chainFile, keyFile string, log *slog.Logger) (*Own, error) {
	o := &Own{chainFile: chainFile, keyFile: keyFile, log: log}
	if err := o.read(); err != nil {
		return nil, err
	}
	o.tellEnd(time.Now())
	return o, nil
}

// TLS implements Source. There is one certificate, whatever name is asked for.
func (o *Own) TLS() *tls.Config {
	return serving(func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return o.serves.Load(), nil })
}

// State implements Source.
func (o *Own) State() State {
	o.mu.Lock()
	defer o.mu.Unlock()
	c := o.serves.Load()
	s := State{Until: until(c), Problem: o.problem}
	if s.Problem == "" {
		s.Problem = ending(c, time.Now())
	}
	return s
}

// ending is the sentence about a certificate that ends soon, or has.
func ending(c *tls.Certificate, now time.Time) string {
	if now.Add(endsSoon).Before(c.Leaf.NotAfter) {
		return ""
	}
	if text := ended(c, now); text != "" {
		return text
	}
	return fmt.Sprintf("the certificate ends at %s, and nothing newer is in its files", until(c).Format(time.RFC3339))
}

// Run implements Source: it reads the files again when they have changed. What
// cannot be used is told once, and what was there before serves on.
func (o *Own) Run(ctx context.Context) {
	for pause(ctx, ownLooks) == nil {
		o.again()
		o.tellEnd(time.Now())
	}
}

func (o *Own) again() {
	err := o.read()
	o.mu.Lock()
	before := o.problem
	o.problem = ""
	if err != nil {
		o.problem = err.Error() + "; the one before serves on"
	}
	now := o.problem
	o.mu.Unlock()
	if now != "" && now != before {
		o.log.Error("the new certificate cannot be used; the one before serves on", "error", err, "until", until(o.serves.Load()))
	}
}

// read reads the files, and serves what is in them if that is new.
func (o *Own) read() error {
	chain, err := os.ReadFile(o.chainFile)
	if err != nil {
		return fmt.Errorf("the certificate cannot be read: %w", err)
	}
	key, err := os.ReadFile(o.keyFile)
	if err != nil {
		return fmt.Errorf("the certificate's key cannot be read: %w", err)
	}
	if bytes.Equal(chain, o.chain) && bytes.Equal(key, o.key) {
		return nil
	}
	c, err := parse(chain, key)
	if err != nil {
		return fmt.Errorf("%s and %s do not make a certificate: %w", o.chainFile, o.keyFile, err)
	}
	first := o.chain == nil
	o.chain, o.key = chain, key
	o.serves.Store(c)
	if !first {
		o.log.Info("serving with the new certificate", "names", c.Leaf.DNSNames, "until", until(c))
	}
	return nil
}

// tellEnd tells once a day of a certificate that ends soon.
func (o *Own) tellEnd(now time.Time) {
	if text := ending(o.serves.Load(), now); text != "" && now.Sub(o.warned) >= 24*time.Hour {
		o.warned = now
		o.log.Warn("the certificate needs to be replaced", "problem", text)
	}
}
