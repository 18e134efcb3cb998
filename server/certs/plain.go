package certs

import (
	"net"
	"net/http"
	"strings"
)

// questions is how many of an authority's questions are answered at a time:
// each reads what is kept, and anybody may ask.
const questions = 16

// Plain is what is served by HTTP beside HTTPS for the domain of m: answers to
// the authority's questions, and the way to HTTPS.
func (m *Managed) Plain() http.Handler {
	places := make(chan struct{}, questions)
	lead := redirect(m.o.Domain)
	return known(m.o.Domain, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasPrefix(r.URL.Path, "/.well-known/acme-challenge/"):
			select {
			case places <- struct{}{}:
				defer func() { <-places }()
			default:
				w.Header().Set("Retry-After", "1")
				http.Error(w, "Too many at once.", http.StatusServiceUnavailable)
				return
			}
			if !m.acme.answerPlain(w, r) {
				http.NotFound(w, r)
			}
		case m.serves.Load() == nil:
			w.Header().Set("Retry-After", "10")
			w.Header().Set("Cache-Control", "no-store")
			http.Error(w, "HTTPS is being set up here: the certificate is on its way. Try again in a minute; "+
				"if it takes longer, the server's log says why.", http.StatusServiceUnavailable)
		default:
			lead(w, r)
		}
	})
}

// PlainFor is what is served by HTTP beside HTTPS for a domain whose certificate
// comes from elsewhere: the way to HTTPS.
func PlainFor(domain string) http.Handler { return known(domain, redirect(domain)) }

// known answers for domain with next; other hosts are nothing to it.
func known(domain string, next http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !sameName(hostname(r.Host), domain) {
			http.Error(w, "This server is known by another name.", http.StatusMisdirectedRequest)
			return
		}
		next(w, r)
	})
}

// redirect leads to the same place at https://domain.
func redirect(domain string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		status := http.StatusMovedPermanently
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			status = http.StatusPermanentRedirect // 301 would turn it into a GET
		}
		http.Redirect(w, r, "https://"+domain+r.URL.RequestURI(), status)
	}
}

// hostname is the name in a Host header.
func hostname(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		return name
	}
	return host
}

// sameName reports whether two names are one in the DNS.
func sameName(a, b string) bool { return strings.EqualFold(strings.TrimSuffix(a, "."), b) }
