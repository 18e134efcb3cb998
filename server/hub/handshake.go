package hub

import (
	"errors"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/confab/confab/server/clientip"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// ServeHTTP lets a socket in: GET /ws. All that can be refused is refused
// before the upgrade, in plain HTTP, the cheapest first.
func (h *Hub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	address := clientip.Network(h.o.Address(r))
	if h.draining.Load() {
		h.refuse(w, refusedDraining, http.StatusServiceUnavailable, time.Second, "The server goes down for a moment.")
		return
	}
	if status, message := malformed(r); status != 0 {
		if status == http.StatusUpgradeRequired {
			w.Header().Set("Connection", "Upgrade")
			w.Header().Set("Upgrade", "websocket")
		}
		h.refuse(w, refusedHandshake, status, 0, message)
		return
	}
	if wait := h.failing(r, address); wait > 0 {
		h.refuse(w, refusedThrottled, http.StatusTooManyRequests, wait, "Too many attempts failed.")
		return
	}
	if h.o.CookieUsed(r) && !h.ourOrigin(r) {
		h.failed(r, address)
		h.refuse(w, refusedOrigin, http.StatusForbidden, 0, "This origin may not connect.")
		return
	}
	if wait := h.door.admit(time.Now()); wait > 0 && !h.o.Loose {
		h.refuse(w, refusedBusy, http.StatusServiceUnavailable, wait, "Too many people are arriving.")
		return
	}
	who, err := h.o.Authenticate(r)
	if err != nil {
		h.refuseToken(w, r, address, err)
		return
	}
	if !h.door.come(address, h.o.Loose) {
		h.refuse(w, refusedAddress, http.StatusTooManyRequests, time.Minute, "Too many connections come from this address.")
		return
	}
	s := &session{hub: h, id: id.New(), who: who, address: address, done: make(chan struct{}), gone: make(chan struct{})}
	if err := upgrade(w, r, s); err != nil {
		h.door.leave(address)
		h.stats.refused[refusedHandshake].Add(1)
		h.log.Debug("handshake failed", "error", err)
		return
	}
	h.admit(s)
}

// admit registers an upgraded session and starts its reader.
func (h *Hub) admit(s *session) {
	evicted, ok := h.enter(s)
	if !ok { // the hub closed meanwhile
		h.door.leave(s.address)
		_ = s.link.Conn.Close()
		return
	}
	h.stats.admitted.Add(1)
	h.log.Debug("socket open", "conn", s.id, "user", s.who.User)
	if err := tune(s.link.Conn); err != nil {
		h.log.Debug("socket cannot be tuned", "error", err)
	}
	if evicted != nil {
		evicted.close(byeTooMany)
	}
}

// malformed tells what keeps a request from being a handshake for us.
func malformed(r *http.Request) (status int, message string) {
	switch {
	case r.Method != http.MethodGet:
		return http.StatusMethodNotAllowed, "Only GET."
	case !hasToken(r.Header, "Upgrade", "websocket"):
		return http.StatusUpgradeRequired, "This address is for WebSocket connections."
	case !hasToken(r.Header, "Sec-WebSocket-Protocol", wire.Subprotocol):
		return http.StatusBadRequest, "The subprotocol " + wire.Subprotocol + " is required."
	}
	return 0, ""
}

func hasToken(h http.Header, key, token string) bool {
	for _, v := range h.Values(key) {
		for t := range strings.SplitSeq(v, ",") {
			if strings.EqualFold(strings.TrimSpace(t), token) {
				return true
			}
		}
	}
	return false
}

func (h *Hub) refuseToken(w http.ResponseWriter, r *http.Request, address netip.Prefix, err error) {
	var e *wire.Error
	if h.o.Refused(err) || errors.As(err, &e) && e.Code == wire.CodeUnauthorized {
		h.failed(r, address)
		w.Header().Set("WWW-Authenticate", "Bearer")
		h.refuse(w, refusedToken, http.StatusUnauthorized, 0, "Sign in.")
		return
	}
	h.log.Error("handshake cannot be authenticated", "error", err)
	h.refuse(w, refusedBusy, http.StatusServiceUnavailable, time.Second, "Try again in a moment.")
}

// refuse answers a handshake that fails.
func (h *Hub) refuse(w http.ResponseWriter, why refusal, status int, retry time.Duration, message string) {
	h.stats.refused[why].Add(1)
	if retry > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(max(1, int((retry+time.Second-1)/time.Second))))
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Error(w, message, status)
}

// failing returns how long an address that failed too often has to wait.
func (h *Hub) failing(r *http.Request, a netip.Prefix) time.Duration {
	if h.o.Loose {
		return 0
	}
	wait, err := h.throttle.Take(r.Context(), a.String(), rateFailed)
	if err != nil {
		h.log.Warn("failed handshakes cannot be counted", "error", err)
		return 0
	}
	if wait == 0 {
		err = h.throttle.Give(r.Context(), a.String(), rateFailed) // it has not failed yet
		if err != nil {
			h.log.Warn("failed handshakes cannot be counted", "error", err)
		}
	}
	return wait
}

// failed counts a failed handshake of an address.
func (h *Hub) failed(r *http.Request, a netip.Prefix) {
	if _, err := h.throttle.Take(r.Context(), a.String(), rateFailed); err != nil {
		h.log.Warn("failed handshakes cannot be counted", "error", err)
	}
}
