package certs

import (
	"context"
	"crypto"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/caddyserver/certmagic"
	"github.com/mholt/acmez/v3/acme"
	"go.uber.org/zap"
)

// DefaultAuthority is Let's Encrypt's directory.
const DefaultAuthority = certmagic.LetsEncryptProductionCA

// attemptLasts is how long one attempt may take: the authority looks at the
// server from several places, and may keep a queue.
const attemptLasts = 5 * time.Minute

// issuing is the part of an authority that Managed works with.
type issuing interface {
	// issue asks for a certificate of domain once. Failures are how many attempts
	// failed before it.
	issue(ctx context.Context, domain string, failures int) (issued, error)
	// renewal is when the authority would like c to be renewed, and when it wants
	// to be asked again; zero times if it does not say.
	renewal(ctx context.Context, c *tls.Certificate) (at, again time.Time, err error)
}

// issued is what an authority gave.
type issued struct{ chain, key []byte } // PEM

// authority is an ACME authority.
type authority struct {
	cache  *certmagic.Cache // holds nothing: certmagic wants one
	config *certmagic.Config
	issuer *certmagic.ACMEIssuer
}

// newAuthority speaks to the authority that o says, keeping its account in
// storage. Close ends it.
func newAuthority(storage certmagic.Storage, o Options) *authority {
	a := &authority{}
	a.cache = certmagic.NewCache(certmagic.CacheOptions{
		GetConfigForCert: func(certmagic.Certificate) (*certmagic.Config, error) { return a.config, nil },
		Logger:           zap.NewNop(),
	})
	a.config = certmagic.New(a.cache, certmagic.Config{Storage: storage, Logger: zap.NewNop(),
		OCSP: certmagic.OCSPConfig{DisableStapling: true}})
	a.issuer = certmagic.NewACMEIssuer(a.config, certmagic.ACMEIssuer{
		CA: o.Authority, TrustedRoots: o.Roots, Email: o.Email, Agreed: true,
		ListenHost: o.Host, AltTLSALPNPort: o.Port, AltHTTPPort: o.PlainPort, DisableHTTPChallenge: o.PlainPort == 0,
		CertObtainTimeout: attemptLasts, Logger: zap.NewNop(),
	})
	a.config.Issuers = []certmagic.Issuer{a.issuer}
	return a
}

func (a *authority) close() { a.cache.Stop() }

// issue implements issuing. After a failure certmagic asks the authority's
// testing ground first, if it has one, where failing is free.
func (a *authority) issue(ctx context.Context, domain string, failures int) (issued, error) {
	ctx, cancel := context.WithTimeout(ctx, attemptLasts)
	defer cancel()
	signer, err := certmagic.StandardKeyGenerator{KeyType: certmagic.P256}.GenerateKey()
	if err != nil {
		return issued{}, err
	}
	key, err := certmagic.PEMEncodePrivateKey(signer)
	if err != nil {
		return issued{}, err
	}
	csr, err := request(signer, domain)
	if err != nil {
		return issued{}, err
	}
	if err := a.issuer.PreCheck(ctx, []string{domain}, false); err != nil {
		return issued{}, err
	}
	got, err := a.issuer.Issue(context.WithValue(ctx, certmagic.AttemptsCtxKey, &failures), csr)
	if err != nil {
		return issued{}, err
	}
	return issued{chain: got.Certificate, key: key}, nil
}

// request is the request for a certificate of domain with signer's key.
func request(signer crypto.PrivateKey, domain string) (*x509.CertificateRequest, error) {
	der, err := x509.CreateCertificateRequest(nil, &x509.CertificateRequest{DNSNames: []string{domain}}, signer)
	if err != nil {
		return nil, err
	}
	return x509.ParseCertificateRequest(der)
}

// renewal implements issuing. The time is one at random in the window that the
// authority suggests, as RFC 9773 wants it: another one each time.
func (a *authority) renewal(ctx context.Context, c *tls.Certificate) (at, again time.Time, err error) {
	ctx, cancel := context.WithTimeout(ctx, certmagic.HTTPTimeout)
	defer cancel()
	info, err := a.issuer.GetRenewalInfo(ctx, certmagic.Certificate{Certificate: *c})
	if errors.Is(err, acme.ErrUnsupported) {
		return at, again, nil
	}
	if err != nil {
		return at, again, err
	}
	if info.RetryAfter != nil {
		again = *info.RetryAfter
	}
	return info.SelectedTime, again, nil
}

// answer answers the authority's question over TLS.
func (a *authority) answer(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	return a.config.GetCertificate(hello)
}

// answerPlain answers the authority's question over HTTP, if r is one.
func (a *authority) answerPlain(w http.ResponseWriter, r *http.Request) bool {
	return a.issuer.HandleHTTPChallenge(w, r)
}

// advice is what helps most often.
const advice = "Ports 80 and 443 of the address that the name leads to must reach this server"

// explain says what went wrong with a certificate of domain, and whether it was
// the authority that refused.
func explain(domain, authority string, err error) (text string, refused bool) {
	var p acme.Problem
	if !errors.As(err, &p) {
		return fmt.Sprintf("the authority %s did not answer as it should: %v", authority, err), false
	}
	detail := p.Detail
	for _, sub := range p.Subproblems {
		detail += "; " + sub.Detail
	}
	switch p.Type {
	case acme.ProblemTypeServerInternal, acme.ProblemTypeBadNonce:
		return fmt.Sprintf("the authority %s has trouble of its own: %s", authority, detail), false
	case acme.ProblemTypeDNS:
		return fmt.Sprintf("the authority does not find %s: %s. Point its A or AAAA record at this server", domain, detail), true
	case acme.ProblemTypeConnection, acme.ProblemTypeUnauthorized, acme.ProblemTypeTLS, acme.ProblemTypeIncorrectResponse:
		return fmt.Sprintf("the authority did not find this server at %s: %s. %s", domain, detail, advice), true
	case acme.ProblemTypeCAA:
		return fmt.Sprintf("the CAA records of %s do not let this authority make certificates: %s", domain, detail), true
	case acme.ProblemTypeRateLimited:
		return fmt.Sprintf("the authority was asked for too much, and will not be asked for a while: %s", detail), true
	}
	if _, looked := p.Resource.(acme.Authorization); looked {
		return fmt.Sprintf("the authority did not find this server at %s: %s. %s", domain, detail, advice), true
	}
	return fmt.Sprintf("the authority refused: %s", detail), true
}
