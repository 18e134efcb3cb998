package hub

import (
	"errors"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/clientip"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// ServeHTTP admits a socket: GET /ws. What is to be refused is refused before the
// upgrade, in plain HTTP, and what is cheapest to check is checked first. Limits that
// others at the same address or server can use up are checked only after the
// credential.
func (h *Hub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer h.faults.Survive("a handshake", func() { panic(http.ErrAbortHandler) }) // which ends the connection
	h.admission.serve(w, r)
}

// serve is ServeHTTP.
func (d *admission) serve(w http.ResponseWriter, r *http.Request) {
	h := d.hub
	address := clientip.Network(h.o.Address(r))
	if h.draining.Load() {
		d.refuse(w, refusedDraining, http.StatusServiceUnavailable, time.Second, text.ServerRestarting)
		return
	}
	if d.crowded.Load() {
		d.refuse(w, refusedMemory, http.StatusServiceUnavailable, 5*time.Second, text.NoRoomForConnections)
		return
	}
	if status, why := malformed(r); status != 0 {
		if status == http.StatusUpgradeRequired {
			w.Header().Set("Connection", "Upgrade")
			w.Header().Set("Upgrade", "websocket")
			if r.Header.Get("Sec-WebSocket-Key") != "" {
				h.o.TurnedAway(r, "it asks for a socket without asking for an upgrade: "+
					"a proxy in front must pass the headers Upgrade and Connection on")
			}
		}
		d.refuse(w, refusedHandshake, status, 0, why)
		return
	}
	if h.o.CookieUsed(r) && !d.ourOrigin(r) {
		h.o.TurnedAway(r, "its page is of another address than this server's, "+
			"which --public-url gives, or else the Host that a proxy passes on")
		d.refuse(w, refusedOrigin, http.StatusForbidden, 0, text.OriginMayNot)
		return
	}
	who, err := h.o.Authenticate(r)
	if err != nil {
		d.refuseToken(w, r, address, err)
		return
	}
	if e := who.Need(chat.ScopeRead); e != nil {
		d.refuse(w, refusedScope, http.StatusForbidden, 0, text.CredentialMayNot)
		return
	}
	if wait := h.often(r.Context(), "connects", who.User, limits.RateConnects); wait > 0 {
		d.refuse(w, refusedPerson, http.StatusTooManyRequests, wait, text.ConnectsTooOften)
		return
	}
	if wait := d.admit(time.Now()); wait > 0 && !h.o.Loose {
		d.refuse(w, refusedBusy, http.StatusServiceUnavailable, wait, text.TooManyArriving)
		return
	}
	s := newSession(h, who, address)
	s.alone = !d.addSocket(address) && !h.o.Loose
	if err := upgrade(w, r, s); err != nil {
		d.removeSocket(address)
		d.count(refusedHandshake)
		h.log.Debug("handshake failed", "error", err)
		return
	}
	d.open(s)
}

// open adds an upgraded session to the directory, which starts its reader.
func (d *admission) open(s *session) {
	h := d.hub
	evicted, ok := h.dir.enter(s)
	if !ok { // the hub closed meanwhile
		d.removeSocket(s.address)
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

// malformed returns why a request is not a handshake for us; 0 if it is one.
func malformed(r *http.Request) (status int, why text.Text) {
	switch {
	case r.Method != http.MethodGet:
		return http.StatusMethodNotAllowed, text.OnlyGET
	case !hasToken(r.Header, "Upgrade", "websocket"):
		return http.StatusUpgradeRequired, text.ForWebSockets
	case !hasToken(r.Header, "Sec-WebSocket-Protocol", wire.Subprotocol):
		return http.StatusBadRequest, text.SubprotocolRequired(wire.Subprotocol)
	}
	return 0, text.Text{}
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

func (d *admission) refuseToken(w http.ResponseWriter, r *http.Request, address netip.Prefix, err error) {
	if signedOut(err) {
		if d.hub.o.Forged(r, err) {
			if wait := d.countForged(r, address); wait > 0 {
				d.refuse(w, refusedThrottled, http.StatusTooManyRequests, wait, text.TooManyFailed)
				return
			}
		}
		w.Header().Set("WWW-Authenticate", "Bearer")
		d.refuse(w, refusedToken, http.StatusUnauthorized, 0, text.PleaseSignIn)
		return
	}
	if r.Context().Err() == nil && !errors.Is(err, store.ErrUnavailable) { // as for a session's catch-up
		d.hub.log.Error("handshake cannot be authenticated", "error", err)
	}
	d.refuse(w, refusedBusy, http.StatusServiceUnavailable, time.Second, text.TryAgainSoon)
}

// count counts a handshake that is refused.
func (d *admission) count(why refusal) {
	d.hub.stats.refused[why].Add(1)
	d.hub.o.Refused.Add("handshake", refusalNames[why])
}

// refuse answers a handshake that is refused.
func (d *admission) refuse(w http.ResponseWriter, as refusal, status int, retry time.Duration, why text.Text) {
	d.count(as)
	if retry > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(max(1, int((retry+time.Second-1)/time.Second))))
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Error(w, why.String(), status) // in English: no browser shows it
}

// countForged counts a forged credential of an address. If there were too many, it
// returns how long the address has to wait.
func (d *admission) countForged(r *http.Request, a netip.Prefix) time.Duration {
	if d.hub.o.Loose {
		return 0
	}
	wait, err := d.forged.Take(r.Context(), a.String(), rateFailed)
	if err != nil {
		d.hub.log.Warn("failed handshakes cannot be counted", "error", err)
		return 0
	}
	return wait
}

// signedOut reports whether err says that somebody is not signed in, and not merely
// that this cannot be known.
func signedOut(err error) bool {
	var e *wire.Error
	return errors.As(err, &e) && e.Code == wire.CodeUnauthorized
}
