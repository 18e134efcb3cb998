package certs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"time"

	"github.com/caddyserver/certmagic"
)

// certificate is what is kept of a certificate: one value, so that no reader
// ever finds a chain and another one's key.
type certificate struct {
	Authority string `json:"authority"` // that gave it
	Chain     string `json:"chain"`     // PEM
	Key       string `json:"key"`       // PEM
}

// trial is what is kept of the attempts that failed since the last that did not.
type trial struct {
	Failures int       `json:"failures"`
	Last     time.Time `json:"last"`
	Next     time.Time `json:"next"`
	Problem  string    `json:"problem"` // a sentence
}

// kept keeps what Managed knows of one domain.
type kept struct {
	storage certmagic.Storage
	domain  string
}

func (k kept) name(what string) string {
	return path.Join("confab", certmagic.StorageKeys.Safe(k.domain), what+".json")
}

// certificate returns what is kept; nil if that is nothing.
func (k kept) certificate(ctx context.Context) (*certificate, error) {
	var c certificate
	if there, err := k.load(ctx, "certificate", &c); err != nil || !there {
		return nil, err
	}
	return &c, nil
}

// trial returns what is kept; the zero trial if that is nothing.
func (k kept) trial(ctx context.Context) (t trial, err error) {
	_, err = k.load(ctx, "trial", &t)
	return t, err
}

func (k kept) keepCertificate(ctx context.Context, c certificate) error {
	return k.keep(ctx, "certificate", c)
}

func (k kept) keepTrial(ctx context.Context, t trial) error { return k.keep(ctx, "trial", t) }

func (k kept) dropTrial(ctx context.Context) error { return k.storage.Delete(ctx, k.name("trial")) }

func (k kept) load(ctx context.Context, what string, into any) (bool, error) {
	content, err := k.storage.Load(ctx, k.name(what))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err == nil {
		err = json.Unmarshal(content, into)
	}
	if err != nil {
		return false, fmt.Errorf("certs: load the %s of %s: %w", what, k.domain, err)
	}
	return true, nil
}

func (k kept) keep(ctx context.Context, what string, value any) error {
	content, err := json.Marshal(value)
	if err == nil {
		err = k.storage.Store(ctx, k.name(what), content)
	}
	if err != nil {
		return fmt.Errorf("certs: keep the %s of %s: %w", what, k.domain, err)
	}
	return nil
}

// Kept is what Look finds.
type Kept struct {
	Until   time.Time // when the certificate ends; zero: there is none
	Problem string    // why the last attempt failed; empty: it did not
}

// Look looks at what is kept for domain in storage, and changes nothing.
func Look(ctx context.Context, storage certmagic.Storage, domain string) (Kept, error) {
	k := kept{storage, domain}
	t, err := k.trial(ctx)
	if err != nil {
		return Kept{}, err
	}
	c, err := k.certificate(ctx)
	if err != nil || c == nil {
		return Kept{Problem: t.Problem}, err
	}
	pair, err := parse([]byte(c.Chain), []byte(c.Key))
	if err != nil {
		return Kept{}, fmt.Errorf("certs: the certificate of %s: %w", domain, err)
	}
	return Kept{Until: until(pair), Problem: t.Problem}, nil
}
